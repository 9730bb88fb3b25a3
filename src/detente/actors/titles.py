"""Role nouns in a phrase: "foreign minister", "secretary of state", "Mr.".

In:  a token.   Out: the longest role noun around it.
Does not: say whose role it is (roles.py does).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from detente.actors.gazetteer import PROMINENT, Gazetteer
from detente.actors.gazetteer_files import RoleRow
from detente.actors.senses import UNDATED, Entry, Holding
from detente.actors.view import View
from detente.language.tree import PLURAL, Phrase
from detente.records import Actor

_LONGEST = 4  # words to either side of the head: "assistant secretary of state"
_FORMER = frozenset(
    {"former", "ex", "ousted", "deposed", "exiled", "late", "onetime", "toppled", "disgraced"}
)
HONORIFICS = frozenset(
    {"Mr.", "Mrs.", "Ms.", "Mr", "Mrs", "Ms", "Dr.", "Dr", "Sir", "Lord", "Lady"}
)
_MINISTRIES = frozenset({"ministry", "department"})  # known by what they are for
_JOINING = frozenset({"and", "&", ",", "the", "'s", "\u2019s", "for"})
# In a proper name these tell nothing: an "African Union" is no trade union.
_NOT_IN_NAMES = frozenset({"union", "network", "mission", "office"})


@dataclass(frozen=True, slots=True)
class RoleWords:
    """A role noun found at tokens ``first`` to ``last``."""

    row: RoleRow
    first: int
    last: int


def find_role(view: View, head: int, first: int = 0) -> RoleWords | None:
    """Find the longest role noun that contains the token ``head`` and starts at ``first`` or on."""
    token = view.tokens[head]
    if token.pos not in {"NOUN", "PROPN", "ADJ"}:
        return None
    for start in range(max(first, head - _LONGEST), head + 1):
        for stop in (*_right_ends(view, head), head):
            row = _known(view, start, head, stop)
            if row is not None and not (token.pos == "PROPN" and row.noun in _NOT_IN_NAMES):
                return RoleWords(row, start, max(stop, _end_of_ministry(view, row, stop)))
    return None


def _end_of_ministry(view: View, row: RoleRow, last: int) -> int:
    """Find the last word of "Ministry of *Health and Family Welfare*"; no state is a subject."""
    following = view.tokens[last + 1 : last + 2]
    if row.noun not in _MINISTRIES or not following or following[0].text not in {"of", "for"}:
        return last
    end = last
    for token in view.tokens[last + 2 :]:
        is_name = token.pos == "PROPN" and token.text[0].isupper()
        if view.hit_at(token.index) is not None or not (is_name or token.text in _JOINING):
            break
        if is_name:
            end = token.index
    return end


def title_before(view: View, phrase: Phrase, first: int) -> RoleWords | None:
    """Find the title that precedes the name starting at ``first``, within its phrase.

    The title may keep words of its own between: "Minister of Foreign Affairs Gedu Andargachew".
    """
    for index in range(first - 1, max(phrase.first, first - 2 * _LONGEST) - 1, -1):
        if view.tokens[index].dep == "punct":
            return None
        role = find_role(view, index, phrase.first)
        if role is not None:
            return role
    return None


def has_honorific(view: View, phrase: Phrase, first: int) -> bool:
    """Whether "Mr." or the like stands right before the name."""
    return first > phrase.first and view.tokens[first - 1].text in HONORIFICS


def is_former(view: View, first: int, last: int) -> bool:
    """Whether the words say that somebody's time is over: "ousted President X"."""
    return any(token.text.lower() in _FORMER for token in view.tokens[first : last + 1])


def _right_ends(view: View, head: int) -> Iterator[int]:
    following = view.tokens[head + 1 : head + 2]
    if following and following[0].text in {"of", "for", "on", "in"}:
        yield from range(min(head + _LONGEST, len(view.tokens) - 1), head + 1, -1)


def _known(view: View, start: int, head: int, stop: int) -> RoleRow | None:
    roles = view.gazetteer.roles
    words = view.words(start, stop).lower()
    row = roles.get(words) or roles.get(words.replace("-", " "))  # "attorney-general"
    if row is not None:
        return row
    token = view.tokens[head]
    is_opening = token.tag == "NNP" and token.text.istitle() and not view.is_entity(head)
    if token.tag not in PLURAL and not is_opening and token.lemma == token.text.lower():
        return None
    singular = token.text.lower().removesuffix("s") if token.pos == "PROPN" else token.lemma
    before = f"{view.words(start, head - 1).lower()} " if start < head else ""
    after = f" {view.words(head + 1, stop).lower()}" if head < stop else ""
    return roles.get(before + singular + after)


# --- A known person -> the actor he is on a day.
FORMER = "ELI"  # PLOVER's sector for those who once held office
_FOR_LIFE = frozenset({"AGR", "BUS", "EDU", "JRN", "LAB", "MED", "REL", "SOC"})
_POLITICAL = frozenset({"JUD", "LEG", "OPP", "PRM", "PTY", "REB", "UAF", FORMER})
_SERVING = frozenset({"COP", "GOV", "MIL", "SPY"})


def once(sector: str | None) -> str:
    """Say of which sector a former is: an official is elite, a "former banker" a banker."""
    return sector if sector in _FOR_LIFE and sector is not None else FORMER


def outdoes(view: View, told: Actor, held: Holding) -> bool:
    """Whether the report's own word goes before an office, where no date says that it was held.

    A president keeps his rank for life: "General X" is no word against his office.
    """
    allowed = _POLITICAL if held.rank <= PROMINENT else _POLITICAL | _SERVING
    is_elsewhere = told.country not in {held.country, None, *view.gazetteer.states}
    is_other = is_elsewhere or told.sector in allowed - {held.sector}
    return view.day == UNDATED and told.sector is not None and is_other


def holder_of(gazetteer: Gazetteer, holding: Holding) -> Actor:
    """Describe a person by an office."""
    return Actor(
        country=holding.country,
        sector=holding.sector,
        id=holding.person,
        name=gazetteer.entry(holding.person).name,
        office=holding.title,
    )


def person_on(gazetteer: Gazetteer, entry: Entry, day: str) -> Actor:
    """Describe a person on ``day``: in office, once in office, or by the listed sector.

    Whoever has served a state that is gone is of the state that he served last.
    """
    holding = gazetteer.holding(entry.id, day)
    if holding is not None:
        return holder_of(gazetteer, holding)
    held = gazetteer.by_person.get(entry.id, ())
    is_former = any(past.end and past.end < day for past in held)
    return Actor(
        country=_state_of(gazetteer, entry, day),
        sector=FORMER if is_former else entry.sector,
        id=entry.id,
        name=entry.name,
    )


def _state_of(gazetteer: Gazetteer, entry: Entry, day: str) -> str | None:
    """Tell whose a person is; of a state that is gone he is no longer, but of the last served."""
    held = gazetteer.by_person.get(entry.id, ())
    served = [one for one in held if one.start <= day] or held
    state = gazetteer.entries.get(entry.country or "")
    is_gone = state is not None and bool(state.end) and state.end < day
    if entry.country and not (is_gone and served):
        return entry.country
    return served[-1].country if served else None
