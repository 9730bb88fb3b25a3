"""Whom the words of a sentence name, and which of these are sides of an act.

In:  one sentence and its links.   Out: for any token the links that its phrase carries; ``Roles``;
recipients without those who are only spoken of beside the act.
Does not: say who takes part; each finder of roles asks what it needs.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from detente.records import Link, MentionKind, Sentence, Token

__all__ = [
    "FORCES",
    "ORGANS",
    "Participants",
    "Roles",
    "are_organs_of",
    "countries_of",
    "first_below",
    "is_of_own_state",
    "is_own_organ",
    "is_press",
    "is_somebody",
    "joined",
    "unique",
    "without",
    "without_bystanders",
    "without_own_guess",
]

ORGANS = frozenset({None, "GOV", "MIL", "SPY", "COP"})
MOVED = frozenset({"MOBILIZE", "RETREAT"})  # types whose object is often one's own force
OWN_MATTER = frozenset({"MOBILIZE", "RETREAT", "SANCTION", "AID", "COOPERATE", "AGREE"})
PEOPLE = frozenset({"CVL", "REF", "LAB", "AGR", "EDU", "JRN", "REL", "MED"})
FORCES = frozenset({"MIL", "COP"})
STATE = frozenset({None, "GOV"})


@dataclass(frozen=True, slots=True)
class Roles:
    """Who acts and on whom. Mutual acts have all sides in ``agents``."""

    agents: tuple[Link, ...]
    recipients: tuple[Link, ...]


def countries_of(links: Iterable[Link]) -> frozenset[str | None]:
    """The countries of all actors of some links, ``None`` where one has none."""
    return frozenset(actor.country for link in links for actor in link.actors)


def are_organs_of(links: Iterable[Link], countries: Container[str | None]) -> bool:
    """Whether all actors of some links act for these very states; so do those of no link."""
    actors = (actor for link in links for actor in link.actors)
    return all(actor.country in countries and actor.sector in ORGANS for actor in actors)


class Participants:
    """The actors of one sentence by the tokens of their phrases."""

    def __init__(self, sentence: Sentence, links: Iterable[Link]) -> None:
        self.sentence = sentence
        self.links = tuple(link for link in links if link.mention.sentence == sentence.index)
        self._by_head: dict[int, list[Link]] = defaultdict(list)
        for link in self.links:
            self._by_head[link.mention.head].append(link)

    def at(self, index: int) -> tuple[Link, ...]:
        """Links whose phrase is headed by the token at ``index``; the widest phrase first."""
        found = self._by_head.get(index) or [
            link for link in self.links if self.sentence.tokens[index].span in link.mention.span
        ]
        return tuple(sorted(found, key=lambda link: -len(link.mention.span)))[:1]

    def of(self, index: int) -> tuple[Link, ...]:
        """Links that the phrase at ``index`` carries: its own, else its owner's or modifier's."""
        return self.at(index) or self._below(index) or self._speaker(index)

    def named(self, links: Iterable[Link]) -> tuple[Link, ...]:
        """The links with names for pronouns, where the same sentence names whom they stand for."""
        return _unique(self._name_for(link) for link in links)

    def owner_of(self, index: int) -> tuple[Link, ...]:
        """Links of whose thing it is at ``index``, whatever the thing itself is called."""
        return self._below(index)

    def of_all(self, indices: Sequence[int]) -> tuple[Link, ...]:
        """Links of several phrases, in order, each once."""
        return _unique(link for index in indices for link in self.of(index))

    def joined(self, index: int) -> tuple[Link, ...]:
        """Links of a phrase and of what is joined to it ("with Congo and Costa Rica")."""
        return _unique(self._with_conjuncts(index))

    def preposition_of(self, link: Link) -> str | None:
        """The preposition that governs a link's phrase; ``None`` without one."""
        tokens = self.sentence.tokens
        index = link.mention.head
        while tokens[index].dep == "conj":
            index = tokens[index].head
        governor = tokens[tokens[index].head]
        return governor.text.lower() if tokens[index].dep == "pobj" else None

    def within(self, index: int) -> tuple[Link, ...]:
        """All links anywhere in the subtree of a token, in text order."""
        below = self.sentence.subtrees[index]
        return tuple(link for link in self.links if link.mention.head in below)

    def _name_for(self, link: Link) -> Link:
        if link.mention.kind is not MentionKind.PRONOUN:
            return link
        names = [
            other
            for other in self.links
            if other.mention.kind is not MentionKind.PRONOUN and other.actors == link.actors
        ]
        before = [other for other in names if other.mention.head < link.mention.head]
        return (before[-1:] or names[:1] or [link])[0]

    def _speaker(self, index: int) -> tuple[Link, ...]:
        """Links of who says "it": "X said *it* was ready", where nothing else told who it is."""
        tokens = self.sentence.tokens
        token = tokens[index]
        if token.text.lower() not in SPEAKERS or token.dep not in {"nsubj", "nsubjpass"}:
            return ()
        verb = tokens[token.head]
        if verb.dep != "ccomp":
            return ()
        said = self.sentence.children[verb.head]
        subjects = (i for i in said if tokens[i].dep == "nsubj" and i != index)
        return next((found for found in map(self.at, subjects) if found), ())

    def _below(self, index: int) -> tuple[Link, ...]:
        tokens = self.sentence.tokens
        owners: list[Link] = []

        def behind(prepositions: frozenset[str]) -> tuple[Link, ...]:
            preps = (i for i in self.sentence.children[index] if tokens[i].dep == "prep")
            chosen = (i for i in preps if tokens[i].text.lower() in prepositions)
            pobjs = (pobj for prep in chosen for pobj in self.sentence.children[prep])
            return _unique(link for pobj in pobjs for link in self._with_conjuncts(pobj))

        for child in self.sentence.children[index]:
            if tokens[child].dep in MODIFIERS:
                owners.extend(self._with_conjuncts(child))
        if owners:
            return _unique(owners)
        return next((found for found in map(behind, OF_WHOM) if found), ())

    def _with_conjuncts(self, index: int) -> list[Link]:
        found = list(self.at(index) or self._below(index))
        for child in self.sentence.children[index]:
            if self.sentence.tokens[child].dep == "conj":
                found.extend(self._with_conjuncts(child))
        return found


