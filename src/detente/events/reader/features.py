"""What the deciders look at: rows of numbers on an act, on a side of it, on a country of a side.

In:  a scene and what the encoder heard at a word.     Out: rows; their columns are named here.
Does not: decide (decide.py), or learn (training/reader/); both use this file.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.codebook import NOT_STATES
from detente.events.reader.scene import RuleAct, Scene
from detente.events.reader.window import KINDS, TYPES
from detente.records import Link, MentionKind, Sentence, Span, Status

STATUSES = tuple(Status)
DEPENDENCIES = (
    "nsubj", "nsubjpass", "dobj", "pobj", "poss", "amod", "compound", "appos", "conj", "agent",
    "dative", "attr", "nmod", "ROOT", "relcl", "acl", "advcl", "ccomp", "xcomp", "prep", "oprd",
    "npadvmod",
)  # fmt: skip
VERBS = frozenset({"VERB", "AUX"})
PARTS = ("VERB", "NOUN", "PROPN", "AUX", "ADJ")
PREPOSITIONS = (
    "of", "by", "with", "to", "in", "on", "against", "for", "from", "between", "at", "over",
    "after", "into", "among", "near",
)  # fmt: skip
SECTORS = (
    "COP", "GOV", "JUD", "LEG", "MIL", "SPY", "PTY", "REB", "PRM", "UAF", "CRM", "CVL", "REF",
    "BUS", "LAB", "JRN", "EDU", "REL", "SOC", "MED", "AGR", "ELI", "OPP",
)  # fmt: skip
ARMED = frozenset({"UAF", "REB", "MIL", "COP", "CRM", "PRM"})
PEOPLE = frozenset({"CVL", "REF"})
HANGING = frozenset({"conj", "appos", "compound", "poss", "amod", "nmod"})
FAR, NOWHERE = 20.0, 99.0  # steps in the parse, words between two of different sentences
AWAY = 999.0  # code points to what is not there
UNLINKED, UNNAMED = 7, 8  # kinds of side beside those of mentions: words nobody linked, no words
NOTHING = (0.0, 0.0, 0.0)
ELSEWHERE = ""  # a country that the window does not tell, among the encoder's shares
UNHEARD = -1.0
NOT_NEAR = (FAR, False)
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
Steps = Mapping[str, tuple[float, bool]]  # by country; whether it is told below
Shares = Mapping[str, float]  # by country, and of ``ELSEWHERE``
View = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A word that may tell an act, as the encoder hears it.

    ``types`` are shares, first that of no act, then those of ``TYPES``; ``statuses`` shares in the
    order of ``Status``; ``background``, ``retold`` and ``unnamed`` shares of their own: told as
    background, told before, done by somebody whom no words name. ``modes`` are logits. ``roles``
    are shares of neither, actor, recipient, by index of link; ``unnamed_sides`` those of an actor
    and a recipient whom no words name; ``whose`` shares of countries by index of link, and
    ``whose_unnamed`` of such an actor and recipient. ``vector`` is the word's, ``around`` the
    mean of its sentence's, ``mentions`` those of mentions by index of link.
    """

    word: int
    types: tuple[float, ...]
    statuses: tuple[float, ...]
    background: float
    retold: float
    unnamed: float
    modes: tuple[float, ...]
    roles: Mapping[int, tuple[float, float, float]]
    unnamed_sides: tuple[float, float] = (0.0, 0.0)
    whose: Mapping[int, Shares] = field(default_factory=dict)
    whose_unnamed: tuple[Shares, Shares] = ({}, {})
    vector: View = field(compare=False)
    around: View = field(compare=False)
    mentions: Mapping[int, View] = field(compare=False)

    @property
    def likeliest(self) -> int:
        """The number of the likeliest type of an act, 1 to 16."""
        return max(range(1, len(self.types)), key=self.types.__getitem__)


