"""Proposals -> acts with their sides, decided once for a sentence.

In:  a scene, what the encoder heard, the deciders.     Out: ``Decided`` acts, each with its score.
Does not: pass over an act; reader.py does by its score.

For each word: who acts and on whom (a country is a side if any of its mentions is, weighed
together), and whether somebody does whom no words name. What is nearly as likely is kept beside it
as another version: a side less or more, the next type, the act as the rules tell it. With countries
and sectors known, the versions of a word are weighed against each other, and the best is scored.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from heapq import nlargest
from math import log, prod
from typing import Self

import numpy as np

from detente.codebook import NOT_STATES, load_codebook
from detente.events.coding import Coding
from detente.events.reader.deciders import Deciders
from detente.events.reader.features import (
    ACT_COLUMNS,
    NOWHERE,
    SECTORS,
    UNNAMED,
    CountryRows,
    Heard,
    Proposal,
    Unplaced,
    act_row,
    chain,
    is_sure,
    side_rows,
    summary_row,
    sure_countries,
)
from detente.events.reader.scene import Scene
from detente.events.reader.window import KINDS, TYPES
from detente.events.status import ANY, is_denied_outright, not_ruled_out, read_status
from detente.language.clauses import Clauses
from detente.records import Actor, Link, Mention, MentionKind, Status

STATUSES = tuple(Status)
ACTS, SUFFERS = 1, 2  # roles, as the columns of a link's shares
TAKES_PART = 0.5  # the share from which a link is a side
TOGETHER = 0.6  # the share from which a country is one, though none of its mentions alone is
COUNTRY_FROM = 0.25  # the share below which a side's country is left open
SURE = 0.9  # the share from which no other version is made of a side
MAYBE = 0.12  # the share below which none is made with it
MOST_VERSIONS = 10  # of a word
MOST_ACTS = 40  # words of a sentence that are weighed, the likeliest; news has a few
MOST_BESIDE = 100  # words before a word, and after it, that it is held against
SOMEBODY, UNSAID = "somebody", "no words name this side"

Taking = tuple[tuple[Link, float], ...]  # links with their shares of a role
_Question = tuple[int, int, int, int, frozenset[str]]  # what an ``Unplaced`` asks, to a decider


@dataclass(frozen=True, slots=True)
class Side:
    """A side as it was decided: the link, with its country where that was open, and two shares."""

    link: Link
    share: float
    country_share: float


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One act with its sides. ``score`` is the share of acts like it that are right.

    ``likelihood`` is the logarithm of the chance of all that it says, each thing taken alone.
    """

    proposal: Proposal
    type: str
    status: Status
    actors: tuple[Side, ...]
    recipients: tuple[Side, ...]
    is_ruled: bool
    likelihood: float = 0.0
    row: tuple[float, ...] = ()
    score: float = 0.0

    @property
    def countries(self) -> tuple[frozenset[str], frozenset[str]]:
        """The countries of those who act and of those on whom they act."""
        return _countries(self.actors), _countries(self.recipients)

    @cached_property
    def all_countries(self) -> frozenset[str]:
        """The countries of all who take part."""
        return _countries((*self.actors, *self.recipients))


VERSION_COLUMNS = (
    *ACT_COLUMNS, "best actor", "second actor", "best recipient", "second recipient",
    "open sides", "links", *(f"share of {one}" for one in TYPES), "type's number", "type's share",
    "by rule", "least country", "all sides", "least actor", "least recipient",
    "best actor left out", "best recipient left out", "actors", "recipients", "unnamed doer",
    "actors' countries", "recipients' countries", "countries on both sides",
    "share of an unnamed doer", "mutual", "nobody", "open countries", "status's share",
    "unnamed other", "share of an unnamed other", "change", "actor's sector", "actor's kind",
    "guessed actors", "recipient's sector", "recipient's kind", "guessed recipients", "bodies",
    "likelihood beside first", "likelihood",
    "as the first",
)  # fmt: skip
AMONG_COLUMNS = (
    "share", "lead", "versions", *(
        f"{what} {where}"
        for where in ("in the sentence", "elsewhere")
        for what in (
            "best of others", "best of the same countries", "best of the same act",
            "surer ones of the same countries", "surer ones of the same act",
        )
    ),
    "best that shares a country", "best of its type", "best above", "words to a surer one",
)  # fmt: skip
# The best version of a word is scored by both: how sure it is, and how it fares beside others'.