def first_below(
    indices: Iterable[int], participants: Participants, agents: Sequence[Link]
) -> tuple[Link, ...]:
    """The first party in some phrases; one of another country goes before all others."""
    found = [link for index in indices for link in without(participants.within(index), agents)]
    own = countries_of(agents)
    foreign = [
        link
        for link in found
        if any(a.country and a.country not in own and not a.is_guessed for a in link.actors)
    ]
    return tuple((foreign or found)[:1])


def is_own_organ(link: Link, agents: Sequence[Link], type_: str) -> bool:
    """Whether an object is the agent's own: "strengthened *its forces* in Lebanon".

    Whose forces are moved need not be said: they are those of who moves them.
    """
    if type_ not in OWN_MATTER:
        return False
    doers = [actor for agent in agents for actor in agent.actors]
    codes = {actor.code for actor in doers}
    own = {actor.country for actor in doers if actor.sector in ORGANS}
    if type_ == "MOBILIZE" and all(actor.sector in FORCES for actor in link.actors):
        return True
    if type_ in MOVED and all(a.is_guessed and a.sector in FORCES for a in link.actors):
        return True
    if type_ == "SANCTION" and all(a.sector == "GOV" and not a.country for a in link.actors):
        return True  # "recalled its envoy"
    return all(
        actor.code in codes or (actor.country in own and actor.sector in ORGANS)
        for actor in link.actors
    )


def is_of_own_state(link: Link, agents: Sequence[Link]) -> bool:
    """Whether a link is of the very country for which the agents, organs of a state, act.

    Others are at odds with their state, but not with its people.
    """
    acting = [actor for agent in agents for actor in agent.actors]
    own = {actor.country for actor in acting if actor.sector in ORGANS}
    people = {actor.country for actor in acting}
    return all(
        actor.country in own or (actor.country in people and actor.sector in PEOPLE)
        for actor in link.actors
        if actor.country
    ) and all(actor.country for actor in link.actors)


def is_press(link: Link) -> bool:
    """Whether a link is journalists or a medium, which is told what others do."""
    return all(actor.sector == "JRN" for actor in link.actors)


def is_somebody(link: Link) -> bool:
    """Whether anything is known of a link: not a mere unlisted name."""
    return any(actor.country or actor.sector for actor in link.actors)


def without(links: Sequence[Link], agents: Sequence[Link]) -> tuple[Link, ...]:
    """Leave out who already acts: nobody is both sides of one act."""
    taken = {actor.id or actor.name for link in agents for actor in link.actors}
    return tuple(
        link for link in links if not {actor.id or actor.name for actor in link.actors} <= taken
    )


def joined(first: Sequence[Link], second: Sequence[Link]) -> tuple[Link, ...]:
    """Join two sides; who is on both counts once."""
    return (*first, *without(second, first))


