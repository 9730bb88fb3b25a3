"""Claims of one episode -> each with the day and place that its first sentence tells.

In:  the claims of a report in text order, its sentences.   Out: the same claims, some with a date.
Does not: carry anything to other sides or another voice, or past a day told; to another
paragraph only where a word takes the sides up ("they", "the two ministers").
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from detente.records import Cited, Claim, DateBasis, EventDate, Sentence, Status, Token

__all__ = ["carry_settings"]

_FAR = 6  # sentences: further on, "they" may speak of another day
_SHORT = timedelta(days=7)  # a meeting; what took a month leaves the day open
_SEVERAL = re.compile(
    r"(they|both|the two|the (sides|leaders|ministers|presidents|premiers|governments"
    r"|neighbou?rs|countries|states|parties|delegations))\b",
    re.IGNORECASE,
)
_PAIR = 2


def carry_settings(claims: Sequence[Claim], sentences: Sequence[Sentence]) -> list[Claim]:
    """Let an act that the next sentence tells of the same sides have the day of the one before.

    "The two presidents met on Tuesday in Veld. *They agreed* to open the border."
    """
    by_index = {sentence.index: sentence for sentence in sentences}
    told: list[Claim] = []
    for claim in claims:
        opening = next((one for one in reversed(told) if _opens(one, claim, by_index)), None)
        told.append(_dated_as(claim, opening) if opening else claim)
    return told


# Private functions


def _opens(earlier: Claim, claim: Claim, sentences: dict[int, Sentence]) -> bool:
    if claim.date is not None or earlier.date is None:
        return False
    before, here = sentences[earlier.sentence], sentences[claim.sentence]
    return (
        (_goes_on(before, here) or _is_taken_up(earlier.date, claim, before, here))
        and earlier.date.value.basis is DateBasis.EXPRESSION
        and (_sides(earlier) == _sides(claim) or _is_same_doer(earlier, claim))
        and _voice(earlier) == _voice(claim)
        and _is_narrated(earlier, before)
        and _is_narrated(claim, here)
    )


def _goes_on(before: Sentence, here: Sentence) -> bool:
    """Whether a sentence follows in the same paragraph."""
    return here.index - before.index == 1 and before.paragraph == here.paragraph


def _is_same_doer(earlier: Claim, claim: Claim) -> bool:
    """Whether one side goes on to do something else: "struck the port. *It also struck* ..."."""
    doers = [{actor.value.code for actor in one.actors} for one in (earlier, claim)]
    date = earlier.date
    is_short = date is not None and date.value.latest - date.value.earliest <= _SHORT
    return bool(doers[0]) and doers[0] == doers[1] and is_short


def _is_taken_up(date: Cited[EventDate], claim: Claim, before: Sentence, here: Sentence) -> bool:
    """Whether the sides of a meeting are taken up together: "*The two ministers* agreed ..."."""
    is_near = 0 < here.index - before.index <= _FAR and not before.is_headline
    is_short = date.value.latest - date.value.earliest <= _SHORT
    is_pair = len(_sides(claim)) >= _PAIR
    words = {actor.citation.quote for actor in claim.actors}
    return is_near and is_short and is_pair and any(map(_SEVERAL.match, words))


def _dated_as(claim: Claim, opening: Claim) -> Claim:
    place = claim.place or (opening.place if _sides(opening) == _sides(claim) else None)
    return replace(claim, date=opening.date, place=place, is_historical=opening.is_historical)


def _sides(claim: Claim) -> frozenset[str]:
    parties = (*claim.actors, *claim.recipients)
    return frozenset(party.value.country for party in parties if party.value.country)


def _voice(claim: Claim) -> str | None:
    return claim.speaker.value.code if claim.speaker else None


def _is_narrated(claim: Claim, sentence: Sentence) -> bool:
    """Whether the act is what the sentence tells in the simple past: "met", "met and agreed"."""
    verb = next(iter(sentence.tokens_in(claim.predicate.span)), None)
    if claim.status is not Status.ACTUAL or verb is None or verb.tag != "VBD":
        return False
    while verb.dep == "conj":
        verb = sentence.tokens[verb.head]
    return _is_top(verb)


def _is_top(verb: Token) -> bool:
    return verb.head == verb.index
