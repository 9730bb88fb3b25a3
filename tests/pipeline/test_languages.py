"""Which reports are read, and in which language."""

from collections.abc import Callable, Collection, Mapping, Sequence

import pytest

from builders import a_report
from detente.config import Config
from detente.pipeline import Journey, Language
from detente.reading.parse import Parser
from detente.reading.reader import EnglishReader
from detente.records import Report, Sentence, Span, Token

GERMAN = (
    "Norland hat am Montag seinen Botschafter aus Sudria zurückgerufen, nachdem die Gespräche "
    "über die Fischerei in der nördlichen See gescheitert waren, teilte das Ministerium mit."
)
SPORT = (
    "France attacked from the start, and the German goalkeeper kept out a penalty in stoppage time."
)
POLITICS = "The French foreign minister accused Germany of breaking the treaty on Tuesday."


class GermanParser(Parser):
    """Takes a whole paragraph for one sentence of unconnected words."""

    version = "de-words"

    def parse(self, report: Report, unread: Collection[Span] = ()) -> tuple[Sentence, ...]:
        assert not unread
        tokens, end = [], 0
        for index, word in enumerate(report.text.split()):
            start = report.text.index(word, end)
            end = start + len(word)
            tokens.append(
                Token(
                    index=index,
                    span=Span(start, end),
                    text=word,
                    lemma=word,
                    pos="X",
                    tag="XY",
                    dep="dep",
                    head=index,
                )
            )
        whole = Span(0, end)
        return (Sentence(index=0, paragraph=0, span=whole, tokens=tuple(tokens)),)


class GermanReader(EnglishReader):
    """Reads everything; for the rest German is no harder than English."""

    def unread(self, text: str, names_anybody: Callable[[str], bool]) -> Mapping[Span, str]:
        assert text
        assert callable(names_anybody)
        return {}


@pytest.fixture(scope="module")
def journey() -> Journey:
    return Journey.from_config(Config(coder="rules"))


def problems(journey: Journey, text: str) -> Sequence[tuple[str, bool]]:
    coded = journey.code(a_report(text))
    return [(problem.kind, problem.is_warning) for problem in coded.problems]


def test_a_report_in_another_language_is_kept_and_says_why_it_is_not_coded(
    journey: Journey,
) -> None:
    coded = journey.code(a_report(GERMAN))
    (problem,) = coded.problems

    assert coded.report.text == GERMAN
    assert (coded.claims, coded.statements) == ((), ())
    assert (problem.kind, problem.is_warning) == ("language", False)
    assert "(de)" in problem.detail


def test_two_protocols_and_a_coder_add_a_language(journey: Journey) -> None:
    german = Language(GermanParser(), GermanReader(), journey.english.coder)
    wider = Journey(
        {**journey.languages, "de": german}, linker=journey.linker, codebook=journey.codebook
    )

    assert problems(wider, GERMAN) == [("no-claims", True)]
    assert wider.run.parser.startswith("de-words+")
    assert wider.code(a_report(POLITICS)).claims


def test_sport_is_not_read_for_acts_and_the_report_says_so(journey: Journey) -> None:
    coded = journey.code(a_report(f"{SPORT}\n\n{POLITICS}"))

    assert [claim.type for claim in coded.claims] == ["ACCUSE"]
    assert [problem.kind for problem in coded.problems] == ["not-read"]
    assert coded.problems[0].detail.endswith(": sport")


def test_what_is_passed_over_does_not_move_what_is_read(journey: Journey) -> None:
    alone = journey.code(a_report(POLITICS)).claims
    beside = journey.code(a_report(f"{SPORT}\n\n{POLITICS}")).claims

    assert alone
    assert [claim.citation.quote for claim in alone] == [claim.citation.quote for claim in beside]
