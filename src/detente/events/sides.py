"""What the finders of roles share: sides, and who is somebody's own.

In:  links of a sentence.   Out: ``Roles``; links without those who already act, joined, or first.
Does not: say who takes part; each finder asks what it needs.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from detente.events.participants import Participants
from detente.records import Link

__all__ = [
    "FORCES",
    "ORGANS",
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