@dataclass(frozen=True)
class Proposal:
    """A word of a sentence that may tell an act, with all that is known of it."""

    scene: Scene
    sentence: Sentence
    heard: Heard
    beside: Sequence[Heard] = ()
    n_acts: float = 0.0  # how many acts its report tells, summed over shares

    @property
    def word(self) -> int:
        """The token's index."""
        return self.heard.word

    @cached_property
    def rule(self) -> RuleAct | None:
        """What the rules see at this word."""
        return self.scene.rules.get((self.sentence.index, self.word))

    @cached_property
    def likeliest(self) -> int:
        """The number of the likeliest type of the act, 1 to 16."""
        return self.heard.likeliest

    @cached_property
    def is_passive(self) -> bool:
        """Whether something is done to the word's subject."""
        below = self.sentence.children[self.word]
        return any(self.sentence.tokens[i].dep in {"nsubjpass", "auxpass"} for i in below)

    @cached_property
    def links(self) -> list[int]:
        """Indices of the links that may take part, in text order."""
        return sorted(self.heard.roles)

    @cached_property
    def here(self) -> list[Link]:
        """The links of the word's sentence."""
        links = self.scene.links
        return [links[n] for n in self.scene.links_by_sentence.get(self.sentence.index, ())]

    @cached_property
    def heads(self) -> list[int]:
        """The head words of the links of the word's sentence."""
        return [one.mention.head for one in self.here]

    @cached_property
    def countries(self) -> Counter[str | None]:
        """How many links of the word's sentence are of each country."""
        return Counter(one.actors[0].country for one in self.here)

    @cached_property
    def clause(self) -> int:
        """The verb of the word's clause."""
        return _clause(self.sentence, self.word)

    @cached_property
    def speaker(self) -> Span | None:
        """Who says the words that tell the act."""
        return _speaker(self.scene, self.sentence.tokens[self.word].span)

    @cached_property
    def tied(self) -> tuple[tuple[Link, ...], ...]:
        """Links of the clause's subject, of its object, of a preposition of it, and of an owner."""
        clauses = self.scene.clauses[self.sentence.index]
        participants = self.scene.participants[self.sentence.index]
        return (
            participants.of_all(clauses.agents(self.word)),
            participants.of_all(clauses.patients(self.word)),
            participants.of_all([obj for _, obj in clauses.prepositions(self.word)]),
            participants.owner_of(self.word),
        )


ACT_COLUMNS = (
    "act", "type", "second type", *(f"status {one}" for one in STATUSES), "background", "retold",
    "unnamed", "unnamed actor", "unnamed recipient", "rule", "rule's type is likeliest",
    "rule's type", "rule's conditions", "rule on a noun", "rule's agents", "rule's recipients",
    "rule tells it", "rule tells this type", "rule's score", "rule's status", "part of speech",
    "dependency", "passive", "type number", "length", "position", "sentence",
    "governor's part of speech", "words above", "headline", "others", "best other",
    "best other of the type", "words to the nearest", "above", "below", "rank", "sentences",
    "acts of the report",
)  # fmt: skip


def act_row(proposal: Proposal) -> list[float]:
    """Describe the word itself; columns are ``ACT_COLUMNS``."""
    return [
        *_as_heard(proposal),
        *_as_ruled(proposal),
        *_as_written(proposal),
        *_beside_acts(proposal),
        len(proposal.scene.sentences),
        proposal.n_acts,
    ]


def _as_heard(proposal: Proposal) -> Iterator[float]:
    heard = proposal.heard
    yield 1 - heard.types[0]
    yield heard.types[heard.likeliest]
    yield sorted(heard.types[1:])[-2]
    yield from heard.statuses
    yield heard.background
    yield heard.retold
    yield heard.unnamed
    yield from heard.unnamed_sides


def _as_ruled(proposal: Proposal) -> Iterator[float]:
    rule, likeliest = proposal.rule, proposal.heard.likeliest
    seen = TYPES.index(rule.act.type) + 1 if rule else 0
    coding = rule.coding if rule else None
    yield rule is not None
    yield seen == likeliest
    yield seen
    yield rule.act.n_conditions if rule else 0
    yield rule is not None and rule.act.is_noun
    yield len(rule.act.roles.agents) if rule else 0
    yield len(rule.act.roles.recipients) if rule else 0
    yield coding is not None
    yield coding is not None and coding.type == TYPES[likeliest - 1]
    yield coding.score if coding else 0
    yield STATUSES.index(rule.status) if rule else -1


