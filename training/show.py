"""Print a real report with its marks: python -m training.show ID.

In:  an id, the marks in corpus/real, the texts at hand.   Out: the text, its acts below.
Does not: keep anything; the text stays where it is.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.evaluate.marks import Act, BadMarks, Joined, Marked, Offsets, Side, join, read_marks
from detente.evaluate.texts import TextsMissing, find_texts, read_documents
from training.real import SPLITS

__all__ = ["main", "shown"]

MARKS = [Path("corpus/real", f"{name}.txt") for name in SPLITS]


def shown(joined: Joined) -> Iterator[str]:
    """Yield a document's lines: its text by lines of acts' sentences, each act in words."""
    text = joined.document.text
    yield f"# {joined.document.id} {joined.document.date or ''}".rstrip()
    yield text
    for act in sorted(joined.marked.acts, key=lambda act: act.predicate):
        yield "  " + _act(act, text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print documents with their marks; the exit code is 2 where one is not to be had."""
    parser = argparse.ArgumentParser(prog="python -m training.show", description=main.__doc__)
    parser.add_argument("ids", nargs="+", metavar="ID")
    parser.add_argument("--marks", type=Path, nargs="*", default=MARKS)
    parser.add_argument("--texts", type=Path)
    asked = parser.parse_args(arguments)
    try:
        marked = _asked(asked.marks, set(asked.ids))
        documents = read_documents(find_texts(asked.texts), asked.ids)
        for joined in join(marked, {document.id: document for document in documents}):
            sys.stdout.write("\n".join(shown(joined)) + "\n\n")
    except (BadMarks, TextsMissing) as err:
        sys.stderr.write(f"{err}\n")
        return 2
    return 0


def _asked(paths: Sequence[Path], ids: set[str]) -> list[Marked]:
    marked = [one for path in paths for one in read_marks(path) if one.id in ids]
    missing = ids - {one.id for one in marked}
    if missing:
        raise BadMarks(f"no marks on {', '.join(sorted(missing))}")
    return marked


def _act(act: Act, text: str) -> str:
    def words(span: Offsets) -> str:
        return text[span[0] : span[1]]

    def side(one: Side) -> str:
        mark = "^" if one.is_implicit and one.span else ""
        return f"{mark}{words(one.span) if one.span else ''}={one.code}"

    def sides(several: tuple[Side, ...]) -> str:
        return " & ".join(map(side, several)) or "-"

    beside = [
        "background" if act.is_background else "",
        f"or {act.or_type}" if act.or_type else "",
        f"same as '{words(act.same_as)}' at {act.same_as[0]}" if act.same_as else "",
        f"when '{words(act.when)}'" if act.when else "",
        f"where '{words(act.where)}'" if act.where else "",
        f"on the word of {side(act.word_of)}" if act.word_of else "",
        f"about {', '.join(act.contexts)}" if act.contexts else "",
    ]
    kind = act.type + (f"/{act.mode}" if act.mode else "")
    head = f"{'?' if act.is_doubtful else ''}{words(act.predicate)} [{act.predicate[0]}]"
    fields = [head, sides(act.actors), sides(act.recipients), kind, act.status]
    return " | ".join([*fields, *filter(None, beside)])


if __name__ == "__main__":
    sys.exit(main())
