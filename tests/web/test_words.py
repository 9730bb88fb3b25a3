"""Every string that a person reads on the desk, in one list that somebody has read.

A new string fails the test: read it as one who writes briefs would, then ``--update-golden``.
"""

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment

import detente.web

ROOM = Path(detente.web.__file__).parent
SHOWN = frozenset({"alt", "aria-label", "label", "placeholder", "title"})
INLINE = frozenset({"a", "b", "br", "code", "em", "kbd", "mark", "span", "strong", "time"})
SILENT = frozenset({"script", "style"})
GAP = "…"  # stands for what a template fills in
STRANGE = re.compile(r"^[/?#.&]|^https?:|^[\w.*-]+/[\w.+*/-]+|^[\W\d_]*$|SELECT |^[a-z_]+=")
SPOKEN = re.compile(r"[A-Za-z]{2}.* |^[A-Z][a-z]+")  # several words, or one that begins a line


def test_each_string_that_a_person_reads_is_in_the_list_that_was_read(
    golden: Callable[[str, str], None],
) -> None:
    found = {*_of_templates(), *_of_modules()}

    assert len(found) > 400
    golden("".join(f"{where}\t{words}\n" for where, words in sorted(found)), "words.tsv")


# Private functions


def _of_templates() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOM.glob("templates/*.html")):
        parser, literals = _Reader(), set[str]()
        tokens = list(Environment(autoescape=True).lex(path.read_text(encoding="utf-8")))
        for n, (_, kind, value) in enumerate(tokens):
            if kind == "data":
                parser.feed(value)
            elif kind == "variable_begin":
                parser.handle_gap()
            elif kind == "string" and "=" not in [one for _, _, one in tokens[n + 1 : n + 2]]:
                literals.add(ast.literal_eval(value))
        parser.close()
        for words in (*parser.found, *filter(_is_spoken, literals)):
            yield path.name, words


def _of_modules() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOM.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        silent = {id(one) for node in ast.walk(tree) for one in _unread(node)}
        for node in ast.walk(tree):
            if id(node) in silent:
                continue
            if isinstance(node, ast.JoinedStr):
                words = "".join(
                    str(one.value) if isinstance(one, ast.Constant) else GAP for one in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value
            else:
                continue
            if _is_spoken(words):
                yield str(path.relative_to(ROOM)), " ".join(words.split())


def _unread(node: ast.AST) -> Iterator[ast.AST]:
    """Strings of code that nobody sees: docstrings, names of types, the log, parts of others."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    if isinstance(node, ast.JoinedStr):
        yield from (one for part in node.values for one in ast.walk(part))
    owner = getattr(node.func, "value", None) if isinstance(node, ast.Call) else None
    if isinstance(node, ast.Call) and getattr(owner, "id", "") in {"logger", "re"}:
        yield from node.args
    if isinstance(node, ast.AnnAssign | ast.arg) and node.annotation is not None:
        yield from ast.walk(node.annotation)
    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
        yield from ast.walk(node.value)


def _is_spoken(words: str) -> bool:
    return bool(SPOKEN.search(words)) and not STRANGE.search(words)


class _Reader(HTMLParser):
    """Template without its code -> runs of text, and the attributes that are read or heard."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._run = ""
        self._is_silent = False

    def handle_gap(self) -> None:
        """Something is filled in here, in a text or in a tag."""
        self.feed(GAP)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_silent = tag in SILENT
        self._cut(tag)
        self.found |= {
            words for name, words in attrs if name in SHOWN and words and _has_words(words)
        }

    def handle_endtag(self, tag: str) -> None:
        self._is_silent = False
        self._cut(tag)

    def handle_data(self, data: str) -> None:
        if not self._is_silent:
            self._run += data

    def close(self) -> None:
        super().close()
        self._cut("p")

    def _cut(self, tag: str) -> None:
        if tag not in INLINE:
            words = " ".join(self._run.split())
            if _has_words(words):
                self.found.add(words)
            self._run = ""


def _has_words(text: str) -> bool:
    return bool(re.search(r"[A-Za-z]{2}", text))