def _as_written(proposal: Proposal) -> Iterator[float]:
    sentence, word = proposal.sentence, proposal.word
    token = sentence.tokens[word]
    yield _place(token.pos, PARTS)
    yield _place(token.dep, DEPENDENCIES)
    yield proposal.is_passive
    yield proposal.heard.likeliest
    yield len(sentence.tokens)
    yield word
    yield sentence.index
    yield _place(sentence.tokens[token.head].pos, PARTS)
    yield len(chain(sentence, word))
    yield sentence.is_headline


def _beside_acts(proposal: Proposal) -> Iterator[float]:
    """How the word fares beside others of its sentence that may tell acts."""
    heard, sentence = proposal.heard, proposal.sentence
    others = [one for one in proposal.beside if one is not heard]
    yield len(others)
    yield max((1 - one.types[0] for one in others), default=0.0)
    yield max((one.types[heard.likeliest] for one in others), default=0.0)
    yield min((abs(one.word - heard.word) for one in others), default=NOWHERE)
    above = set(chain(sentence, heard.word)[1:])
    yield max((1 - one.types[0] for one in others if one.word in above), default=0.0)
    below = (one for one in others if heard.word in chain(sentence, one.word)[1:])
    yield max((1 - one.types[0] for one in below), default=0.0)
    yield sum(one.types[0] < heard.types[0] for one in others)


SIDE_COLUMNS = (
    "actor", "recipient", "rule's agent", "rule's recipient", "rule has agents",
    "rule has recipients", "mention kind", "same sentence", "sentences before", "words between",
    "steps up", "steps down", "dependency", "preposition", "no country", "guessed", "body",
    "sector", "no sector", "armed", "people", "speaks", "in speech", "of the report's pair",
    "namesakes", "namesakes' actor", "namesakes' recipient", "others' actor", "others' recipient",
    "another act's", "type number", "type", "unnamed", "passive", "part of speech", "actors",
    "link's score", "meets at root", "meets at act", "meets at mention", "subject of the act",
    "object of the act", "by preposition", "owns the act", "others between", "a place, too",
    "of the same clause", "before the act", "nearest before", "nearest after", "namesakes here",
    "words", "countries here", "sentence's first",
)  # fmt: skip


def side_rows(proposal: Proposal) -> list[list[float]]:
    """Describe each link that may take part, in the order of ``proposal.links``."""
    return [_side_row(proposal, index) for index in proposal.links]


def _side_row(proposal: Proposal, index: int) -> list[float]:
    link, sentence = proposal.scene.links[index], proposal.sentence
    is_here = link.mention.sentence == sentence.index
    path = _path(sentence, proposal.word, link.mention.head) if is_here else (FAR, FAR, -1)
    return [
        *_as_heard_and_ruled(proposal, index),
        *_as_placed(proposal, link, path),
        *_as_somebody(proposal, link),
        *_beside_others(proposal, index),
        *_of_the_act(proposal, link, path[2]),
        *_in_sentence(proposal, link),
    ]


def _as_heard_and_ruled(proposal: Proposal, index: int) -> Iterator[float]:
    """What encoder and rules say of the link."""
    link, shares = proposal.scene.links[index], proposal.heard.roles[index]
    rule = proposal.rule.act.roles if proposal.rule else None
    yield from shares[1:]
    yield rule is not None and link in rule.agents
    yield rule is not None and link in rule.recipients
    yield rule is not None and bool(rule.agents)
    yield rule is not None and bool(rule.recipients)


def _as_placed(proposal: Proposal, link: Link, path: tuple[float, float, int]) -> Iterator[float]:
    """Where the link stands, seen from the act's word."""
    sentence, word, head = proposal.sentence, proposal.word, link.mention.head
    is_here = link.mention.sentence == sentence.index
    yield KINDS[link.mention.kind]
    yield is_here
    yield sentence.index - link.mention.sentence
    yield head - word if is_here else NOWHERE
    yield from path[:2]
    yield _place(sentence.tokens[head].dep, DEPENDENCIES) if is_here else -1
    yield _place(_preposition(sentence, head), PREPOSITIONS) if is_here else -1


def _as_somebody(proposal: Proposal, link: Link) -> Iterator[float]:
    """Who the link is, and whether he speaks."""
    scene, actor = proposal.scene, link.actors[0]
    speaker = proposal.speaker
    yield actor.country is None
    yield actor.is_guessed
    yield actor.country in NOT_STATES
    yield _place(actor.sector, SECTORS)
    yield actor.sector is None
    yield actor.sector in ARMED
    yield actor.sector in PEOPLE
    yield speaker is not None and bool(link.mention.span.overlap(speaker))
    yield speaker is not None
    yield actor.country in scene.foremost


