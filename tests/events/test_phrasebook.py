"""The phrase book: what sentences tell, in files that an analyst can extend."""

import pytest

from detente.events.coder import RuleCoder
from detente.reading.parse import SpacyParser
from detente.records import Report
from events.phrasebook import Case, line_of, links_of, read_cases

PARSER, CODER = SpacyParser(), RuleCoder()


@pytest.mark.parametrize("case", list(read_cases()), ids=str)
def test_sentence_tells_these_acts(case: Case) -> None:
    sentences = PARSER.parse(Report(key="case", text=case.sentence))

    codings = [
        coding
        for sentence in sentences
        for coding in CODER.code(sentence, links_of(sentence, case.sentence))
    ]

    assert [line_of(coding) for coding in codings] == list(case.acts)
