"""Proposals -> acts with their sides, decided once for a sentence.

In:  a scene, what the encoder heard, the deciders.     Out: ``Decided`` acts, each with its score.
Does not: pass over an act; coder.py does by its score.

For each word: who acts and on whom (a country is a side if any of its mentions is, weighed
together); whether somebody acts whom no words name; the countries of sides whose words tell none;
then, with all of this known, how likely the act is right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod

from detente.events.coding import Coding
from detente.events.reader.deciders import Deciders
from detente.events.reader.features import (
    ACT_COLUMNS,
    UNNAMED,
    Heard,
    Proposal,
    Unplaced,
    act_row,
    country_rows,
    side_rows,
)
from detente.events.reader.scene import Scene
from detente.events.reader.window import KINDS, TYPES
from detente.records import Actor, Link, Mention, MentionKind, Status

__all__ = ["ACCEPTED_COLUMNS", "MUTUAL", "Decided", "Side", "likeliest", "proposals", "versions"]

STATUSES = tuple(Status)
TAKES_PART = 0.5  # the share from which a link is a side
TOGETHER = 0.6  # the share from which a country is one, though none of its mentions alone is
COUNTRY_FROM = 0.25  # the share below which a side's country is left open
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})
UNNAMED_DOERS = {  # by type of act, as readers took them in corpus/real
    "ASSAULT": ("UAF", "unknown attackers"),
    "COERCE": ("COP", "police"),
    "ACCUSE": ("JUD", "prosecutors or courts"),
    "SANCTION": ("JUD", "a court"),
    "PROTEST": ("CVL", "protesters"),
}
AUTHORITIES = ("GOV", "authorities")
ATTACHED = frozenset({MentionKind.NAME})


@dataclass(frozen=True, slots=True)
class Side:
    """A side as it was decided: the link, with its country where that was open, and two shares."""

    link: Link
    share: float
    country_share: float


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One act with its sides. ``score`` is the share of acts like it that are right."""

    proposal: Proposal
    type: str
    status: Status
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    is_unnamed: bool
    is_ruled: bool
    row: tuple[float, ...] = ()
    score: float = 0.0

    @property
    def countries(self) -> tuple[frozenset[str], frozenset[str]]:
        """The countries of those who act and of those on whom they act."""
        return _countries(self.actors), _countries(self.recipients)


ACCEPTED_COLUMNS = (
    *ACT_COLUMNS, "best actor", "second actor", "best recipient", "second recipient",
    "open sides", "links", *(f"share of {one}" for one in TYPES), "type's number", "type's share",
    "by rule", "least country", "all sides", "least actor", "least recipient",
    "best actor left out", "best recipient left out", "actors", "recipients", "unnamed doer",
    "actors' countries", "recipients' countries", "countries on both sides",
    "share of an unnamed doer", "mutual", "nobody", "open countries", "status's share",
    "as the encoder",
)  # fmt: skip


def proposals(scene: Scene, heard: Mapping[int, Sequence[Heard]]) -> Iterator[Proposal]:
    """Yield what may be told, sentence by sentence."""
    for sentence in scene.sentences:
        beside = heard.get(sentence.index, ())
        for one in beside:
            yield Proposal(scene, sentence, one, beside)


def likeliest(decided: Iterable[Decided]) -> list[Decided]:
    """Keep of each word's versions the likelier, in text order."""
    best: dict[tuple[int, int], Decided] = {}
    for one in decided:
        key = (one.proposal.sentence.index, one.proposal.word)
        if key not in best or one.score > best[key].score:
            best[key] = one
    return list(best.values())


def versions(
    scene: Scene, heard: Mapping[int, Sequence[Heard]], deciders: Deciders
) -> list[Decided]:
    """Give each proposal as the encoder hears it and, where the rules tell an act, as they do."""
    told = list(proposals(scene, heard))
    rows = [side_rows(one) for one in told]
    shares = iter(deciders.shares("sides", [row for one in rows for row in one]))
    sides = [[next(shares) for _ in one] for one in rows]
    acts = [[*act_row(one), *_summary(given)] for one, given in zip(told, sides, strict=True)]
    unnamed = deciders.shares("unnamed", acts)
    decided: list[Decided] = []
    for proposal, given, act, (_, share) in zip(told, sides, acts, unnamed, strict=True):
        decider = _Decider(proposal, given, act, share, deciders)
        decided.append(decider.heard())
        if proposal.rule and proposal.rule.coding:
            decided.append(decider.ruled(proposal.rule.coding, decided[-1]))
    scores = deciders.shares("accepted", [one.row for one in decided])
    return [replace(one, score=share[1]) for one, share in zip(decided, scores, strict=True)]