def _beside_others(proposal: Proposal, index: int) -> Iterator[float]:
    """How the link fares beside others, and in other acts of the sentence."""
    scene, heard = proposal.scene, proposal.heard
    country = scene.links[index].actors[0].country
    others = [one for one in heard.roles if one != index]
    namesakes = [n for n in others if scene.links[n].actors[0].country == country]
    yield len(namesakes)
    yield from _most(heard, namesakes)
    yield from _most(heard, others)
    acts = (one for one in proposal.beside if index in one.roles and one is not heard)
    yield max((max(one.roles[index][1:]) for one in acts), default=0.0)


def _of_the_act(proposal: Proposal, link: Link, meet: int) -> Iterator[float]:
    """The act itself, and how grammar ties the link to it."""
    sentence, heard, tokens = proposal.sentence, proposal.heard, proposal.sentence.tokens
    is_here = link.mention.sentence == sentence.index
    yield proposal.likeliest
    yield heard.types[proposal.likeliest]
    yield heard.unnamed
    yield proposal.is_passive
    yield _place(tokens[heard.word].pos, PARTS)
    yield len(link.actors)
    yield link.score
    yield meet >= 0 and tokens[meet].dep == "ROOT"
    yield is_here and meet == heard.word
    yield is_here and meet == link.mention.head
    yield from (is_here and link in links for links in proposal.tied)
    yield _between(proposal, link) if is_here else NOWHERE


def _in_sentence(proposal: Proposal, link: Link) -> Iterator[float]:
    """How the link stands among the words and links of the act's sentence."""
    sentence, word, mention = proposal.sentence, proposal.word, link.mention
    is_here = mention.sentence == sentence.index
    heads, countries = proposal.heads, proposal.countries
    places = proposal.scene.places_by_sentence.get(mention.sentence, ())
    yield any(one.span.overlap(mention.span) for one in places)
    yield is_here and _clause(sentence, mention.head) == proposal.clause
    yield is_here and mention.head < word
    yield is_here and mention.head < word and not any(mention.head < n < word for n in heads)
    yield is_here and mention.head > word and not any(word < n < mention.head for n in heads)
    yield countries[link.actors[0].country] - is_here
    yield len(mention.span)
    yield len(countries)
    yield is_here and mention.head == min(heads)


def summary_row(sides: Sequence[tuple[float, ...]]) -> list[float]:
    """The best shares of actors and recipients, how open they are, and how many."""
    actors = [*sorted((s[1] for s in sides), reverse=True), 0.0, 0.0]
    recipients = [*sorted((s[2] for s in sides), reverse=True), 0.0, 0.0]
    is_open = sum(min(share, 1 - share) for side in sides for share in side[1:])
    return [*actors[:2], *recipients[:2], is_open, len(sides)]


def is_sure(link: Link) -> bool:
    """Whether the words of a link tell its country."""
    actor = link.actors[0]
    named = link.mention.kind is MentionKind.NAME
    return named and actor.country is not None and not actor.is_guessed


def sure_countries(links: Iterable[Link]) -> frozenset[str]:
    """The countries that the words of links tell."""
    return frozenset(a.country for link in links if is_sure(link) for a in link.actors if a.country)


