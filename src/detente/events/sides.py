"""Whom the words of a sentence name, and which of these are sides of an act.

In:  one sentence and its links.   Out: for any token the links that its phrase carries; ``Roles``;
Does not: say who takes part; each finder of roles asks what it needs.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from detente.records import Link, MentionKind, Sentence

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
        return unique(self._name_for(link) for link in links)

    def owner_of(self, index: int) -> tuple[Link, ...]:
        """Links of whose thing it is at ``index``, whatever the thing itself is called."""
        return self._below(index)

    def of_all(self, indices: Sequence[int]) -> tuple[Link, ...]:
        """Links of several phrases, in order, each once."""
        return unique(link for index in indices for link in self.of(index))

    def joined(self, index: int) -> tuple[Link, ...]:
        """Links of a phrase and of what is joined to it ("with Congo and Costa Rica")."""
        return unique(self._with_conjuncts(index))

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
            return unique(link for pobj in pobjs for link in self._with_conjuncts(pobj))

        for child in self.sentence.children[index]:
            if tokens[child].dep in MODIFIERS:
                owners.extend(self._with_conjuncts(child))
        if owners:
            return unique(owners)
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


# --- Token -> the actors it names. Bridges syntax (heads of phrases) and the links of actors/.
MODIFIERS = frozenset({"poss", "compound", "amod", "nmod", "appos", "nummod"})
SPEAKERS = frozenset({"it", "he", "she", "they", "we", "i"})
OF_WHOM = (
    frozenset({"of", "from", "by", "for", "between", "among"}),
    frozenset({"in", "within", "inside"}),  # only where nothing says whose it is
)
