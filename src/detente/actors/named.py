"""Phrases headed by a known name -> actors.

In:  a phrase whose head is part of a gazetteer name.   Out: the actor of that name as of the day.
Does not: look at names that only modify the head (owners.py does).
"""

from dataclasses import replace

from detente.actors.meanings import ranked
from detente.actors.owners import named_owners
from detente.actors.persons import FORMER, in_office, person_on
from detente.actors.phrases import Phrase
from detente.actors.position import is_whereabouts
from detente.actors.senses import Entry, EntryKind, Holding, NameKind, Sense
from detente.actors.strangers import described
from detente.actors.titles import RoleWords, has_honorific, is_former, title_before
from detente.actors.view import Hit, Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["named_actor"]

# Bodies whose like other states have under the same name: "Norland's Labour Party".
_EVERYWHERE = frozenset(
    {"ministry", "party", "parliament", "court", "police", "armed forces", "organ", "command",
     "intelligence", "union", "mission"}
)  # fmt: skip
_LAST = 9  # behind every rank of an office
_SURNAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "FAC"})


def named_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase whose head belongs to a known name."""
    hit = view.hit_at(phrase.head)
    if hit is None:
        return None
    title = title_before(view, phrase, hit.first)
    senses = [sense for sense in hit.senses if _fits(view, phrase, sense, hit)]
    if not senses:
        return None
    chosen, *others = _ordered(view, senses, title)
    rivals = tuple(dict.fromkeys(other.actor for other in others if other.actor != chosen.actor))
    entry = view.gazetteer.entries[chosen.actor]
    is_person = entry.kind is EntryKind.PERSON
    if is_person:
        actor = _person(view, phrase, entry, (title, hit.first))
    else:
        actor = _body(view, phrase, entry, chosen)
    return Resolution(
        actors=(actor,),
        kind=MentionKind.NAME,
        first=hit.first,
        last=hit.last,
        score=_score(chosen, rivals),
        reason=_reason(view, chosen),
        rivals=rivals,
        is_person=is_person or _is_one_human(view, phrase, chosen),
        absorbed=((title.first, title.last),) if title else (),
    )


def _ordered(view: View, senses: list[Sense], title: RoleWords | None) -> list[Sense]:
    """Order meanings: whoever bears the title first, then by day, then by the report's countries.

    The report speaks for an acronym's meaning when it names that actor's country.
    """
    order = ranked(view.gazetteer, senses, view.day)

    are_surnames = all(sense.kind is NameKind.SURNAME for sense in senses)

    def misfit(sense: Sense) -> tuple[int, ...]:  # the better, the smaller
        entry = view.gazetteer.entries[sense.actor]
        told = view.memory.named(sense.name)
        if told is not None and told.id == entry.id:
            return -1, 0
        unheard = 0 if entry.country in view.memory.countries else 1
        if title is None or entry.kind is not EntryKind.PERSON:
            is_unheard = unheard if sense.kind is NameKind.ACRONYM else 0
            return 0, is_unheard, *(_standing(view, sense) if are_surnames else ())
        held = view.gazetteer.holding(entry.id, view.day, title.row.noun)
        if held is not None:
            return 0, 0
        return (1 if view.gazetteer.ever_held(entry.id, title.row.noun) else 2), 0

    return sorted(order, key=misfit)


def _standing(view: View, sense: Sense) -> tuple[int, int]:
    """Tell how high the bearer of a surname stands: his office that day, then all his offices."""
    held = view.gazetteer.holding(sense.actor, view.day)
    if held is None:
        return _LAST, 0
    return held.rank, -len(view.gazetteer.by_person[sense.actor])


def _fits(view: View, phrase: Phrase, sense: Sense, hit: Hit) -> bool:
    match sense.kind:
        case NameKind.DISCARD:
            return False
        case NameKind.METONYM | NameKind.CAPITAL | NameKind.PLACE:
            return not is_whereabouts(view, phrase.head)
        case NameKind.SURNAME | NameKind.SHORT if _is_person(view, sense):
            return _is_surname_here(view, phrase, sense, hit)
        case _:
            return True


def _is_surname_here(view: View, phrase: Phrase, sense: Sense, hit: Hit) -> bool:
    """A surname alone needs a title, an earlier full name, or NER and an office held that day."""
    known = view.memory.named(sense.name)
    if known is not None:
        return known.id == sense.actor
    if has_honorific(view, phrase, hit.first):
        return view.gazetteer.holding(sense.actor, view.day) is not None
    title = title_before(view, phrase, hit.first)
    if title is not None:
        return view.gazetteer.ever_held(sense.actor, title.row.noun) is not None
    is_alone = phrase.first == hit.first or view.tokens[hit.first - 1].pos != "PROPN"
    is_name = view.tokens[hit.first].entity in _SURNAME_LABELS
    return is_alone and is_name and view.gazetteer.is_prominent(sense.actor, view.day)


def _is_person(view: View, sense: Sense) -> bool:
    return view.gazetteer.entries[sense.actor].kind is EntryKind.PERSON


def _body(view: View, phrase: Phrase, entry: Entry, sense: Sense) -> Actor:
    actor = Actor(country=entry.country, sector=entry.sector, id=entry.id, name=entry.name)
    match sense.kind:
        case NameKind.METONYM | NameKind.CAPITAL:
            return replace(actor, sector=sense.sector or "GOV", name=sense.name)
        case NameKind.PLACE:
            return Actor(country=entry.country, name=sense.name, is_guessed=True)
        case NameKind.PEOPLE:
            return Actor(country=entry.country, sector="CVL", name=sense.name, is_guessed=True)
        case NameKind.DEMONYM | NameKind.ADJECTIVE:
            return _people(view, phrase, actor)
    other = _other_owner(view, phrase, entry)
    if other is not None:
        return Actor(country=other, sector=entry.sector, name=sense.name)
    return actor


def _other_owner(view: View, phrase: Phrase, entry: Entry) -> str | None:
    """Find the state that has a body of the same name: "Norland's Supreme Court"."""
    if entry.form not in _EVERYWHERE:
        return None
    for owner in named_owners(view, phrase):
        state = view.gazetteer.entries.get(owner.actor.country or "")
        if state is not None and state.kind is EntryKind.STATE and state.id != entry.country:
            return state.id
    return None


def _people(view: View, phrase: Phrase, state: Actor) -> Actor:
    """Tell people from the state: "two Israelis" from "the Israelis", descent from citizenship."""
    before = view.tokens[phrase.first : phrase.head]
    if any(token.text.lower() == "ethnic" for token in before):
        country = view.place_country(phrase.head) or view.memory.main_country()
        name = view.words(phrase.head - 1, phrase.head)
        return Actor(country=country, sector="CVL", name=name, is_guessed=True)
    is_plural = view.tokens[phrase.head].text.endswith(("s", "men"))
    is_counted = bool(view.children(phrase.head, "nummod"))
    is_bare = not before or before[0].text.lower() != "the" or len(before) > 1
    if is_counted or (is_plural and is_bare) or _is_somebody(view, phrase):
        return replace(state, sector="CVL")
    return state


def _is_one_human(view: View, phrase: Phrase, sense: Sense) -> bool:
    is_of_state = sense.kind in {NameKind.DEMONYM, NameKind.ADJECTIVE, NameKind.PEOPLE}
    is_many = view.tokens[phrase.head].tag in {"NNS", "NNPS"}
    return is_of_state and not is_many and _is_somebody(view, phrase)


def _is_somebody(view: View, phrase: Phrase) -> bool:
    """Whether it is one person: "a Russian", "an elderly Pole"."""
    return view.tokens[phrase.first].text.lower() in {"a", "an", "one", "another", "every"}


def _person(view: View, phrase: Phrase, entry: Entry, name: tuple[RoleWords | None, int]) -> Actor:
    """Say what a person is that day: an office holder, what the report calls him, or a former."""
    title, first = name
    noun = title.row.noun if title else None
    former = is_former(view, phrase.first, first - 1) if first > phrase.first else False
    holding = None if former else _holding(view, entry, noun)
    if holding is not None:
        return in_office(entry, holding)
    said = view.memory.named(entry.name)
    if said is not None and said.id == entry.id and not former:
        return said
    actor = person_on(view.gazetteer, entry, view.day)
    told = described(view, phrase.head)
    if told is not None:
        return replace(actor, sector=told.sector, country=told.country or actor.country)
    return replace(actor, sector=FORMER, office=None) if former else actor


def _holding(view: View, entry: Entry, noun: str | None) -> Holding | None:
    """Find the office held that day, that of the title before others."""
    held = view.gazetteer.holding(entry.id, view.day, noun) if noun else None
    return held or view.gazetteer.holding(entry.id, view.day)


def _score(sense: Sense, rivals: tuple[str, ...]) -> float:
    certain = {
        NameKind.SURNAME: 0.75,
        NameKind.METONYM: 0.75,
        NameKind.CAPITAL: 0.75,
        NameKind.PLACE: 0.4,
    }
    return round(certain.get(sense.kind, 0.95) / (1 + 0.1 * len(rivals)), 3)


def _reason(view: View, sense: Sense) -> str:
    dates = f" ({sense.start or '...'} to {sense.end or '...'})" if sense.start or sense.end else ""
    return f"{sense.kind.value} {sense.name!r}{dates} as of {view.day}"