COUNTRY_COLUMNS = (
    "linked", "linked by a guess", "linked to none", "linked elsewhere", "guessed elsewhere",
    "link's score", "share of namings", "rank", "countries", "body", "namings", "placings",
    "nearest", "nearest before", "nearest place", "nearest place before", "places in the sentence",
    "last place", "in the sentence before", "first told", "since first told",
    "in the first sentence", "bare name in the sentence", "parties in the sentence", "beside",
    "others beside", "sector", "kind", "type number", "role", "sentence", "steps to a name",
    "steps to a place", "name below", "place below", "the speaker's", "spoken", "sector's own",
    "sector's others", "word's own", "word's others", "sentences since", "named last",
    "alone in the sentence", "first place", "of the sentence's subject", "steps are least", "heard",
    "heard elsewhere", "best heard of others",
)  # fmt: skip
ASKED = [
    n
    for n, name in enumerate(COUNTRY_COLUMNS)
    if name in {"beside", "others beside", "type number", "role"} or "heard" in name
]
SEEN = [n for n in range(len(COUNTRY_COLUMNS)) if n not in ASKED]
MOST_SIDES = 200  # whose rows are kept; those of a sentence and of two before it are asked


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A side whose country is asked for.

    ``start`` is where it stands, ``kind`` its mention's kind, ``UNLINKED`` or ``UNNAMED``; ``type``
    the number of the act's type, ``role`` 1 for who acts and 2 for on whom, ``beside`` the
    countries that the words tell of the other role; ``heard`` whose the encoder takes it for.
    """

    sentence: int
    start: int
    link: Link | None
    kind: int
    type: int
    role: int
    beside: frozenset[str] = frozenset()
    heard: Shares | None = None


class CountryRows:
    """The countries of a report, each described as that of a side.

    What no act changes is seen once for each side, of the latest ``MOST_SIDES``.
    """

    def __init__(self, scene: Scene) -> None:
        self.candidates = sorted({*scene.named, *scene.placed})
        # of a function that does not hold this: a report goes as soon as it is coded
        self._rows_seen_from = lru_cache(MOST_SIDES)(partial(_seen_from, scene, self.candidates))

    def of(self, side: Unplaced) -> NDArray[np.float32]:
        """Give a row for each of the ``candidates``; columns are ``COUNTRY_COLUMNS``."""
        standing = Unplaced(side.sentence, side.start, side.link, side.kind, 0, 0)
        rows = self._rows_seen_from(standing).copy()
        if self.candidates:
            rows[:, ASKED] = [
                (*_as_asked(side, country), *_as_heard_of(side, country))
                for country in self.candidates
            ]
        return rows


def _seen_from(scene: Scene, candidates: Sequence[str], side: Unplaced) -> NDArray[np.float32]:
    here = [scene.links[n] for n in scene.links_by_sentence.get(side.sentence, ())]
    seen = _SeenFrom(scene, side, [one for one in here if one is not side.link])
    rows = np.zeros((len(candidates), len(COUNTRY_COLUMNS)), np.float32)
    if candidates:
        rows[:, SEEN] = [seen.row(one, len(candidates)) for one in candidates]
    return rows


def _as_asked(side: Unplaced, country: str) -> Iterator[float]:
    """What is asked: the country beside those of the other role, the act's type, the role."""
    yield country in side.beside
    yield len(side.beside - {country})
    yield side.type
    yield side.role


def _as_heard_of(side: Unplaced, country: str) -> Iterator[float]:
    """Whose the encoder takes the side for, of the countries near it."""
    if side.heard is None:
        yield from (UNHEARD,) * 3
    else:
        yield side.heard.get(country, UNHEARD)
        yield side.heard.get(ELSEWHERE, UNHEARD)
        others = (share for one, share in side.heard.items() if one not in {country, ELSEWHERE})
        yield max(others, default=UNHEARD)


