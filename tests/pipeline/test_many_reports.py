"""Many reports are coded at once: what comes out is what comes of each alone."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import a_report
from detente import api
from detente.api import code_reports
from detente.config import Config
from detente.pipeline import Journey, Language
from detente.reading.parse import SpacyParser
from detente.records import Coded, Problem, Report, Sentence, Span

JOURNEY = Journey.from_config(Config())
NEWS = "France accused Germany of breaking the treaty on Tuesday. Talks in Paris went on."
FOREIGN = (
    "Norland hat am Montag seinen Botschafter aus Sudria zurückgerufen, nachdem die Gespräche "
    "über die Fischerei in der nördlichen See gescheitert waren, teilte das Ministerium mit."
)
ODD = (
    "",
    " \n\t",
    "Iran.",
    NEWS,
    "BEIJING, Feb. 2 (Xinhua) -- China and Kenya signed an agreement on ports.\n\nIt is in force.",
    FOREIGN,
    "Ankara summons Greek envoy over airspace row",
    "The team scored twice in the second half and won the cup final after extra time.",
    "Iran and Israel and Egypt and Kenya met, and " * 28,
    "\n\n".join(f"{NEWS} “No,” said the Polish minister, no. {n}." for n in range(4)),
    "\u200b🕊 Turkey and Greece signed an agreement… ½",
)


class Choking(SpacyParser):
    """Cannot parse what holds poison, nor anything beside it."""

    def parse_all(
        self, reports: Iterable[tuple[Report, Collection[Span]]]
    ) -> list[tuple[Sentence, ...]]:
        jobs = list(reports)
        if any("POISON" in report.text for report, _ in jobs):
            raise ValueError("choked")
        return super().parse_all(jobs)


def reports_of(texts: Iterable[str]) -> list[Report]:
    return [a_report(text, key=f"r{number}") for number, text in enumerate(texts)]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(ODD), min_size=2, max_size=8), st.integers(2, 5))
def test_reports_give_the_same_records_beside_others_as_alone(
    texts: list[str], at_once: int
) -> None:
    reports = reports_of(texts)

    assert list(code_reports(reports, JOURNEY, at_once)) == [JOURNEY.code(one) for one in reports]


def test_what_is_told_of_a_long_report_does_not_wait_until_it_is_parsed() -> None:
    texts = list[str]()

    class Noting(SpacyParser):
        def parse_all(
            self, reports: Iterable[tuple[Report, Collection[Span]]]
        ) -> list[tuple[Sentence, ...]]:
            jobs = list(reports)
            texts.extend(report.text for report, _ in jobs)
            return super().parse_all(jobs)

    english = JOURNEY.english
    noting = Journey(
        {"en": Language(Noting(), english.reader, english.coder)},
        JOURNEY.linker,
        JOURNEY.codebook,
    )
    warning = Problem(key="r1", room="sources", kind="long-text", detail="is long", is_warning=True)
    short, long = reports_of([NEWS, "Iran. " * 10_000])

    found = code_reports([short, warning, long], noting)

    assert [next(found), next(found)] == [JOURNEY.code(short), warning]
    assert texts == [NEWS]


def test_a_report_that_cannot_be_parsed_fails_alone_and_in_its_place() -> None:
    english = JOURNEY.english
    choking = Journey(
        {"en": Language(Choking(), english.reader, english.coder)},
        JOURNEY.linker,
        JOURNEY.codebook,
    )
    missing = Problem(key="gone", room="sources", kind="missing-file", detail="is not there")
    first, bad, last = reports_of([NEWS, f"{NEWS} POISON", ODD[4]])

    found = list(code_reports([first, missing, bad, last], choking))

    assert found[0] == JOURNEY.code(first)
    assert found[1] is missing
    assert isinstance(found[2], Problem)
    assert (found[2].key, found[2].kind) == ("r1", "failed")
    assert found[3] == JOURNEY.code(last)


def test_few_long_reports_are_read_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "MOST_LETTERS", 2 * len(NEWS))
    read: list[str] = []

    def reports() -> Iterator[Report]:
        for report in reports_of([NEWS] * 9):
            read.append(report.key)
            yield report

    coded = list(islice(code_reports(reports(), JOURNEY), 1))

    assert isinstance(coded[0], Coded)
    assert read == ["r0", "r1"]
