"""Which claim answers which gold event, and which statement which gold statement.

In:  a gold document and what the system made of it.   Out: the matchings, one to one.
Does not: judge a match further (agreement.py does), or let a matched optional row count.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente.evaluate.arithmetic import Tally
from detente.evaluate.document_codes import (
    claim_countries,
    code_countries,
    speaker_code,
    speaker_key,
)
from detente.evaluate.document_gold import GoldDocument, GoldEvent, GoldStatement
from detente.evaluate.gold import Range, spans_of
from detente.evaluate.labels import MUTUAL_TYPES
from detente.evaluate.matching import HALF, match_items, spans_overlap
from detente.evaluate.splitter import sentence_spans, sentences_of
from detente.evaluate.system import Codes
from detente.records import Citation, Claim, Coded, Span

__all__ = ["Answered", "match_document", "same_sides", "shares_sentence"]

_Fits = Callable[[GoldEvent, Claim], bool]
_Gold = Sequence[GoldEvent] | Sequence[GoldStatement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A coded document. Each matching leads from gold rows to claims or statements, by index.

    ``quads`` matches events as ``events`` does, but asks for the quad class, not the type.
    """

    gold: GoldDocument
    coded: Coded
    sentences: tuple[Span, ...]
    events: Mapping[int, int]
    quads: Mapping[int, int]
    statements: Mapping[int, int]

    def pairs(self) -> list[tuple[GoldEvent, Claim]]:
        """Give the matched events that count, with their claims."""
        matched = ((self.gold.events[i], self.coded.claims[j]) for i, j in self.events.items())
        return [(event, claim) for event, claim in matched if not event.optional]

    def tally_events(self) -> Tally:
        """Count events by type."""
        return _tally(self.gold.events, len(self.coded.claims), self.events)

    def tally_quads(self) -> Tally:
        """Count events by quad class."""
        return _tally(self.gold.events, len(self.coded.claims), self.quads)

    def tally_statements(self) -> Tally:
        """Count statements."""
        return _tally(self.gold.statements, len(self.coded.statements), self.statements)


def match_document(gold: GoldDocument, coded: Coded, codes: Codes) -> Answered:
    """Match claims with events, and statements with statements.

    A claim answers an event when the type is right, the countries of all that take part are the
    same, those of the actors too where the type has a direction, and both reach into one
    sentence. A statement is answered when the speaker is right and the contents overlap by half.
    """
    sentences = tuple(sentence_spans(gold.text))

    def has_quad(event: GoldEvent, claim: Claim) -> bool:
        return codes.quad(claim.type) in {codes.quad(type_) for type_ in event.types}

    return Answered(
        gold=gold,
        coded=coded,
        sentences=sentences,
        events=_match_events(
            gold, coded, sentences, lambda event, claim: claim.type in event.types
        ),
        quads=_match_events(gold, coded, sentences, has_quad),
        statements=_match_statements(gold, coded),
    )


def same_sides(event: GoldEvent, claim: Claim) -> bool:
    """Whether the countries are the same, and the actors' too where the type has a direction."""
    wanted = code_countries((*event.actors, *event.recipients))
    if wanted != claim_countries((*claim.actors, *claim.recipients)):
        return False
    if event.types & MUTUAL_TYPES:
        return True
    return code_countries(event.actors) == claim_countries(claim.actors)


def shares_sentence(event: GoldEvent, claim: Claim, sentences: Sequence[Span]) -> bool:
    """Whether the claim's clause reaches into a sentence in which gold tells the event."""
    told = sentences_of(claim.citation.span, sentences)
    return any(told & sentences_of(span, sentences) for span in spans_of(event.ranges))


def _match_events(
    gold: GoldDocument, coded: Coded, sentences: Sequence[Span], has_type: _Fits
) -> dict[int, int]:
    weights = {
        (i, j): _closeness(event.ranges, claim.citation)
        for i, event in enumerate(gold.events)
        for j, claim in enumerate(coded.claims)
        if has_type(event, claim)
        and same_sides(event, claim)
        and shares_sentence(event, claim, sentences)
    }
    return _match_required_first(gold.events, weights)


def _match_statements(gold: GoldDocument, coded: Coded) -> dict[int, int]:
    weights = {
        (i, j): closeness
        for i, statement in enumerate(gold.statements)
        for j, found in enumerate(coded.statements)
        if speaker_key(statement.speaker) == speaker_key(speaker_code(found.speaker))
        and (closeness := _closeness(statement.ranges, found.citation)) >= HALF
    }
    return _match_required_first(gold.statements, weights)


def _match_required_first(gold: _Gold, weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    required = {pair: weight for pair, weight in weights.items() if not gold[pair[0]].optional}
    optional = {pair: weight for pair, weight in weights.items() if gold[pair[0]].optional}
    return match_items([required, optional])


def _closeness(ranges: Sequence[Range], citation: Citation) -> float:
    return max(spans_overlap([span], [citation.span]) for span in spans_of(ranges))


def _tally(gold: _Gold, n_found: int, matching: Mapping[int, int]) -> Tally:
    n_optional = sum(gold[i].optional for i in matching)
    return Tally(
        right=len(matching) - n_optional,
        predicted=n_found - n_optional,
        wanted=sum(not item.optional for item in gold),
    )