@dataclass(frozen=True)
class _SeenFrom:
    """Countries as they stand to a side, whatever its act."""

    scene: Scene
    side: Unplaced
    here: Sequence[Link]

    @cached_property
    def own(self) -> tuple[tuple[str | None, bool], ...]:
        link = self.side.link
        return tuple((a.country, a.is_guessed) for a in link.actors) if link else ()

    @cached_property
    def last_place(self) -> str | None:
        places = self.scene.places
        before = [one.place.country for one in places if one.sentence < self.side.sentence]
        return next((country for country in reversed(before) if country), None)

    @cached_property
    def before(self) -> frozenset[str | None]:
        links = self.scene.links_by_sentence.get(self.side.sentence - 1, ())
        return frozenset(a.country for n in links for a in self.scene.links[n].actors)

    @cached_property
    def sector(self) -> str | None:
        if self.side.link is None:
            return "UAF" if self.side.kind == UNNAMED else None
        return self.side.link.actors[0].sector

    def row(self, country: str, n_candidates: int) -> list[float]:
        scene, side = self.scene, self.side
        told = [o for o in self.here if any(a.country == country for a in o.actors)]
        first = scene.first_told.get(country)
        return [
            *self._as_linked(country),
            *self._among_others(country, n_candidates),
            *self._where_told(country, told),
            first is not None and first == scene.first_of_all,
            first - side.start if first is not None and first < side.start else AWAY,
            first is not None and first in scene.sentences[0].span,
            any(a.country == country and a.sector is None for o in told for a in o.actors),
            sum(any(a.country == country and a.sector for a in o.actors) for o in told),
            _place(self.sector, SECTORS),
            side.kind,
            side.sentence,
            *self._by_parse(country),
            *self._by_speech(country),
            *self._by_likes(country),
            *self._by_order(country),
        ]

    @cached_property
    def within(self) -> Sentence:
        """The sentence of the side."""
        return self.scene.sentences[self.side.sentence]

    @cached_property
    def head(self) -> int:
        """The token that the side hangs on: its own, or the act's word."""
        if self.side.link is not None:
            return self.side.link.mention.head
        return self._token_at(self.side.start)

    def _token_at(self, start: int) -> int:
        return next((t.index for t in self.within.tokens if start < t.span.end), 0)

    @cached_property
    def near(self) -> tuple[Steps, Steps]:
        """Steps in the parse to each country's nearest name, and to its nearest place."""
        places = [one for one in self.scene.places if one.sentence == self.side.sentence]
        return (
            self._steps((a.country, o.mention.head) for o in self.here for a in o.actors),
            self._steps((one.place.country, self._token_at(one.span.start)) for one in places),
        )

    def _steps(self, told: Iterable[tuple[str | None, int]]) -> Steps:
        found: dict[str, tuple[float, bool]] = {}
        for country, head in told:
            if country:
                up, down, _ = _path(self.within, self.head, head)
                steps, below = found.get(country, NOT_NEAR)
                found[country] = min(steps, up + down), below or up == 0
        return found

    def _by_parse(self, country: str) -> Iterator[float]:
        """How near in the parse the country is named, or a place of it; whether below the side."""
        names, places = (one.get(country, NOT_NEAR) for one in self.near)
        yield from (names[0], places[0], names[1], places[1])

    @cached_property
    def speaking(self) -> frozenset[str | None] | None:
        """The countries of who says it; ``None`` where nobody does."""
        speaker = _speaker(self.scene, Span(self.side.start, self.side.start + 1))
        if speaker is None:
            return None
        told = (o for o in self.scene.links if o.mention.span.overlap(speaker))
        return frozenset(a.country for o in told for a in o.actors)

    def _by_speech(self, country: str) -> Iterator[float]:
        yield self.speaking is not None and country in self.speaking
        yield self.speaking is not None

    @cached_property
    def likes(self) -> tuple[Counter[str | None], Counter[str | None]]:
        """Countries of surely linked others of the side's sector, and of those called like it."""
        link = self.side.link
        of_sector: Counter[str | None] = Counter()
        of_word: Counter[str | None] = Counter()
        lemma = self._lemma(link) if link else None
        for one in self.scene.links:
            actor = one.actors[0]
            if one is not link and not actor.is_guessed and actor.country:
                of_sector[actor.country] += actor.sector == self.sector
                of_word[actor.country] += lemma is not None and self._lemma(one) == lemma
        return of_sector, of_word

    def _lemma(self, link: Link) -> str:
        return self.scene.sentences[link.mention.sentence].tokens[link.mention.head].lemma.lower()

    def _by_likes(self, country: str) -> Iterator[float]:
        for counted in self.likes:
            yield counted[country]
            yield sum(counted.values()) - counted[country]

    @cached_property
    def told_before(self) -> Mapping[str, tuple[int, int]]:
        """Where each country was last told before the side: by sentence and code point."""
        tellings = self.scene.tellings.items()
        counted = (
            (country, told, bisect_left(told, (self.side.start,))) for country, told in tellings
        )
        return {country: told[n - 1][::-1] for country, told, n in counted if n}

    @cached_property
    def latest(self) -> str | None:
        """The country that was told last before the side."""
        last = self.told_before
        return max(last, key=lambda one: (last[one], one), default=None)

    def _by_order(self, country: str) -> Iterator[float]:
        """How lately the country was told, and how it fares beside others of the sentence."""
        last, names, places = self.told_before, *self.near
        yield self.side.sentence - last[country][0] if country in last else NOWHERE
        yield country == self.latest
        yield (country in names or country in places) and len({*names, *places}) == 1
        yield bool(self.scene.places) and self.scene.places[0].place.country == country
        subjects = (o for o in self.here if self.within.tokens[o.mention.head].dep in SUBJECTS)
        yield any(a.country == country for o in subjects for a in o.actors)
        least = min((n for one in self.near for n, _ in one.values()), default=FAR)
        yield min(one.get(country, NOT_NEAR)[0] for one in self.near) <= min(least, FAR - 1)

    def _as_linked(self, country: str) -> Iterator[float]:
        """What the side's own link says of the country."""
        yield any(one == country for one, _ in self.own)
        yield any(one == country and guessed for one, guessed in self.own)
        yield bool(self.own) and all(one is None for one, _ in self.own)
        yield any(one and one != country and not guessed for one, guessed in self.own)
        yield any(one and one != country and guessed for one, guessed in self.own)
        yield self.side.link.score if self.side.link else 0

    def _among_others(self, country: str, n_candidates: int) -> Iterator[float]:
        """How much of the report is about the country."""
        scene = self.scene
        yield (scene.named[country] + scene.placed[country]) / max(1, scene.n_told)
        yield scene.ranking.index(country) if country in scene.ranking else len(scene.ranking)
        yield n_candidates
        yield country in NOT_STATES
        yield scene.named[country]
        yield scene.placed[country]

    def _where_told(self, country: str, told: Sequence[Link]) -> Iterator[float]:
        """How near the side the country is named, or places of it."""
        scene, side = self.scene, self.side
        places = [one for one in scene.places if one.sentence == side.sentence]
        nearest = [o.span.start - side.start for o in places if o.place.country == country]
        away = [one.mention.span.start - side.start for one in told]
        yield min(map(abs, away), default=AWAY)
        yield min((-far for far in away if far < 0), default=AWAY)
        yield min(map(abs, nearest), default=AWAY)
        yield max((far for far in nearest if far < 0), default=AWAY)
        yield len(places)
        yield self.last_place == country
        yield country in self.before


