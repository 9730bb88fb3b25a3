"""The project's own gold reports, and their second reading, keep to their form."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.actors import load_gazetteer
from detente.evaluate.documents import GoldDocument, read_documents
from detente.evaluate.matching import sectors

FOLDER = Path(__file__).parents[2] / "corpus" / "documents"
KEYS = ("read.jsonl", "read_plain.jsonl", "kept.jsonl", "kept_plain.jsonl")
BODIES = ("EUR", "IGO", "NGO", "UNO")  # in place of a country


@pytest.mark.parametrize("name", [*KEYS, *(f"second/{name}" for name in KEYS)])
def test_every_side_and_speaker_is_a_code_of_ours(name: str) -> None:
    known = {*load_gazetteer().states, *sectors(), *BODIES}

    odd = {
        part
        for document in read_documents(FOLDER / name)
        for code in _codes(document)
        for part in code.split("-")
        if part not in known
    }

    assert odd == set()


@pytest.mark.parametrize("name", KEYS)
def test_quotes_begin_and_end_with_their_words(name: str) -> None:
    cut = [
        quote
        for document in read_documents(FOLDER / name)
        for start, end in _ranges(document)
        if (quote := document.text[start:end]) != quote.strip() or _is_within_word(document, start)
    ]

    assert cut == []


@pytest.mark.parametrize("name", KEYS)
def test_the_second_reading_is_of_the_same_texts(name: str) -> None:
    first, second = (read_documents(FOLDER / folder / name) for folder in ("", "second"))

    assert [(one.id, one.text) for one in first] == [(one.id, one.text) for one in second]


def _ranges(document: GoldDocument) -> Iterator[tuple[int, int]]:
    for event in document.events:
        yield from event.ranges
    for statement in document.statements:
        yield from statement.ranges


def _codes(document: GoldDocument) -> Iterator[str]:
    for event in document.events:
        yield from (*event.actors, *event.recipients)
    speakers = [one.speaker for one in document.events] + [
        one.speaker for one in document.statements
    ]
    yield from (one for one in speakers if one and not one.startswith("OUTLET:"))


def _is_within_word(document: GoldDocument, start: int) -> bool:
    return start > 0 and document.text[start - 1 : start + 1].isalnum()