# Private functions


def _summary(sides: Sequence[tuple[float, ...]]) -> list[float]:
    """The best shares of actors and recipients, how open they are, and how many."""
    actors = [*sorted((s[1] for s in sides), reverse=True), 0.0, 0.0]
    recipients = [*sorted((s[2] for s in sides), reverse=True), 0.0, 0.0]
    is_open = sum(min(share, 1 - share) for side in sides for share in side[1:])
    return [*actors[:2], *recipients[:2], is_open, len(sides)]


@dataclass(frozen=True)
class _Decider:
    """One proposal on its way: shares of its links, its row, the share of an unnamed doer."""

    proposal: Proposal
    sides: Sequence[tuple[float, ...]]
    act: Sequence[float]
    unnamed: float
    deciders: Deciders

    @property
    def taking(self) -> dict[int, tuple[float, ...]]:
        return dict(zip(self.proposal.links, self.sides, strict=True))

    def heard(self) -> Decided:
        """The act as encoder and side shares have it."""
        scene, number = self.proposal.scene, self.proposal.heard.likeliest
        actors = self._sides(_taking_part(scene, self.taking, 1))
        acting = {side.link.mention.span for side in actors}
        recipients = self._sides(_taking_part(scene, self.taking, 2))
        recipients = tuple(one for one in recipients if one.link.mention.span not in acting)
        is_unnamed = not actors and self.unnamed > TAKES_PART
        if is_unnamed:
            actors = _unnamed_doer(self.proposal, TYPES[number - 1], number, self.deciders)
        shares = self.proposal.heard.statuses
        status = STATUSES[max(range(len(STATUSES)), key=lambda n: shares[n])]
        return self._decided(number, status, (actors, recipients), is_unnamed=is_unnamed)

    def ruled(self, coding: Coding, heard: Decided) -> Decided:
        """The act as the rules have it."""
        number = TYPES.index(coding.type) + 1
        actors = self._sides(self._shares(coding.agents, 1))
        recipients = self._sides(self._shares(coding.recipients, 2))
        return self._decided(number, coding.status, (actors, recipients), beside=heard)

    def _shares(self, links: Sequence[Link], role: int) -> list[tuple[Link, float]]:
        """Links with the shares that they have of a role; one that nobody weighed has none."""
        known = {self.proposal.scene.links[n]: shares for n, shares in self.taking.items()}
        return [(link, known[link][role] if link in known else 0.0) for link in links]

    def _sides(self, taking: Sequence[tuple[Link, float]]) -> tuple[Side, ...]:
        return tuple(_sides(self.proposal.scene, taking, self.deciders))

    def _decided(
        self,
        number: int,
        status: Status,
        sides: tuple[tuple[Side, ...], tuple[Side, ...]],
        *,
        is_unnamed: bool = False,
        beside: Decided | None = None,
    ) -> Decided:
        actors, recipients = sides
        given = Decided(
            proposal=self.proposal,
            type=TYPES[number - 1],
            status=status,
            actors=actors,
            recipients=recipients,
            is_unnamed=is_unnamed,
            is_ruled=beside is not None,
        )
        is_alike = beside is None or (
            (beside.type, beside.countries) == (given.type, given.countries)
        )
        row = (*self.act, *self._row(given, number), is_alike)
        return replace(given, row=tuple(float(value) for value in row))

    def _row(self, given: Decided, number: int) -> Iterator[float]:
        """Describe the act with its sides; columns follow those of the act in ACCEPTED_COLUMNS."""
        heard, chosen = self.proposal.heard, (*given.actors, *given.recipients)
        whose, whom = given.countries
        yield from heard.types[1:]
        yield number
        yield heard.types[number]
        yield given.is_ruled
        yield min((side.country_share for side in chosen), default=1.0)
        yield prod(max(side) for side in self.sides)
        yield min((side.share for side in given.actors), default=-1.0)
        yield min((side.share for side in given.recipients), default=-1.0)
        yield self._left_out(whose | whom, 1)
        yield self._left_out(whose | whom, 2)
        yield len(given.actors)
        yield len(given.recipients)
        yield given.is_unnamed
        yield len(whose)
        yield len(whom)
        yield len(whose & whom)
        yield self.unnamed
        yield given.type in MUTUAL
        yield not chosen
        yield sum(side.link.actors[0].country is None for side in chosen)
        yield heard.statuses[STATUSES.index(given.status)]

    def _left_out(self, countries: frozenset[str], role: int) -> float:
        """The best share of a role among links of other countries than those chosen."""
        links = self.proposal.scene.links
        return max(
            (
                shares[role]
                for index, shares in self.taking.items()
                if links[index].actors[0].country not in countries
            ),
            default=0.0,
        )