def proposals(scene: Scene, heard: Mapping[int, Sequence[Heard]]) -> Iterator[Proposal]:
    """Yield what may be told, sentence by sentence; what names no act tells none."""
    n_acts = sum(1 - one.types[0] for told in heard.values() for one in told)
    for sentence in scene.sentences:
        surest = nlargest(MOST_ACTS, heard.get(sentence.index, ()), key=lambda one: -one.types[0])
        beside = sorted(surest, key=lambda one: one.word)
        for one in beside:
            if not scene.names_no_act(sentence, one.word):
                yield Proposal(scene, sentence, one, beside, n_acts)


def decide(scene: Scene, heard: Mapping[int, Sequence[Heard]], deciders: Deciders) -> list[Decided]:
    """Decide what is told at each proposed word, in text order, and how likely that is right."""
    best = preferred(versions(scene, heard, deciders), deciders)
    scores = deciders.shares("accepted", [one.row for one in best])
    return [replace(one, score=share[1]) for one, share in zip(best, scores, strict=True)]


def preferred(told: Sequence[Sequence[Decided]], deciders: Deciders) -> list[Decided]:
    """Take the best version of each word; its row tells of its lead, too."""
    rows = [one.row for of_word in told for one in of_word]
    shares = iter(deciders.shares("preferred", rows))
    best = [_best(of_word, [next(shares)[1] for _ in of_word]) for of_word in told]
    near = (best[max(0, n - MOST_BESIDE) : n + MOST_BESIDE] for n in range(len(best)))
    return [
        replace(one, row=(*one.row, *_among(one, beside)))
        for one, beside in zip(best, near, strict=True)
    ]


def versions(
    scene: Scene, heard: Mapping[int, Sequence[Heard]], deciders: Deciders
) -> list[list[Decided]]:
    """Give the versions of each proposal, the likeliest by encoder and side shares first."""
    told = list(proposals(scene, heard))
    rows = [side_rows(one) for one in told]
    shares = iter(deciders.shares("sides", [row for one in rows for row in one]))
    sides = [[next(shares) for _ in one] for one in rows]
    acts = [[*act_row(one), *summary_row(given)] for one, given in zip(told, sides, strict=True)]
    doers = deciders.shares("doers", acts)
    others = deciders.shares("others", acts)
    countries = CountryRows(scene)
    return [
        _Decider(one, given, act, (0.0, doer[1], other[1]), deciders, countries).versions()
        for one, given, act, doer, other in zip(told, sides, acts, doers, others, strict=True)
    ]


PREFERRED = -3  # where a best version's share stands in its row


def _among(one: Decided, best: Sequence[Decided]) -> Iterator[float]:
    """How the best version of a word fares beside those of other words, in sentence and report."""
    word, sentence = one.proposal.word, one.proposal.sentence
    share, countries = one.row[PREFERRED], one.all_countries
    others = [other for other in best if other is not one]
    here = [o for o in others if o.proposal.sentence.index == sentence.index]
    far = [o for o in others if o.proposal.sentence.index != sentence.index]
    for told in (here, far):
        same = [o for o in told if o.all_countries == countries]
        alike = [o for o in same if o.type == one.type]
        for some in (told, same, alike):
            yield _surest(some)
        for some in (same, alike):
            yield sum(o.row[PREFERRED] > share for o in some)
    above = set(chain(sentence, word)[1:])
    sharing = [o for o in here if countries & o.all_countries]
    yield _surest(sharing)
    yield _surest([o for o in sharing if o.type == one.type])
    yield _surest([o for o in sharing if o.proposal.word in above])
    surer = (abs(o.proposal.word - word) for o in here if o.row[PREFERRED] > share)
    yield min(surer, default=NOWHERE)