def unique(links: Iterable[Link]) -> tuple[Link, ...]:
    """Leave out mentions told twice, keeping the order."""
    return tuple({link.mention.span: link for link in links}.values())


def without_own_guess(agents: Sequence[Link], recipients: Sequence[Link]) -> tuple[Link, ...]:
    """Leave out a government that was guessed to be the very state that it deals with.

    "The cabinet thanked Sudria" tells of somebody else's cabinet.
    """
    dealt_with = {
        actor.country for link in recipients for actor in link.actors if actor.sector in STATE
    }
    return tuple(
        link
        for link in agents
        if not all(
            a.is_guessed and a.sector in STATE and a.country in dealt_with for a in link.actors
        )
    )


# --- Act -> its recipients without those who are only spoken of beside it.

OF_DEEDS = frozenset({"ACCUSE", "REQUEST", "SUPPORT"})  # aimed at whoever did what they speak of
OF_INTENT = frozenset({"AGREE", "REJECT", "THREATEN"})  # what is said beside them is another matter
OF_DOERS = frozenset({"CONCEDE", "RETREAT", "AID", "MOBILIZE"})  # "withdrew, and *X met Y*"
CONDITIONS = frozenset({"if", "unless", "until", "should"})
OCCASIONS = frozenset({"after", "before", "following", "since", "despite", "amid", "during"})
TELLING = frozenset({"tell", "say", "inform", "announce", "declare", "brief", "insist"})


def without_bystanders(act: tuple[int, str], roles: Roles, participants: Participants) -> Roles:
    """Leave out the recipients that take no part.

    Whom only a relative clause names ("the hills, *which X had seized*") or a clause beside the
    act ("turned it down, *saying X should pay*"), the press that is merely told, the source
    ("*according to X*"), and a state's own men where it kills: another's are meant.
    """
    agents = roles.agents
    kept = (link for link in roles.recipients if not _is_beside(link, act, agents, participants))
    return Roles(agents, tuple(kept))


# Private functions


def _is_beside(
    link: Link, act: tuple[int, str], agents: Sequence[Link], participants: Participants
) -> bool:
    predicate, type_ = act
    if type_ == "ASSAULT" and _is_within_state(link, agents):
        return True
    path = list(_path(link, predicate, participants))
    bears_on = type_ == "SANCTION" and participants.preposition_of(link) in {"on", "against"}
    is_told_of = type_ in OF_DEEDS or bears_on  # "kept the sanctions that it imposed *on X*"
    if not is_told_of and any(token.dep == "relcl" for token in path):
        return True
    if type_ in OF_INTENT and any(_is_aside(token, participants) for token in path):
        return True
    if type_ in OF_DOERS and any(token.dep == "conj" and token.pos == "VERB" for token in path):
        return True
    if any(token.text.lower() == "according" for token in path):
        return True
    lemma = participants.sentence.tokens[predicate].lemma
    return lemma in TELLING and is_press(link)


def _is_within_state(link: Link, agents: Sequence[Link]) -> bool:
    """Whether all are organs of one state: "X said Y had killed two of *its* soldiers"."""
    countries = countries_of(agents)
    is_one_state = len(countries) == 1 and None not in countries
    return is_one_state and are_organs_of((link, *agents), countries)


def _path(link: Link, predicate: int, participants: Participants) -> Iterator[Token]:
    """The tokens from a link up to the predicate, or to what stands above both, left out."""
    sentence = participants.sentence
    token = sentence.tokens[link.mention.head]
    while token.index != predicate and predicate not in sentence.subtrees[token.index]:
        yield token
        token = sentence.tokens[token.head]


def _is_aside(token: Token, participants: Participants) -> bool:
    """Whether a phrase tells when, or what else, but not what is promised or on what condition."""
    if token.dep != "advcl":
        return token.dep == "prep" and token.text.lower() in OCCASIONS
    below = (participants.sentence.tokens[i] for i in participants.sentence.children[token.index])
    return not any(child.text.lower() in CONDITIONS for child in below)


# --- Token -> the actors it names. Bridges syntax (heads of phrases) and the links of actors/.

MODIFIERS = frozenset({"poss", "compound", "amod", "nmod", "appos", "nummod"})
SPEAKERS = frozenset({"it", "he", "she", "they", "we", "i"})
OF_WHOM = (
    frozenset({"of", "from", "by", "for", "between", "among"}),
    frozenset({"in", "within", "inside"}),  # only where nothing says whose it is
)


def _unique(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple({link.mention.span: link for link in links}.values())
