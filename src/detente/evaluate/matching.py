"""Which prediction answers which gold item, and labels in which both can be compared.

In:  claims, ranges of code points, or the pairs that may match with their weights.
Out: folded types, countries as the older records write them; a matching that uses every item at
most once and leaves as few as it can.
Does not: know what makes a pair right; the suites say so by the pairs they offer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final, Literal, TypeVar

from detente.codebook import Codebook, load_codebook
from detente.records import Actor, Cited, Claim, Span

HALF = 0.5  # "overlap by half": what two ranges share is at least half of the longer one
Parties = tuple[frozenset[str], frozenset[str]]  # countries of who acts, of who is acted upon
Weights = Mapping[tuple[int, int], float]  # (gold item, prediction) -> how well they fit


def spans_overlap(some: Iterable[Span], others: Iterable[Span]) -> float:
    """Measure what two sets of ranges share, as a share of the longer set, 0..1.

    The longer one, so that neither a word of a speech nor the whole article can pass for it.
    """
    some, others = _disjoint(some), _disjoint(others)
    longest = max(sum(map(len, some)), sum(map(len, others)))
    shared = sum(one.overlap(other) for one in some for other in others)
    return shared / longest if longest else 0.0


def days_overlap(some: tuple[date, date], others: tuple[date, date]) -> float:
    """Measure the days that two intervals share, as a share of the longer interval, 0..1."""
    shared = (min(some[1], others[1]) - max(some[0], others[0])).days + 1
    longest = max((last - first).days + 1 for first, last in (some, others))
    return max(0, shared) / longest


def same_parties(types: Collection[str], one: Parties, other: Parties) -> bool:
    """Whether all who take part are the same, and those who act where a type has a direction."""
    if one[0] | one[1] != other[0] | other[1]:
        return False
    return one[0] == other[0] or any(type_ in MUTUAL_TYPES for type_ in types)


def match_items(stages: Sequence[Weights]) -> dict[int, int]:
    """Match gold items with predictions, one to one; gold item -> prediction.

    The best-fitting pairs come first (ties: the earlier item); then chains of exchanges match
    what is left, so that no order of the items hides a match. Gold items of a later stage take
    only predictions that those of the earlier stages can spare.
    """
    matching = _Matching()
    for weights in stages:
        matching.add_stage(weights)
    return dict(sorted(matching.prediction_of.items()))


class _Matching:
    """A growing matching between gold items and predictions (Kuhn 1955)."""

    def __init__(self) -> None:
        self.prediction_of: dict[int, int] = {}
        self._gold_of: dict[int, int] = {}
        self._choices: dict[int, list[int]] = defaultdict(list)

    def add_stage(self, weights: Weights) -> None:
        ranked = sorted(weights, key=lambda pair: (-weights[pair], pair))
        for gold, prediction in ranked:
            self._choices[gold].append(prediction)
            if gold not in self.prediction_of and prediction not in self._gold_of:
                self._link(gold, prediction)
        for gold in sorted({gold for gold, _ in ranked}):
            if gold not in self.prediction_of:
                self._exchange(gold, set())

    def _exchange(self, gold: int, tried: set[int]) -> bool:
        for prediction in self._choices[gold]:
            if prediction in tried:
                continue
            tried.add(prediction)
            holder = self._gold_of.get(prediction)
            if holder is None or self._exchange(holder, tried):
                self._link(gold, prediction)
                return True
        return False

    def _link(self, gold: int, prediction: int) -> None:
        self.prediction_of[gold] = prediction
        self._gold_of[prediction] = gold


def _disjoint(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


# --- The labels of the gold files: PLOVER types with YIELD, quad classes, sectors.
_Type = TypeVar("_Type", bound=str | None)
YIELD: Final = "YIELD"
YIELD_QUAD: Final = 2  # in the pairs suite, YIELD is material cooperation whichever half it is
QUADS: Final = (1, 2, 3, 4)
PAIR_TYPES: Final = (
    "AGREE", "CONSULT", "SUPPORT", YIELD, "COOPERATE", "AID", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
_FOLDED = frozenset({"CONCEDE", "RETREAT"})
TYPES: Final = frozenset(PAIR_TYPES) - {YIELD} | _FOLDED
# Talks, agreements and joint work have no direction: all sides may be listed as actors.
MUTUAL_TYPES: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})


@cache
def sectors() -> frozenset[str]:
    """The codes of PLOVER's sectors; no country has one of these for its code."""
    return frozenset(sector.code for sector in load_codebook().sectors)


def fold_yield(type_: _Type) -> _Type | Literal["YIELD"]:
    """Turn CONCEDE and RETREAT into YIELD; leave the rest, and ``None``, as it is."""
    return YIELD if type_ in _FOLDED else type_


# --- Claims -> what gold can be compared with: types, countries, and both sides in words.
# PLOVER's 2016 records and CAMEO write every intergovernmental body as IGO.
_OLD_IGO = frozenset({"UNO", "EUR"})


def country_key(country: str | None) -> str | None:
    """Write a country as the older records do: the UN and the EU are IGOs; none is ``None``."""
    return "IGO" if country in _OLD_IGO else country or None


def everybody(claims: Iterable[Claim]) -> list[Actor]:
    """List all actors and recipients of the claims, in order, with repetitions."""
    return [cited.value for claim in claims for cited in (*claim.actors, *claim.recipients)]


def plover_types(claims: Iterable[Claim], codes: Codebook, *, folded: bool) -> list[str]:
    """List the claims' types with future acts folded; with ``folded``, YIELD for its two halves."""
    types = (codes.plover_type(claim.type, claim.status) for claim in claims)
    return [fold_yield(type_) for type_ in types] if folded else list(types)


def actor_codes(actors: Iterable[Cited[Actor]]) -> list[str]:
    """Give the codes of cited actors, in order."""
    return [actor.value.code for actor in actors]


def write_claim(claim: Claim) -> str:
    """Write a claim in a line: type, who, to whom, status."""
    sides = write_sides(actor_codes(claim.actors), actor_codes(claim.recipients))
    return f"{claim.type} {sides} ({claim.status})"


def write_sides(actors: Sequence[str], recipients: Sequence[str]) -> str:
    """Write who does something, and to whom if to anybody: ``NRL-GOV+VST > SDR``."""
    who = "+".join(actors) or "somebody"
    return f"{who} > {'+'.join(recipients)}" if recipients else who