def _surest(some: Sequence[Decided]) -> float:
    return max((one.row[PREFERRED] for one in some), default=-1.0)


def _best(told: Sequence[Decided], shares: Sequence[float]) -> Decided:
    order = sorted(range(len(told)), key=lambda n: (-shares[n], n))
    best = told[order[0]]
    others = (n for n in order if _key(told[n]) != _key(best))
    lead = shares[order[0]] - max((shares[n] for n in others), default=0.0)
    return replace(best, row=(*best.row, shares[order[0]], lead, float(len(told))))


@dataclass(frozen=True, kw_only=True)
class _Draft:
    """Who takes part in an act of a type, before countries are known.

    ``nobody`` are the roles of somebody whom no words name; ``change`` says what it is beside the
    first draft.
    """

    number: int
    actors: Taking
    recipients: Taking
    nobody: frozenset[int] = frozenset()
    change: int = 0

    def taking(self, role: int) -> Taking:
        return self.actors if role == ACTS else self.recipients

    def having(self, role: int, taking: Taking, change: int) -> Self:
        """The same with other links in a role; somebody unnamed is in it only where it is kept."""
        nobody = self.nobody - {role} if taking else self.nobody
        if role == ACTS:
            return replace(self, actors=taking, nobody=nobody, change=change)
        return replace(self, recipients=taking, nobody=nobody, change=change)

    def unnamed(self, role: int) -> Self:
        """The same with somebody whom no words name alone in a role."""
        return replace(self.having(role, (), NOBODY_NAMED), nobody=self.nobody | {role})

    def empty(self, role: int) -> Self:
        """The same with nobody at all in a role."""
        return replace(self.having(role, (), NONE_AT_ALL), nobody=self.nobody - {role})


FIRST, RULED, DROPPED, ADDED, MOVED, NOBODY_NAMED, NONE_AT_ALL, NEXT_TYPE = range(8)