def _taking_part(
    scene: Scene, taking: Mapping[int, tuple[float, ...]], role: int
) -> list[tuple[Link, float]]:
    """The links that have a role, with their shares, weighed by country, too."""
    likeliest = [
        (index, shares[role]) for index, shares in taking.items() if shares[role] > TAKES_PART
    ]
    whose = {scene.links[index].actors[0].country for index, _ in likeliest}
    together: dict[str, list[tuple[float, int]]] = {}
    for index, shares in taking.items():
        country = scene.links[index].actors[0].country
        if country and country not in whose:
            together.setdefault(country, []).append((shares[role], index))
    for members in together.values():
        if 1 - prod(1 - share for share, _ in members) > TOGETHER:
            share, index = max(members)
            likeliest.append((index, share))
    return [(scene.links[index], share) for index, share in sorted(likeliest)]


def _sides(
    scene: Scene, taking: Sequence[tuple[Link, float]], deciders: Deciders
) -> Iterator[Side]:
    for link, share in taking:
        actor = link.actors[0]
        if len(link.actors) > 1 or (
            actor.country and not actor.is_guessed and link.mention.kind in ATTACHED
        ):
            yield Side(link, share, 1.0)
            continue
        mention = link.mention
        side = Unplaced(mention.sentence, mention.span.start, link, KINDS[mention.kind])
        candidates, rows = country_rows(scene, side)
        country, certain = _likeliest(candidates, deciders.shares("countries", rows))
        if country == actor.country:
            yield Side(link, share, certain)
        else:
            found = replace(actor, country=country, is_guessed=True)
            if actor.country:  # it was taken for somebody else's
                found = replace(found, id=None)
            yield Side(replace(link, actors=(found,)), share, certain)


def _unnamed_doer(
    proposal: Proposal, type_: str, number: int, deciders: Deciders
) -> tuple[Side, ...]:
    """Who must have acted though no words name him, cited by the act's own word."""
    token, sentence = proposal.sentence.tokens[proposal.word], proposal.sentence
    side = Unplaced(sentence.index, token.span.start, None, UNNAMED, number)
    candidates, rows = country_rows(proposal.scene, side)
    country, certain = _likeliest(candidates, deciders.shares("countries", rows))
    sector, name = UNNAMED_DOERS.get(type_, AUTHORITIES)
    mention = Mention(
        span=token.span, sentence=sentence.index, head=token.index, kind=MentionKind.ROLE
    )
    actor = Actor(country=country, sector=sector, name=name, is_guessed=True)
    link = Link(mention=mention, actors=(actor,), score=certain, reason="no words name the doer")
    return (Side(link, 1.0, certain),)


def _likeliest(
    candidates: Sequence[str], shares: Sequence[tuple[float, ...]]
) -> tuple[str | None, float]:
    if not candidates:
        return None, 0.0
    best = max(range(len(candidates)), key=lambda n: shares[n][1])
    certain = shares[best][1]
    return (candidates[best] if certain >= COUNTRY_FROM else None), certain


def _countries(sides: Sequence[Side]) -> frozenset[str]:
    return frozenset(a.country for side in sides for a in side.link.actors if a.country)
