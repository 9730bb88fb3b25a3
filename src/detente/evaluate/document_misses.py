"""An answered document -> its misses, in words.

In:  a document with its matchings.   Out: events missed and invented, fields that differ,
statements missed and invented.
Does not: report optional rows.
"""

from collections.abc import Iterator

from detente.evaluate.agreement import FIELDS, write_event
from detente.evaluate.document_codes import speaker_code
from detente.evaluate.document_gold import GoldEvent
from detente.evaluate.document_matching import Answered, same_sides, shares_sentence
from detente.evaluate.figures import Miss
from detente.evaluate.gold import Range
from detente.evaluate.sides import write_claim
from detente.records import Claim

__all__ = ["document_misses"]

_NOTHING = "nothing"


def document_misses(answered: Answered) -> Iterator[Miss]:
    """Yield what is wrong with the events, then with the statements, each in text order."""
    yield from _missed_events(answered)
    yield from _invented_events(answered)
    yield from _wrong_fields(answered)
    yield from _missed_statements(answered)
    yield from _invented_statements(answered)


def _missed_events(answered: Answered) -> Iterator[Miss]:
    for i, event in enumerate(answered.gold.events):
        if i not in answered.events and not event.optional:
            yield _miss(
                answered, event.span, write_event(event), _NOTHING, _nearest(answered, event)
            )


def _invented_events(answered: Answered) -> Iterator[Miss]:
    for j, claim in enumerate(answered.coded.claims):
        if j not in answered.events.values():
            span = claim.citation.span
            yield _miss(answered, (span.start, span.end), _NOTHING, write_claim(claim), claim.why)


def _wrong_fields(answered: Answered) -> Iterator[Miss]:
    for event, claim in answered.pairs():
        for field in FIELDS:
            if field.agrees(event, claim) is False:
                why = f"{field.name} of {write_event(event)}"
                yield _miss(answered, event.span, field.wanted(event), field.told(claim), why)


def _missed_statements(answered: Answered) -> Iterator[Miss]:
    for i, statement in enumerate(answered.gold.statements):
        if i not in answered.statements and not statement.optional:
            expected = f"statement of {statement.speaker or 'nobody'}"
            yield _miss(answered, statement.span, expected, _NOTHING, statement.name or "")


def _invented_statements(answered: Answered) -> Iterator[Miss]:
    for j, statement in enumerate(answered.coded.statements):
        if j not in answered.statements.values():
            span = statement.citation.span
            got = f"statement of {speaker_code(statement.speaker) or 'nobody'}"
            yield _miss(answered, (span.start, span.end), _NOTHING, got)


def _nearest(answered: Answered, event: GoldEvent) -> str:
    near = [
        claim
        for claim in answered.coded.claims
        if shares_sentence(event, claim, answered.sentences)
    ]
    if not near:
        return "no claim in its sentence"
    return "; ".join(f"{write_claim(claim)} {_differs(event, claim)}" for claim in near)


def _differs(event: GoldEvent, claim: Claim) -> str:
    checks = {"type": claim.type in event.types, "sides": same_sides(event, claim)}
    wrong = [name for name, is_right in checks.items() if not is_right]
    return f"differs in {' and '.join(wrong)}" if wrong else "answers another event"


def _miss(answered: Answered, span: Range, expected: str, got: str, why: str = "") -> Miss:
    words = answered.gold.text[slice(*span)]
    return Miss(id=answered.gold.id, text=words, expected=expected, got=got, why=why)