@dataclass(frozen=True)
class _Decider:
    """One proposal on its way: shares of its links, its row, shares of unnamed sides by role."""

    proposal: Proposal
    sides: Sequence[tuple[float, ...]]
    act: Sequence[float]
    unnamed: tuple[float, float, float]
    deciders: Deciders
    countries: CountryRows
    placed: dict[_Question, tuple[str | None, float]] = field(default_factory=dict)

    @cached_property
    def taking(self) -> dict[int, tuple[float, ...]]:
        return dict(zip(self.proposal.links, self.sides, strict=True))

    def versions(self) -> list[Decided]:
        """The first draft, then others, of those of one type and the same countries the first."""
        first, *others = drafts = self._drafts()
        self._place_all(drafts)
        told = [self._weighed(self._decided(first), first)]
        seen = {_key(told[0])}
        for draft in others:
            if len(told) >= MOST_VERSIONS:
                break
            one = self._decided(draft)
            if draft.change == RULED or _key(one) not in seen:
                seen.add(_key(one))
                told.append(self._weighed(one, draft, told[0]))
        return told

    def _drafts(self) -> list[_Draft]:
        first = self._first()
        coding = self.proposal.rule.coding if self.proposal.rule else None
        ruled = [self._ruled(coding)] if coding else []
        return [first, *ruled, *self._changes(first)]

    @cached_property
    def _status(self) -> Status:
        """As the encoder hears it, unless words deny it outright, or only say "any"."""
        if is_denied_outright(self._clauses, self.proposal.word):
            return Status.NEGATED
        shares = self.proposal.heard.statuses
        heard = STATUSES[max(range(len(STATUSES)), key=lambda n: shares[n])]
        if heard is Status.NEGATED:
            read = read_status(self._clauses, self.proposal.word)
            return read.status if read.because == ANY else heard
        return heard

    @cached_property
    def _status_open(self) -> Status | None:
        """That of what is not ruled out, whoever tells it."""
        return not_ruled_out(self._clauses, self.proposal.word)

    @property
    def _clauses(self) -> Clauses:
        return self.proposal.scene.clauses[self.proposal.sentence.index]

    def _first(self) -> _Draft:
        """The act as encoder and side shares have it."""
        actors = self._likely(ACTS)
        acting = {link.mention.span for link, _ in actors}
        recipients = tuple(
            one for one in self._likely(SUFFERS) if one[0].mention.span not in acting
        )
        nobody = {
            role
            for role, taking in ((ACTS, actors), (SUFFERS, recipients))
            if not taking and self.unnamed[role] > TAKES_PART
        }
        return _Draft(
            number=self.proposal.heard.likeliest,
            actors=actors,
            recipients=recipients,
            nobody=frozenset(nobody),
        )

    def _ruled(self, coding: Coding) -> _Draft:
        """The act as the rules have it; a link that nobody weighed has no share."""
        known = {self.proposal.scene.links[n]: shares for n, shares in self.taking.items()}
        actors, recipients = (
            tuple((link, known[link][role] if link in known else 0.0) for link in links)
            for role, links in ((ACTS, coding.agents), (SUFFERS, coding.recipients))
        )
        number = TYPES.index(coding.type) + 1
        return _Draft(number=number, actors=actors, recipients=recipients, change=RULED)

    def _changes(self, first: _Draft) -> Iterator[_Draft]:
        """Drafts that differ from the first in one thing that is open."""
        for role in (ACTS, SUFFERS):
            yield from self._with_unnamed(first, role)
        for role in (ACTS, SUFFERS):
            yield from self._without_weakest(first, role)
            yield from self._with_left_out(first, role)
        types = self.proposal.heard.types
        second = sorted(range(1, len(types)), key=lambda n: -types[n])[1]
        if types[second] > MAYBE:
            yield replace(first, number=second, change=NEXT_TYPE)

    def _with_unnamed(self, first: _Draft, role: int) -> Iterator[_Draft]:
        """Somebody whom no words name in place of those named, or of nobody; or nobody at all."""
        if role in first.nobody:
            if self.unnamed[role] < SURE:
                yield first.empty(role)
        elif self.unnamed[role] > MAYBE:
            yield first.unnamed(role)

    def _without_weakest(self, first: _Draft, role: int) -> Iterator[_Draft]:
        taking = first.taking(role)
        if not taking:
            return
        weakest = min(taking, key=lambda one: one[1])
        if weakest[1] > SURE:
            return
        rest = tuple(one for one in taking if one is not weakest)
        yield first.having(role, rest, DROPPED)
        other = 3 - role
        index = self._index_of(weakest[0])
        share = self.taking[index][other] if index is not None else 0.0
        if share > MAYBE:
            moved = (*first.taking(other), (weakest[0], share))
            yield first.having(role, rest, MOVED).having(other, moved, MOVED)

    def _with_left_out(self, first: _Draft, role: int) -> Iterator[_Draft]:
        """The likeliest links that take no part yet, of countries that take none in the role."""
        links = self.proposal.scene.links
        chosen = {link.mention.span for link, _ in (*first.actors, *first.recipients)}
        countries = {link.actors[0].country for link, _ in first.taking(role)}
        left = [
            (shares[role], index)
            for index, shares in self.taking.items()
            if shares[role] > MAYBE
            and links[index].mention.span not in chosen
            and links[index].actors[0].country not in countries
        ]
        for share, index in sorted(left, reverse=True)[:2]:
            yield first.having(role, (*first.taking(role), (links[index], share)), ADDED)

    def _index_of(self, link: Link) -> int | None:
        """The index of a link that was weighed; ``None`` for one that only rules name."""
        links = self.proposal.scene.links
        return next((n for n in self.proposal.links if links[n] is link), None)

    def _likely(self, role: int) -> Taking:
        """The links that have a role, with their shares, weighed by country, too."""
        links = self.proposal.scene.links
        likely = [
            (n, shares[role]) for n, shares in self.taking.items() if shares[role] > TAKES_PART
        ]
        whose = {links[n].actors[0].country for n, _ in likely}
        together: dict[str, list[tuple[float, int]]] = {}
        for n, shares in self.taking.items():
            country = links[n].actors[0].country
            if country and country not in whose:
                together.setdefault(country, []).append((shares[role], n))
        for members in together.values():
            if 1 - prod(1 - share for share, _ in members) > TOGETHER:
                share, n = max(members)
                likely.append((n, share))
        return tuple((links[n], share) for n, share in sorted(likely))

    def _decided(self, draft: _Draft) -> Decided:
        actors, recipients = (self._sides(draft, role) for role in (ACTS, SUFFERS))
        rule = self.proposal.rule
        ruled = rule.coding if rule and draft.change == RULED else None
        return Decided(
            proposal=self.proposal,
            type=TYPES[draft.number - 1],
            status=self._status_open or (ruled.status if ruled else self._status),
            actors=actors,
            recipients=recipients,
            is_ruled=draft.change == RULED,
        )

    def _weighed(self, given: Decided, draft: _Draft, first: Decided | None = None) -> Decided:
        """The same with its row, which tells how it stands beside the ``first`` version."""
        likelihood = self._likelihood(draft, given)
        beside = likelihood - (first.likelihood if first else likelihood)
        is_alike = first is None or _key(first) == _key(given)
        row = (*self.act, *self._row(given, draft), beside, likelihood, is_alike)
        return replace(given, likelihood=likelihood, row=tuple(float(value) for value in row))

    def _likelihood(self, draft: _Draft, given: Decided) -> float:
        """The logarithm of the chance of all that the draft says, each thing taken alone."""
        chance = log(max(0.001, self.proposal.heard.types[draft.number]))
        roles = {
            link.mention.span: role for role in (ACTS, SUFFERS) for link, _ in draft.taking(role)
        }
        links = self.proposal.scene.links
        for n, shares in self.taking.items():
            chance += log(max(0.01, shares[roles.get(links[n].mention.span, 0)]))
        for role in (ACTS, SUFFERS):
            if not draft.taking(role):
                share = self.unnamed[role]
                chance += log(max(0.01, share if role in draft.nobody else 1 - share))
        for side in (*given.actors, *given.recipients):
            chance += log(max(0.05, side.country_share))
        return chance

    def _row(self, given: Decided, draft: _Draft) -> Iterator[float]:
        """Describe the act with its sides; columns follow those of the act in VERSION_COLUMNS."""
        heard, chosen = self.proposal.heard, (*given.actors, *given.recipients)
        whose, whom = given.countries
        yield from heard.types[1:]
        yield draft.number
        yield heard.types[draft.number]
        yield given.is_ruled
        yield min((side.country_share for side in chosen), default=1.0)
        yield prod(max(side) for side in self.sides)
        yield min((share for _, share in draft.actors), default=-1.0)
        yield min((share for _, share in draft.recipients), default=-1.0)
        yield self._left_out(whose | whom, ACTS)
        yield self._left_out(whose | whom, SUFFERS)
        yield len(given.actors)
        yield len(given.recipients)
        yield ACTS in draft.nobody
        yield len(whose)
        yield len(whom)
        yield len(whose & whom)
        yield self.unnamed[ACTS]
        yield load_codebook().type(given.type).is_mutual
        yield not chosen
        yield sum(side.link.actors[0].country is None for side in chosen)
        yield heard.statuses[STATUSES.index(given.status)]
        yield SUFFERS in draft.nobody
        yield self.unnamed[SUFFERS]
        yield draft.change
        for sides in (given.actors, given.recipients):
            yield from _as_somebody(sides)
        yield sum(a.country in NOT_STATES for side in chosen for a in side.link.actors)

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

    def _sides(self, draft: _Draft, role: int) -> tuple[Side, ...]:
        """The sides of a role, each with a country if one is likely."""
        asked = self._unplaced(draft, role)
        if role in draft.nobody:
            return (self._unnamed_side(*self.placed[_question(asked[0])]),)
        return tuple(
            self._side(link, share, asking)
            for (link, share), asking in zip(draft.taking(role), asked, strict=True)
        )

    def _unplaced(self, draft: _Draft, role: int) -> list[Unplaced]:
        """What is asked of the country of each side of a role, also where words tell it."""
        sentence, heard = self.proposal.sentence, self.proposal.heard
        beside = sure_countries(link for link, _ in draft.taking(3 - role))
        if role in draft.nobody:
            start = sentence.tokens[self.proposal.word].span.start
            whose = heard.whose_unnamed[role - 1]
            return [
                Unplaced(sentence.index, start, None, UNNAMED, draft.number, role, beside, whose)
            ]
        return [
            Unplaced(
                link.mention.sentence,
                link.mention.span.start,
                link,
                KINDS[link.mention.kind],
                draft.number,
                role,
                beside,
                None if (index := self._index_of(link)) is None else heard.whose[index],
            )
            for link, _ in draft.taking(role)
        ]

    def _side(self, link: Link, share: float, asked: Unplaced) -> Side:
        if not _is_open(asked):
            return Side(link, share, 1.0)
        actor = link.actors[0]
        country, certain = self.placed[_question(asked)]
        if country == actor.country:
            return Side(link, share, certain)
        found = replace(actor, country=country, is_guessed=True)
        if actor.country:  # it was taken for somebody else's
            found = replace(found, id=None)
        return Side(replace(link, actors=(found,)), share, certain)

    def _unnamed_side(self, country: str | None, certain: float) -> Side:
        """Who must have acted or suffered though no words name him, cited by the act's own word."""
        sentence = self.proposal.sentence
        token = sentence.tokens[self.proposal.word]
        mention = Mention(
            span=token.span, sentence=sentence.index, head=token.index, kind=MentionKind.ROLE
        )
        actor = Actor(country=country, name=SOMEBODY, is_guessed=True)
        link = Link(mention=mention, actors=(actor,), score=certain, reason=UNSAID)
        return Side(link, 1.0, certain)

    def _place_all(self, drafts: Sequence[_Draft]) -> None:
        """Find the likeliest country of each side that is open, and its share, in one question.

        ``None`` where none is likely enough.
        """
        asked: dict[_Question, Unplaced] = {}
        for draft in drafts:
            for one in (*self._unplaced(draft, ACTS), *self._unplaced(draft, SUFFERS)):
                if _is_open(one):
                    asked.setdefault(_question(one), one)
        candidates = self.countries.candidates
        if not asked or not candidates:
            self.placed.update(dict.fromkeys(asked, (None, 0.0)))
            return
        rows = np.concatenate([self.countries.of(one) for one in asked.values()])
        found = iter(self.deciders.shares("countries", rows))
        for question in asked:
            shares = [next(found)[1] for _ in candidates]
            best = shares.index(max(shares))
            likely = candidates[best] if shares[best] >= COUNTRY_FROM else None
            self.placed[question] = (likely, shares[best])


def _is_open(asked: Unplaced) -> bool:
    """Whether the words of a side do not tell its country."""
    return asked.link is None or not (len(asked.link.actors) > 1 or is_sure(asked.link))


def _question(asked: Unplaced) -> _Question:
    return asked.start, asked.kind, asked.type, asked.role, asked.beside


def _as_somebody(sides: Sequence[Side]) -> Iterator[float]:
    """The sector and kind of the first side of a role, and how many countries are guesses."""
    first = sides[0].link if sides else None
    sector = first.actors[0].sector if first else None
    yield SECTORS.index(sector) if sector in SECTORS else -1
    yield KINDS[first.mention.kind] if first else -1
    yield sum(side.link.actors[0].is_guessed for side in sides)


def _key(one: Decided) -> tuple[object, ...]:
    return one.type, *one.countries


def _countries(sides: Sequence[Side]) -> frozenset[str]:
    return frozenset(a.country for side in sides for a in side.link.actors if a.country)
