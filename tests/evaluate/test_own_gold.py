"""Gold of one's own: the rows that docs/measuring.md shows are read by their suites."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.errors import BadInput
from detente.evaluate.briefs import read_briefs
from detente.evaluate.documents import read_documents
from detente.evaluate.figures import Suite
from detente.evaluate.gold import (
    DateRow,
    GoldRow,
    PairRow,
    SentenceRow,
    SpeechRow,
    StatusRow,
    TripleRow,
    holds_triples,
    read_rows,
)
from detente.evaluate.ledgers import read_scores
from detente.evaluate.links import LinkRow
from detente.evaluate.marks import read_marks
from detente.evaluate.promises import read_promises
from detente.evaluate.suites import OF_A_LEDGER, evaluate

PAGE = Path(__file__).parents[2] / "docs" / "measuring.md"
EXAMPLE = re.compile(r"\*\*(\w+)\*\*, `([^`]+)`.*\n\n```\w+\n(.*?)```", re.DOTALL)
SHOWN = [
    found.groups()
    for part in PAGE.read_text(encoding="utf-8").split("\n**")
    if (found := EXAMPLE.match(f"**{part}"))
]
KINDS: dict[str, type[GoldRow]] = {
    "pairs": PairRow, "speech": SpeechRow, "dates": DateRow, "status": StatusRow, "links": LinkRow,
}  # fmt: skip


def _sentences(path: Path) -> Any:
    return read_rows(path, TripleRow if holds_triples(path) else SentenceRow)


def _documents(path: Path) -> Any:
    return read_marks(path) if path.suffix == ".txt" else read_documents(path)


def _promises(path: Path) -> Any:
    (path.parent / "kept.jsonl").write_bytes(path.read_bytes())
    return read_promises(path.parent)["read"]


READERS: dict[str, Callable[[Path], Any]] = {
    "sentences": _sentences,
    "documents": _documents,
    "promises": _promises,
    "briefs": lambda path: read_briefs(path.parents[1])["read"],
    "series": read_scores,
}


@pytest.mark.parametrize(("suite", "name", "rows"), SHOWN, ids=[f"{s}-{n}" for s, n, _ in SHOWN])
def test_rows_that_the_manual_shows_are_read(
    suite: str, name: str, rows: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(rows, encoding="utf-8")

    read = read_rows(path, KINDS[suite]) if suite in KINDS else READERS[suite](path)

    assert len(read) == 1


def test_every_suite_is_shown() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert [one for one in (*Suite, *OF_A_LEDGER) if f"**{one}**" not in page] == []


def test_a_line_that_is_no_mark_says_where_and_what_is_expected(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text("# one | 2024-02-02\n[A France] {expelled} two diplomats\n", encoding="utf-8")

    with pytest.raises(BadInput, match=r"gold\.txt line 2 is no mark: .*each act below it reads"):
        read_documents(path, tmp_path)


def test_a_suite_that_is_none_is_refused_with_all_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="briefs, series, turns") as told:
        evaluate("foo", tmp_path, None)  # type: ignore[arg-type]  # nothing is measured

    assert all(name in str(told.value) for name in (*Suite, *OF_A_LEDGER))
