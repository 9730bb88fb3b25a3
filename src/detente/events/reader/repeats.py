"""Told acts -> which of them only tell an earlier one again.

In:  a report's decided acts in text order, the deciders.     Out: for each repeat, what it repeats.
Does not: fold them; claims.py does.

"Norland *shelled* the port. The *attack* killed four": one act, told twice.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.codebook import load_codebook
from detente.events.reader.decide import Decided
from detente.events.reader.deciders import Deciders
from detente.events.reader.features import FAR, NOWHERE, PARTS, steps_between
from detente.events.reader.window import TYPES

REPEATS = 0.4  # the share from which an act is an earlier one
LIKELY = 0.6  # the score of an act whose direction is hardly doubted
CLEARLY = 0.05  # what one telling must be surer than an earlier one of the same sentence
MOST_BEFORE = 30  # acts that one is held against, the nearest
MOST_TOLD = 400  # acts before one among which these are looked for

REPEAT_COLUMNS = (
    "same type", "type", "earlier type", "same countries", "same countries in all", "shared",
    "not shared", "sentences between", "words between", "steps between", "retold",
    "background", "earlier background", "score", "earlier score", "same lemma", "part of speech",
    "earlier part of speech", "headline before", "same status", "definite", "sides",
    "earlier sides", "mutual", "same sides", "by rule", "earlier by rule",
    "share of its type earlier", "share of the earlier type",
)  # fmt: skip


def _repeats(told: Sequence[Decided], deciders: Deciders) -> dict[int, int]:
    """Say of each act that tells an earlier one again which one that is, by place in ``told``.

    What is a repeat itself is asked only by acts of its own sentence.
    """
    found: dict[int, int] = {}
    for n, later in enumerate(told):
        here = later.proposal.sentence.index
        before = [
            m
            for m in range(max(0, n - MOST_TOLD), n)
            if (m not in found or told[m].proposal.sentence.index == here)
            and may_repeat(told[m], later)
        ][-MOST_BEFORE:]
        rows = [repeat_row(told[m], later) for m in before]
        shares = [share[1] for share in deciders.shares("repeats", rows)]
        best = max(range(len(before)), key=lambda k: shares[k], default=None)
        if best is not None and shares[best] >= REPEATS:
            found[n] = before[best]
    return found


@dataclass(frozen=True)
class Once:
    """An act; what its sentence says of it in other words; the earlier act that it tells again."""

    act: Decided
    beside: tuple[Decided, ...]
    first: Decided | None


def once(told: Sequence[Decided], deciders: Deciders) -> Iterator[Once]:
    """Yield acts; of those that one sentence tells twice the surest, or the first if none is."""
    repeated = _repeats(told, deciders)
    stands = list(range(len(told)))  # for each act the one that stands for it
    for later, earlier in repeated.items():
        stands[later] = stands[earlier]
    surest: dict[tuple[int, int], int] = {}
    alike: dict[tuple[int, int], list[Decided]] = {}
    for n, one in enumerate(told):
        key = (stands[n], one.proposal.sentence.index)
        alike.setdefault(key, []).append(one)
        best = surest.setdefault(key, n)
        if one.score > told[best].score + CLEARLY:
            surest[key] = n
    for (first, sentence), n in surest.items():
        before = surest[first, told[first].proposal.sentence.index]
        is_here = told[first].proposal.sentence.index == sentence
        beside = tuple(one for one in alike[first, sentence] if one is not told[n])
        yield Once(told[n], beside, None if is_here else told[before])


def may_repeat(earlier: Decided, later: Decided) -> bool:
    """Whether two acts have enough in common to be held against each other."""
    mine, theirs = earlier.all_countries, later.all_countries
    is_alike = bool(mine & theirs) or not mine or not theirs
    return is_alike and not any(apart(earlier, later) for apart in (_answers, _on_others, _else))


def _answers(earlier: Decided, later: Decided) -> bool:
    """Whether each acts on the other, as two of which neither is doubted: "bombed ... fired at"."""
    if min(earlier.score, later.score) < LIKELY:
        return False
    sides = ((earlier.countries, later.countries), (_named(earlier), _named(later)))
    is_back = any(
        mine == theirs[::-1] and mine[0] != mine[1] and all(mine) for mine, theirs in sides
    )
    types = (load_codebook().type(one.type) for one in (earlier, later))
    return is_back and not any(one.is_mutual for one in types)


def _on_others(earlier: Decided, later: Decided) -> bool:
    """Whether they are on other persons or bodies, known by name: "seized *Berg* ... *Holt*"."""
    mine, theirs = _known(earlier), _known(later)
    return bool(mine and theirs) and not mine & theirs


def _else(earlier: Decided, later: Decided) -> bool:
    """Whether one sentence tells acts of two kinds, and neither word is the other's complement.

    "*Offered* its *support*" is one act; "freed two men and *banned* a paper" is two.
    """
    one, other = earlier.proposal, later.proposal
    if one.sentence.index != other.sentence.index or _family(earlier) == _family(later):
        return False
    tokens = one.sentence.tokens
    return tokens[one.word].head != other.word and tokens[other.word].head != one.word


def _family(one: Decided) -> str:
    return load_codebook().type(one.type).family or one.type


def _known(one: Decided) -> frozenset[str]:
    """The ids of persons and bodies on whom an act is, states aside."""
    told = (actor.own_id for side in one.recipients for actor in side.link.actors)
    return frozenset(filter(None, told))


def repeat_row(earlier: Decided, later: Decided) -> list[float]:
    """Describe the two acts beside each other; columns are ``REPEAT_COLUMNS``."""
    return [float(value) for value in _row(earlier, later)]


def _row(earlier: Decided, later: Decided) -> Iterator[float]:
    mine, theirs = earlier.all_countries, later.all_countries
    one, other = earlier.proposal, later.proposal
    first, second = one.sentence.tokens[one.word], other.sentence.tokens[other.word]
    is_here = one.sentence.index == other.sentence.index
    yield earlier.type == later.type
    yield TYPES.index(later.type)
    yield TYPES.index(earlier.type)
    yield earlier.countries == later.countries
    yield mine == theirs
    yield len(mine & theirs)
    yield len(mine ^ theirs)
    yield other.sentence.index - one.sentence.index
    yield other.word - one.word if is_here else NOWHERE
    yield steps_between(one.sentence, one.word, other.word) if is_here else FAR
    yield other.heard.retold
    yield other.heard.background
    yield one.heard.background
    yield later.score
    yield earlier.score
    yield first.lemma.lower() == second.lemma.lower()
    for token in (second, first):
        yield PARTS.index(token.pos) if token.pos in PARTS else -1
    yield one.sentence.is_headline
    yield earlier.status == later.status
    below = other.sentence.children[other.word]
    yield any(other.sentence.tokens[n].text.lower() in DEFINITE for n in below)
    yield len(later.actors) + len(later.recipients)
    yield len(earlier.actors) + len(earlier.recipients)
    yield load_codebook().type(earlier.type).is_mutual
    yield _named(earlier) == _named(later)
    yield later.is_ruled
    yield earlier.is_ruled
    yield other.heard.types[1 + TYPES.index(earlier.type)]
    yield one.heard.types[1 + TYPES.index(later.type)]


DEFINITE = frozenset({"the", "that", "this", "those", "these", "its", "his", "her", "their"})


def _named(one: Decided) -> tuple[frozenset[str], frozenset[str]]:
    actors, recipients = (
        frozenset(actor.code for side in sides for actor in side.link.actors)
        for sides in (one.actors, one.recipients)
    )
    return actors, recipients