def steps_between(sentence: Sentence, one: int, other: int) -> float:
    """Steps in the parse from one word to another."""
    up, down, _ = _path(sentence, one, other)
    return up + down


def _place(value: str | None, names: Sequence[str]) -> int:
    return names.index(value) if value in names else -1


def chain(sentence: Sentence, index: int) -> list[int]:
    """A token and all that govern it, the nearest first."""
    found = [index]
    while sentence.tokens[found[-1]].head not in found:
        found.append(sentence.tokens[found[-1]].head)
    return found


def _path(sentence: Sentence, word: int, head: int) -> tuple[float, float, int]:
    """Steps up from the word, steps down to the mention's head, and where they meet."""
    up, down = chain(sentence, word), chain(sentence, head)
    for steps, index in enumerate(up):
        if index in down:
            return steps, down.index(index), index
    return FAR, FAR, -1


def _preposition(sentence: Sentence, head: int) -> str | None:
    token = sentence.tokens[head]
    for _ in range(len(sentence.tokens)):
        if token.dep not in HANGING or token.head == token.index:
            break
        token = sentence.tokens[token.head]
    return sentence.tokens[token.head].lemma.lower() if token.dep == "pobj" else None


def _speaker(scene: Scene, word: Span) -> Span | None:
    """Who says the words in which an act is told, the innermost speech last."""
    found = None
    for speech in scene.speeches:
        if speech.speaker and any(word.start in content for content in speech.content):
            found = speech.speaker
    return found


def _most(heard: Heard, links: Sequence[int]) -> tuple[float, float]:
    """The best shares of actor and recipient among links."""
    shares = [heard.roles[index] for index in links] or [NOTHING]
    return max(one[1] for one in shares), max(one[2] for one in shares)


def _clause(sentence: Sentence, index: int) -> int:
    """The nearest verb at or above a token; -1 where there is none."""
    return next((n for n in chain(sentence, index) if sentence.tokens[n].pos in VERBS), -1)


def _between(proposal: Proposal, link: Link) -> int:
    """How many other mentions stand between the word and a link."""
    first, last = sorted((proposal.word, link.mention.head))
    return sum(first < head < last for head in proposal.heads)
