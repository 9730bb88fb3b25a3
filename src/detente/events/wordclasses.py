"""Token -> whether a set of lemmas or kinds of actors takes it in: "@crowd", "ARMED", "THING".

In:  a sentence's clauses and participants.   Out: for tokens and a set, yes or no.
Does not: know which pattern asks, or where in the sentence a word must stand.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from detente.events.participants import Participants
from detente.events.syntax import Clauses
from detente.records import Link, MentionKind

__all__ = ["CAPITALS", "WordClasses"]

SECTORS: dict[str, frozenset[str | None]] = {
    "REBEL": frozenset({"REB", "UAF", "CRM", "PRM"}),
    "ARMED": frozenset({"REB", "UAF", "CRM", "PRM", "MIL", "COP", "SPY"}),
    "POLICE": frozenset({"COP", "JUD"}),
    "FIRM": frozenset({"BUS"}),
    "CIVIL": frozenset(
        {"CVL", "LAB", "EDU", "AGR", "OPP", "PTY", "REL", "MED", "SOC", "BUS", "REF", "JRN", "NGO"}
    ),
}
BODIES = frozenset({"IGO", "UNO", "EUR", "NGO"})  # codes that stand where a country's would
CAPITALS = frozenset({"ACTOR", "PERSON", "PEOPLE", "STATE", "BODY", "SIDES", "THING", *SECTORS})
LIGHT_NOUN_HEADS = frozenset({  # what they count says more: "most of its *troops*"
    "round", "series", "number", "wave", "set", "package", "kind", "lot", "thousand", "hundred",
    "ten", "dozen", "score", "million", "billion", "part", "area", "company", "pair", "handful",
    "couple", "batch", "string", "spate", "crowd", "group", "column", "team", "unit", "majority",
    "half", "rest", "member", "fleet", "convoy", "most", "third", "quarter", "last", "first",
    "dozens", "hundreds", "thousands", "ton", "tonne", "load", "day", "hour", "week", "month",
    "platoon", "squad", "stream", "raft", "volume", "worth", "amount", "quantity",
})  # fmt: skip
BRANCHES = frozenset({"branch", "wing", "cell", "arm", "affiliate", "offshoot", "faction", "man"})
CIVIL_ENDING = re.compile(r"(?:er|or|i[s]t|ian)s$")  # "pickers", "doctors", "chemists"
NOT_CIVIL = frozenset({
    "fighter", "soldier", "officer", "bomber", "tanker", "destroyer", "trooper", "commander",
    "minister", "ruler", "leader", "lawmaker", "number", "paper", "order", "water", "letter",
    "power", "matter", "border", "carrier", "cutter", "gunner", "terrorist", "separatist",
    "jihadist", "interceptor", "launcher", "paratrooper", "container", "trailer", "factor",
    "airliner", "liner", "helicopter", "steamer", "freighter", "trawler", "quarter", "river",
    "shutter", "barrier", "computer", "poster", "banner", "tower", "flyer", "server", "printer",
    "folder", "corner", "counter", "cluster", "center", "shoulder", "finger", "corridor", "sector",
    "reactor", "tractor", "motor", "error", "mirror", "door", "floor", "sensor", "indicator",
})  # fmt: skip


class WordClasses:
    """The words of one sentence as members of the sets that patterns name."""

    def __init__(self, clauses: Clauses, participants: Participants) -> None:
        self.clauses = clauses
        self.participants = participants

    def has(self, indices: Iterable[int], lemmas: frozenset[str]) -> bool:
        """Whether one of the tokens is in the set, by its lemma or by whom it names."""
        indices = tuple(indices)
        named = any(lemma in lemmas for index in indices for lemma in self.names_of(index))
        return named or (bool(lemmas & CAPITALS) and self._is_actor(indices, lemmas))

    def names_of(self, index: int) -> Iterator[str]:
        """Lemmas that may list a noun: its own, with its compound, a title, and what it counts."""
        token = self.clauses.token(index)
        yield token.lemma
        if token.tag == "VBG":
            yield token.text.lower()  # "*fighting* between X and Y", read as a verb
        compounds = self.clauses.below(index, "compound", "amod")
        for child in compounds:
            yield f"{self.clauses.token(child).lemma} {token.lemma}"
            if token.pos == "PROPN" and self.clauses.token(child).pos == "NOUN":
                yield self.clauses.token(child).lemma  # "the captured *pilot* Tom Ruel"
        for obj in self.counted(index):
            yield from self.names_of(obj)

    def counted(self, index: int) -> tuple[int, ...]:
        """What a light head counts: "the last of its *troops*"."""
        token = self.clauses.token(index)
        if token.lemma not in LIGHT_NOUN_HEADS and token.pos not in {"NUM", "DET", "PRON"}:
            return ()
        return tuple(obj for prep, obj in self.clauses.prepositions(index) if prep == "of")

    # Private functions

    def _is_actor(self, indices: Sequence[int], lemmas: frozenset[str]) -> bool:
        if "SIDES" in lemmas and self._are_sides(indices):
            return True
        for index in indices:
            links = self.participants.at(index)
            if not links and self.clauses.token(index).lemma in BRANCHES:
                links = self.participants.of(index)
            if "CIVIL" in lemmas and self._looks_civil(index):
                return True
            is_it = self.clauses.token(index).text.lower() == "it"  # "accepted *it*", the plan
            if "THING" in lemmas and (is_it or not links):
                return True
            if any(_is_kind(link, lemmas) for link in links):
                return True
        return False

    def _are_sides(self, indices: Sequence[int]) -> bool:
        """Whether several parties are named together: "Peru *and* Chile", "the two armies"."""
        links = self.participants.of_all(indices)
        several = {actor.id or actor.code for link in links for actor in link.actors}
        return len(several) > 1 or any(link.mention.kind is MentionKind.GROUP for link in links)

    def _looks_civil(self, index: int) -> bool:
        """Whether a plural that no list knows is formed like people at work: "tea *pickers*"."""
        token = self.clauses.token(index)
        is_plural = token.tag == "NNS" and bool(CIVIL_ENDING.search(token.text.lower()))
        return is_plural and token.lemma not in NOT_CIVIL and not self.participants.at(index)


def _is_kind(link: Link, lemmas: frozenset[str]) -> bool:
    """Whether a link is one of the kinds that the capitals in a set ask for."""
    sectors = {actor.sector for actor in link.actors}
    if any(sectors & SECTORS[capital] for capital in lemmas & SECTORS.keys()):
        return True
    if "PERSON" in lemmas and any(actor.office for actor in link.actors):
        return True
    if "BODY" in lemmas and any(actor.country in BODIES for actor in link.actors):
        return True
    return "ACTOR" in lemmas or ("STATE" if _is_state(link) else "PEOPLE") in lemmas


def _is_state(link: Link) -> bool:
    """Whether a name stands for a state or its government, not for people."""
    return link.mention.kind is MentionKind.NAME and any(
        actor.country and actor.country not in BODIES and actor.sector in {None, "GOV"}
        for actor in link.actors
    )
