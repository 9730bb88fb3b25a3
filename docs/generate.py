"""Codebook, command line and public API -> the pages of the documentation that nobody writes.

In:  the installed package.   Out: codebook.md, cli.md and api.md beside this file.
Does not: word anything itself beyond headings and leads. `python docs/generate.py` rewrites the
pages, `--check` fails where one differs; name pages to do only those.
"""

import argparse
import ast
import inspect
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import typer
import typer.main
from typer.core import TyperGroup

from detente.codebook import Codebook, EventType, Quad, Term, load_codebook

__all__ = ["PAGES", "api_page", "cli_page", "codebook_page", "main"]

DOCS = Path(__file__).parent
WIDTH = 100  # characters a line of help text
GENERATED = "<!-- Made by docs/generate.py; change the data or the code, not this page. -->"

_OWN_ISSUES = """
id,aliases,parent,context,source
ice roads,ice road;winter road;winter roads,,natural_resource,me
ice road tolls,ice toll;ice tolls,ice roads,economic,me
"""

INNER = """
add_told add_whole in_bulk known keep_replies replies computing write_events forget_events
is_computed is_outdated n_texts_compared unmerged_claims blocks_before claims_in facts
ids_with_text begin page proposals code_pair read_status find_speech find_links resolve_date
english max_bytes max_line_chars date_names columns missed holds
rows_as_ruled
"""  # members that detente's own rooms call, and that may change

Row = Sequence[object]


def main(arguments: Sequence[str] | None = None, docs: Path = DOCS) -> None:
    """Rewrite the generated pages, or check that they are up to date."""
    parser = argparse.ArgumentParser(description="Write the generated pages of the documentation.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail if a page differs"
    )
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"any of: {', '.join(PAGES)}")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.pages) - set(PAGES))
    if unknown:
        parser.error(f"no page {unknown[0]!r}; choose from {', '.join(PAGES)}")
    fresh = {page: PAGES[page]() for page in options.pages or PAGES}
    stale = [page for page, text in fresh.items() if _read(docs / page) != text]
    if options.check and stale:
        sys.exit(f"out of date: {', '.join(stale)}; run `python docs/generate.py` and review")
    for page in stale:
        (docs / page).write_text(fresh[page], encoding="utf-8", newline="\n")


# codebook.md


def codebook_page(book: Codebook) -> str:
    """Lay out the whole codebook for reading."""
    return _page(
        "# The codebook",
        "Names and scores are those of PLOVER 2.0 (Open Event Data Alliance); definitions and "
        "examples are detente's own, and the countries in them are invented. Where the manual "
        "contradicts itself, `src/detente/codebook/data/decisions.toml` says what detente does.",
        f"This is codebook `{book.digest}`; every coded row names the codebook it was made with.",
        "## Types at a glance",
        "Intensity runs from -10, hostile, to +10, friendly. A type with *mutual* takes all sides "
        "that act together as actors; *if alone*: where nobody else is told, as who signs or "
        "clashes. *Future* is the type that PLOVER itself gives to such an act still to come; "
        "detente keeps the act, marks its status, and gives PLOVER's reading in "
        "`plover_type`.",
        _type_overview(book),
        "## The types and their modes",
        *(part for event_type in book.types for part in _type_parts(event_type)),
        "## Status",
        _terms(book.statuses),
        "## Contexts",
        "What an act is about, by the cues (`contexts.toml`) in its sentence and its neighbours.",
        *(f"**{context.name}**: {context.definition}" for context in book.contexts),
        "## Sectors",
        "What an actor is at home. A code joins country and sector: `USA-GOV`.",
        _terms(book.sectors),
        "These stand in place of a country where the actor is of none:",
        _terms(book.nonstate),
        "## Issues",
        f"What talks, deeds and words turn on, such as `taiwan` or `fisheries`: an open list of "
        f"{len(book.issues)}, `src/detente/codebook/data/issues.csv`.",
        "`--issues FILE` adds issues of your own, in CSV:",
        _code_block("csv", _OWN_ISSUES),
        "`aliases` are other words for it, parted by semicolons; `parent` is the issue to which it "
        "belongs, or empty; `source` is who lists it. No word may name two issues.",
        "## CAMEO and ICEWS",
        f"`detente/codebook/data/cameo.csv` has what each of {len(book.cameo.codes)} CAMEO codes "
        "becomes, with GDELT's QuadClass, the intensity in the ICEWS list, and why a row departs "
        "from the crosswalk beside PLOVER's manual. Exports write the most general code that is "
        "true of every such act (`cameo` in `types.toml`).",
    )


def _type_overview(book: Codebook) -> str:
    rows = (
        (
            f"[{each.name}](#{each.name.lower()})",
            f"{each.quad} {_quad_name(each.quad)}",
            each.intensity,
            _mark(each.needs_recipient),
            "if alone" if each.is_mutual_alone else _mark(each.is_mutual),
            each.future or "",
        )
        for each in book.types
    )
    header = ("Type", "Quad", "Intensity", "Needs a recipient", "Mutual", "Future")
    return _table(header, rows)


