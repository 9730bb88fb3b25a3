"""A type of one's own in miniature, with the model of the package: 40 sentences, 40 others."""

from pathlib import Path

import pytest

from detente.codebook import load_codebook, read_own_types
from detente.events.examples import read_corpus
from detente.events.model import Candidate, load_model
from detente.events.own import OwnFigures, OwnReader, fit_own
from detente.records import Span

EXAMPLE = Path(__file__).parents[2] / "examples" / "own-types"
N_EACH = 40


@pytest.fixture(scope="module")
def made() -> tuple[OwnReader, OwnFigures]:
    own = read_own_types(EXAMPLE / "types.toml", load_codebook())
    given = read_corpus(EXAMPLE / "cultural-exchange.txt", {one.name: one for one in own})
    exchanges = [one for one in given if one.mode == own[0].mode][::5]
    others = [one for one in given if one.mode != own[0].mode][:N_EACH]
    assert len(exchanges) == N_EACH
    heads, (figures,) = fit_own(own, exchanges, others, load_model())
    return OwnReader(load_model(), heads), figures


def candidate(actor: str, act: str, recipient: str) -> Candidate:
    text = f"{actor} {act} {recipient}."
    word = act.split(maxsplit=1)[0]
    start = text.index(word)
    return Candidate(
        text,
        (Span(0, len(actor)),),
        (Span(len(text) - 1 - len(recipient), len(text) - 1),),
        (Span(start, start + len(word)),),
    )


def test_forty_sentences_find_most_of_those_held_back(
    made: tuple[OwnReader, OwnFigures],
) -> None:
    _, figures = made

    assert figures.recall > 0.6
    assert figures.precision > 0.6


def test_sentences_that_nobody_wrote_before_are_told_apart(
    made: tuple[OwnReader, OwnFigures],
) -> None:
    reader, _ = made
    exchanges = [
        candidate("Vostia", "sent its folk singers to", "Norland"),
        candidate("Norland", "opened an exhibition of ceramics with", "Sudria"),
        candidate("Sudria", "hosted young pianists from", "Vostia"),
    ]
    others = [
        candidate("Vostia", "shelled", "Norland"),
        candidate("Norland", "accused", "Sudria"),
        candidate("Sudria", "expelled diplomats of", "Vostia"),
    ]

    found = [reading.own is not None for reading in reader.read([*exchanges, *others])]

    assert found == [True, True, True, False, False, False]
