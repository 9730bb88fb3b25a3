"""Second readings and how far they agree."""

from pathlib import Path

import pytest

from training.corpus import read_line
from training.readings import kappa, main, marked, sample

LINES = (
    "[A Norland] {accused} [R Sudria] as [O Westmark] voted. => ACCUSE/allege | actual",
    "[A Norland] will {visit} [R Sudria]. => CONSULT/visit | future",
)


def test_marks_are_written_back_as_they_were() -> None:
    for line in LINES:
        assert marked(read_line(line, "test.txt", 1)) == line.partition(" => ")[0]


def test_sample_does_not_depend_on_the_order_of_the_corpus() -> None:
    examples = [
        read_line(f"[A Norland] {{met}} [R Sudria] {n} times. => CONSULT | actual", "a.txt", n)
        for n in range(50)
    ]
    assert sample(examples, 5) == sample(examples[::-1], 5)


def test_kappa_takes_chance_off_agreement() -> None:
    # half agree; each reader splits evenly between two codes, so chance alone gives a half
    assert kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]) == pytest.approx(0.0)
    assert kappa(["a", "b"], ["a", "b"]) == 1.0


def test_readings_are_compared_with_the_corpus(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = tmp_path / "sentences"
    corpus.mkdir()
    (corpus / "a.txt").write_text("\n".join(LINES) + "\n", encoding="utf-8")
    ids = [read_line(line, "a.txt", 1).id for line in LINES]
    reading = tmp_path / "anna.txt"
    reading.write_text(
        f"{ids[0]}\tREJECT | actual\n{ids[1]}\tCONSULT/visit | future\n", encoding="utf-8"
    )
    assert main(["--corpus", str(corpus), str(reading)]) == 0
    table = capsys.readouterr().out
    assert "2 sentences read by all of: corpus, anna" in table
    assert "type 50.0%" in table
    assert "status 100.0%" in table
    assert "a.txt:1" in table
    assert "a.txt:2" not in table
