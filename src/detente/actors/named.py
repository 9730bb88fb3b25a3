"""Phrases headed by a known name -> actors.

In:  a phrase whose head is part of a gazetteer name.   Out: the actor of that name as of the day.
Does not: look at names that only modify the head (roles.py does).
"""

from detente.actors.meanings import current_holding, ranked
from detente.actors.phrases import Phrase
from detente.actors.roles import former_title, title_before
from detente.actors.senses import Entry, EntryKind, NameKind, Sense, holds
from detente.actors.view import Hit, Resolution, View
from detente.records import Actor, MentionKind

__all__ = ["named_actor"]

# Prepositions after which a capital is where something happens, not who does it.
_WHERE = frozenset(
    {"in", "at", "near", "outside", "around", "through", "via", "into", "inside", "throughout"}
)
_WHITHER = frozenset({"to", "from", "for", "toward", "towards"})
_MOTION = frozenset(
    {
        "arrive", "come", "depart", "flight", "flee", "fly", "go", "head", "journey", "leave",
        "march", "move", "return", "sail", "travel", "trip", "tour", "visit", "walk", "drive",
    }
)  # fmt: skip


def named_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase whose head belongs to a known name."""
    hit = view.hit_at(phrase.head)
    if hit is None:
        return None
    senses = tuple(sense for sense in hit.senses if _fits(view, phrase, sense, hit))
    if not senses:
        return None
    chosen, *others = _by_title(view, phrase, hit, senses)
    rivals = tuple(dict.fromkeys(o.actor for o in others if o.actor != chosen.actor))
    actor = _actor(view, phrase, hit, chosen)
    return Resolution(
        actors=(actor,),
        kind=MentionKind.NAME,
        first=hit.first,
        last=hit.last,
        score=_score(chosen, rivals),
        reason=_reason(view, chosen),
        rivals=rivals,
    )


def _by_title(
    view: View, phrase: Phrase, hit: Hit, senses: tuple[Sense, ...]
) -> tuple[Sense, ...]:
    """Prefer, among namesakes, whoever holds or held the office in the title."""
    order = ranked(view.gazetteer, senses, view.day)
    title = title_before(view, phrase, hit.first)
    if title is None or len(order) == 1:
        return order

    def misfit(sense: Sense) -> int:
        held = view.gazetteer.by_person.get(sense.actor, ())
        same = [holding for holding in held if holding.title.lower() == title]
        if any(holds(holding.start, holding.end, view.day) for holding in same):
            return 0
        return 1 if same else 2

    return tuple(sorted(order, key=misfit))


def _fits(view: View, phrase: Phrase, sense: Sense, hit: Hit) -> bool:
    match sense.kind:
        case NameKind.PLACE | NameKind.DISCARD:
            return False
        case NameKind.METONYM:
            return not _is_where(view, phrase)
        case NameKind.SURNAME:
            return _is_surname_here(view, phrase, sense, hit)
        case NameKind.SHORT if _is_person(view, sense):
            return _is_surname_here(view, phrase, sense, hit)
        case NameKind.ADJECTIVE:
            return view.tokens[phrase.head].pos != "VERB"
        case _:
            return True


def _is_surname_here(view: View, phrase: Phrase, sense: Sense, hit: Hit) -> bool:
    """A surname alone needs a title, an earlier full name, or NER and an office held that day."""
    known = view.memory.person(sense.name)
    if known is not None:
        return known.id == sense.actor
    if title_before(view, phrase, hit.first) is not None:
        return True
    alone = view.tokens[hit.first].entity in {"PERSON", "ORG", "GPE", "NORP"}
    return alone and current_holding(view.gazetteer, sense.actor, view.day) is not None


def _is_person(view: View, sense: Sense) -> bool:
    entry = view.gazetteer.entries.get(sense.actor)
    return entry is not None and entry.kind is EntryKind.PERSON


def _is_where(view: View, phrase: Phrase) -> bool:
    index = phrase.head
    while view.tokens[index].dep in {"conj", "appos"}:
        index = view.tokens[index].head
    token = view.tokens[index]
    if token.dep != "pobj":
        return token.dep == "npadvmod"
    preposition = view.tokens[token.head]
    word = preposition.text.lower()
    if word in _WHITHER:
        return view.tokens[preposition.head].lemma in _MOTION
    return word in _WHERE


def _actor(view: View, phrase: Phrase, hit: Hit, sense: Sense) -> Actor:
    entry = view.gazetteer.entries.get(sense.actor)
    if entry is None:
        raise AssertionError(sense)
    if entry.kind is EntryKind.PERSON:
        return _person(view, phrase, hit, entry)
    sector = sense.sector or entry.sector
    if sense.kind is NameKind.DEMONYM and _are_some(view, phrase):
        sector = "CVL"
    if sense.kind is NameKind.PEOPLE:
        sector = "CVL"
    return Actor(country=entry.country, sector=sector, id=entry.id, name=entry.name)


def _are_some(view: View, phrase: Phrase) -> bool:
    """Whether a demonym means people ("two Israelis") and not the state ("the Israelis")."""
    return view.tokens[phrase.first].text.lower() != "the" or phrase.head - phrase.first > 1


def _person(view: View, phrase: Phrase, hit: Hit, entry: Entry) -> Actor:
    holding = current_holding(view.gazetteer, entry.id, view.day)
    if holding is not None and not former_title(view, phrase, hit.first):
        return Actor(
            country=holding.country,
            sector=holding.sector,
            id=entry.id,
            name=entry.name,
            office=holding.title,
        )
    held = view.gazetteer.by_person.get(entry.id, ())
    sector = entry.sector
    if any(past.end and past.end < view.day for past in held):
        sector = "ELI"
    return Actor(
        country=entry.country or (held[-1].country if held else None),
        sector=sector,
        id=entry.id,
        name=entry.name,
    )


def _score(sense: Sense, rivals: tuple[str, ...]) -> float:
    certain = 0.75 if sense.kind in {NameKind.SURNAME, NameKind.METONYM} else 0.95
    return round(certain / (1 + 0.1 * len(rivals)), 3)


def _reason(view: View, sense: Sense) -> str:
    dates = f" ({sense.start or '...'} to {sense.end or '...'})" if sense.start or sense.end else ""
    return f"{sense.kind.value} {sense.name!r}{dates} as of {view.day}"