def _type_parts(event_type: EventType) -> Iterator[str]:
    yield f"### {event_type.name}"
    yield event_type.definition
    yield f"Takes in: {event_type.takes_in}. Leaves out: {event_type.leaves_out}."
    if not event_type.modes:
        yield f"*{event_type.examples[0]}*"
    else:
        rows = (
            (f"`{mode.name}`", f"{mode.intensity:+g}", f"{mode.definition} *{mode.example}*")
            for mode in event_type.modes
        )
        yield _table(("Mode", "Intensity", "Meaning, *example*"), rows)


def _terms(terms: Iterable[Term]) -> str:
    return _table(("Code", "Meaning"), ((f"`{term.code}`", term.definition) for term in terms))


def _quad_name(quad: Quad) -> str:
    return quad.name.lower().replace("_", " ")


def _mark(is_so: bool) -> str:  # noqa: FBT001  # one cell of a table
    return "yes" if is_so else ""


# cli.md


def cli_page(app: typer.Typer, name: str = "detente") -> str:
    """Tell what each command does, with an example."""
    _, *told = _commands(typer.main.get_group(app), None, name)
    return _page(
        "# The command line",
        "Each command with an example; `--help` tells its options. "
        "Exit codes: 0 done, 1 done with problems, 2 could not, 130 interrupted.",
        "\n".join(map(_command_line, told)),
    )


def _commands(command: Any, above: Any, name: str) -> Iterator[Any]:
    command.rich_markup_mode = None  # boxes and colours depend on the terminal
    context = command.context_class(
        command, info_name=name, parent=above, terminal_width=WIDTH, color=False
    )
    yield context
    for below in command.list_commands(context) if isinstance(command, TyperGroup) else ():
        _, each, _ = command.resolve_command(context, [below])
        if each and not each.hidden:
            yield from _commands(each, context, below)


def _command_line(context: Any) -> str:
    summary, _, rest = inspect.cleandoc(context.command.help or "").partition("\n\n")
    told = " ".join(summary.split())
    if not rest.startswith("Example: "):
        return f"- `{context.command_path}`: {told}"
    example = rest.removeprefix("Example: ").partition("\n\n")[0]
    return f"- `{' '.join(example.split())}`: {told}"


# api.md


def api_page(module: ModuleType) -> str:
    """Print each public name's signature and docstring, as the source has them."""
    names = [name for name in module.__all__ if not name.startswith("_")]
    return _page(
        f"# The Python interface of {module.__name__}",
        f"What `import {module.__name__}` promises to keep; `help(...)` of a name tells all its "
        "members, and what it raises, too.",
        *(part for name in names for part in (f"## {name}", _outline(name, getattr(module, name)))),
    )


def _outline(name: str, value: object) -> str:
    if not (inspect.isclass(value) or inspect.isfunction(value)):
        return _code_block("python", f"{name} = {value!r}")
    if inspect.isclass(value):  # an heir of the same name has its parent's members
        value = next(one for one in reversed(value.__mro__) if one.__name__ == value.__name__)
    definition = ast.parse(textwrap.dedent(inspect.getsource(value))).body[0]
    return _code_block("python", ast.unparse(_without_code(definition)))


def _without_code(node: ast.stmt) -> ast.stmt:
    """Keep of a definition what a caller sees: signature, docstring, public members."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        node.body = _docstring(node) or [ast.Expr(ast.Constant(...))]
    if isinstance(node, ast.ClassDef):
        members = [_without_code(each) for each in node.body if _is_public(each)]
        node.body = [*_docstring(node), *members] or [ast.Expr(ast.Constant(...))]
    return node


def _docstring(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> list[ast.stmt]:
    """The first sentence alone."""
    words = ast.get_docstring(node)
    if words is None:
        return []
    words = " ".join(words.partition("\n\n")[0].split()).split(". ")[0].rstrip(".") + "."
    return [ast.Expr(ast.Constant(words))]


def _is_public(member: ast.stmt) -> bool:
    match member:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return not name.startswith("_") and name not in INNER.split()
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return not name.startswith("_")
        case _:
            return False


# Markdown


def _page(*parts: str) -> str:
    return "\n\n".join((GENERATED, *parts)) + "\n"


def _table(header: Row, rows: Iterable[Row]) -> str:
    lines = [_line(header), _line(["---"] * len(header)), *map(_line, rows)]
    return "\n".join(lines)


def _line(cells: Row) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def _code_block(language: str, text: str) -> str:
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join((f"```{language}", *lines, "```"))


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _packaged_cli() -> str:
    from detente.cli import app  # noqa: PLC0415  # codebook.md must not wait for it

    return cli_page(app)


def _packaged_api() -> str:
    import detente  # noqa: PLC0415  # as above

    return api_page(detente)


PAGES: dict[str, Callable[[], str]] = {
    "codebook.md": lambda: codebook_page(load_codebook()),
    "cli.md": _packaged_cli,
    "api.md": _packaged_api,
}

if __name__ == "__main__":
    main()
