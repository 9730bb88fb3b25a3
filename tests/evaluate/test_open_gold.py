"""The gold files that the project measures on are read strictly; skipped where they are absent."""

from pathlib import Path

import pytest

from detente.evaluate import Suite, evaluate
from evaluate.fakes import FakeSystem

SHARED = Path(__file__).parents[3] / "shared"

pytestmark = pytest.mark.skipif(
    not (SHARED / "eval").is_dir(), reason="the gold files are not here: no ../shared/eval"
)


@pytest.mark.parametrize(
    ("suite", "name", "n"),
    [
        (Suite.PAIRS, "eval/plv_train.jsonl", 1046),
        (Suite.SENTENCES, "eval/gsr_open.jsonl", 61),
        (Suite.SENTENCES, "eval/petr2_open.jsonl", 44),
        (Suite.SPEECH, "eval/speech_open.jsonl", 94),
        (Suite.STATUS, "eval/status_open.jsonl", 992),
        (Suite.DOCUMENTS, "seed/key.json", 1),
    ],
)
def test_every_row_of_an_open_file_is_read(suite: Suite, name: str, n: int) -> None:
    assert evaluate(suite, SHARED / name, FakeSystem()).as_json()["n"] == n


def test_every_value_of_the_open_dates_has_a_known_form() -> None:
    figures = evaluate(Suite.DATES, SHARED / "eval/dates_open.jsonl", FakeSystem())

    assert not any("unknown form" in note for note in figures.notes)
