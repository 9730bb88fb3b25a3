"""Role nouns with their owners -> actors: "Chinese hackers", "officials in Beijing", "rebel-held".

In:  a phrase.   Out: actors with the noun's sector and the owner's country; who holds a place.
Does not: know persons' names, except as owners and titles, or guess an owner when none is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from detente.actors.guesses import CRIMINAL, guessed_actors, is_accused, senders
from detente.actors.senses import UNDATED, EntryKind, Holding, NameKind, Sense
from detente.actors.titles import FORMER, RoleWords, find_role, holder_of, is_former, once, outdoes
from detente.actors.view import Hit, Resolution, View
from detente.codebook import ARMED
from detente.language.tree import PLURAL, Phrase, first_of_row, prepositional
from detente.records import Actor, MentionKind

# An armed group's or a party's own kind wins over the noun: "Taliban forces" are no state's army.
_OWN_KIND = ARMED | {"OPP", "PTY"}
_PRIVATE = frozenset({"AGR", "BUS", "CVL", "EDU", "LAB", "MED", "SOC"})
_TRADES = _PRIVATE - {"CVL"}
_DEPUTIES = frozenset({"deputies", "deputy"})
_ALL = frozenset(
    {"all", "both", "any", "each", "warring", "rival", "concerned", "relevant", "interested",
     "involved"}
)  # fmt: skip

_COMMITTEES = frozenset({"bureau", "committee"})
_NAME_OF_TWO = ["PROPN", "PROPN"]
# What stands behind a deed of the name: "*opposition from* the court", "*publication of* notes".
_OF_DEEDS = {"opposition": ("against", "from", "to"), "publication": ("of",)}
_ACTING = frozenset({"by", "against", "with", "between"})  # "passed by *parliament*"
_ANYBODY = frozenset(
    {"boy", "boys", "citizen", "citizens", "individual", "man", "men", "people", "person",
     "persons", "resident", "residents", "teenager", "teenagers", "woman", "women", "youth"}
)  # fmt: skip
_LED = frozenset(
    {"administration", "administration officials", "cabinet", "government",
     "government officials", "presidency", "regime"}
)  # fmt: skip  # named by who leads them: "the *Reagan* administration"


def role_actor(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a phrase headed by a role noun."""
    role = find_role(view, phrase.head, phrase.first)
    if role is None or _is_nobody(view, phrase, role):
        return None
    owned = owners(view, phrase, role)
    name = view.tokens[max(phrase.first, role.last - 1) : role.last + 1]
    if role.row.noun in _COMMITTEES and not owned and [one.pos for one in name] == _NAME_OF_TWO:
        return None  # of what sort "the Holm Trail *Committee*" is, nothing tells
    body = _apposed_body(view, phrase, role)
    named = body or (_apposed(view, phrase) if role.row.is_personal else None)
    actors = body.actors if body is not None else _actors(view, phrase, role, owned)
    if named is not None and body is None:
        actors = (_who(view, actors[0], named.actors[0]),)
    return Resolution(
        actors=actors,
        kind=MentionKind.ROLE if body is None else body.kind,
        first=phrase.first,
        last=max([role.last, *(owner.last for owner in owned), *([named.last] if named else [])]),
        score=0.4 if all(actor.is_guessed for actor in actors) else 0.8,
        reason=f"role noun {role.row.noun!r} ({role.row.sector})",
        absorbed=(
            (role.first, role.last),
            *(((named.first, named.last),) if named else ()),
            *(() if role.row.country else _misread(view, phrase, owned, actors)),
        ),
        is_person=named is not None and body is None,
    )


def held_role(view: View, phrase: Phrase, role: RoleWords) -> Resolution:
    """Resolve a role noun that only stands before a thing: "an *army* base"."""
    actors = _actors(view, phrase, role, owners(view, phrase, role))
    return Resolution(
        actors=actors,
        kind=MentionKind.ROLE,
        first=role.first,
        last=role.last,
        score=0.4 if all(actor.is_guessed for actor in actors) else 0.6,
        reason=f"role noun {role.row.noun!r} ({role.row.sector}) before a thing",
    )


def _is_nobody(view: View, phrase: Phrase, role: RoleWords) -> bool:
    """Whether a role noun names nobody here: what it tells is a state, a deed, or a thing."""
    following = view.tokens[role.last + 1 : role.last + 2]
    is_deed = any(one.text.lower() in _OF_DEEDS.get(role.row.noun, ()) for one in following)
    is_rest = role.row.noun == "others" and not view.children(phrase.head, "nummod")
    is_told = is_deed or is_rest or _is_adverbial(view, phrase, role)
    return is_told or _is_discarded(view, phrase.head)


def _is_discarded(view: View, head: int) -> bool:
    """Whether the noun is part of a phrase that names no actor: "a white paper"."""
    hit = view.hit_at(head)
    is_none = hit is not None and any(sense.kind is NameKind.DISCARD for sense in hit.senses)
    return is_none and hit is not None and hit.name.islower()


def _are_sides(view: View, phrase: Phrase, role: RoleWords) -> bool:
    """Whether parties are the sides of a matter, no political ones: "*all parties*"."""
    around = (*view.tokens[phrase.first : role.first], *view.tokens[role.last + 1 : role.last + 2])
    return role.row.noun == "party" and any(token.text.lower() in _ALL for token in around)


def _is_adverbial(view: View, phrase: Phrase, role: RoleWords) -> bool:
    """Whether a bare noun only tells a state: "in office", "in prison", "to hospital"."""
    token = view.tokens[phrase.head]
    is_bare = phrase.first == phrase.head == role.last and token.tag == "NN"
    is_bare = is_bare and token.dep == "pobj" and role.row.kind in {"organ", "relay"}
    return is_bare and view.tokens[token.head].text.lower() not in _ACTING


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """An owner of a role, with the last token of the words that tell it.

    ``is_people``: a people inside a state ("Yoruba leaders"). ``is_runner``: told by "run by".
    ``is_place``: told by where they are ("troops in Norland").
    """

    actor: Actor
    last: int
    is_people: bool = False
    is_runner: bool = False
    is_place: bool = False


def relayed_sector(role: RoleWords, owned: Sequence[Owner]) -> str:
    """Choose between the noun's own sector and that of the body it belongs to."""
    if any(owner.is_people for owner in owned) and role.row.noun in {"leader", "elder", "chief"}:
        return "ELI"
    if role.row.sector in _PRIVATE and any(owner.actor.country == "UNO" for owner in owned):
        return "GOV"  # "U.N. experts": they act for it, whatever they are at home
    sectors = [owner.actor.sector for owner in owned if owner.actor.sector]
    if any(owner.is_runner and owner.actor.sector for owner in owned):
        return sectors[0]
    is_aide = role.row.noun in _DEPUTIES and sectors[:1] != ["LEG"]  # "the *general's* deputies"
    if sectors and (role.row.kind == "relay" or is_aide or sectors[0] in _OWN_KIND):
        return sectors[0]
    return role.row.sector


def _apposed(view: View, phrase: Phrase) -> Resolution | None:
    """Find the person named right after the role: "China's leader, Xi Jinping"."""
    for child in view.children(phrase.head, "appos"):
        resolved = view.resolve(child)
        if resolved is not None and resolved.is_person and len(resolved.actors) == 1:
            return resolved
    return None


def _apposed_body(view: View, phrase: Phrase, role: RoleWords) -> Resolution | None:
    """Find the one body that the noun is the sort of: "the militant group *Hamas*"."""
    is_sort = ("body", role.row.noun) in view.gazetteer.anaphors
    for child in view.children(phrase.head, "appos") if is_sort else ():
        resolved = view.resolve(child)
        entry = view.gazetteer.entries.get(resolved.actors[0].id or "") if resolved else None
        is_body = entry is not None and entry.kind is EntryKind.ORGANISATION
        if resolved is not None and is_body and not view.children(child, "conj"):
            return resolved
    return None


def _who(view: View, role: Actor, person: Actor) -> Actor:
    """Join what a role tells of somebody with what is known of the person of that name."""
    held = view.gazetteer.holding(person.id, view.day) if person.id is not None else None
    if held is not None and person.office is not None and not outdoes(view, role, held):
        return person
    is_theirs = person.is_guessed or role.country not in {None, *view.gazetteer.states}
    return replace(
        person,
        country=role.country if is_theirs else person.country or role.country,
        sector=role.sector,
        office=None,
    )


def _actors(
    view: View, phrase: Phrase, role: RoleWords, owned: Sequence[Owner]
) -> tuple[Actor, ...]:
    is_criminal = role.row.noun in _ANYBODY and is_accused(view, role.last)
    sector = CRIMINAL if is_criminal else relayed_sector(role, owned)
    if role.row.is_personal and is_former(view, phrase.first, role.first):
        sector = once(sector)
    name = _name(view, phrase, role)
    countries = dict.fromkeys(owner.actor.country for owner in owned if owner.actor.country)
    if role.row.sector == "MIL" and owned and all(owner.is_place for owner in owned):
        countries = dict.fromkeys(senders(view, role)) or countries  # "sent troops in Norland"
    if role.row.country and owned and all(owner.is_place for owner in owned):
        countries = {role.row.country: None}  # "*Jewish settlers* in the West Bank"
    if not countries and _are_sides(view, phrase, role):
        return (Actor(country=None, name=name, is_guessed=True),)
    if not countries:
        actor = Actor(country=None, sector=sector, name=name, is_guessed=True)
        is_told = any(owner.actor.is_guessed and owner.actor.name[:1].isupper() for owner in owned)
        return (actor,) if is_told else guessed_actors(view, role, actor)
    guessed = all(owner.actor.is_guessed for owner in owned)
    in_state = not any(owner.actor.sector not in {None, "GOV"} for owner in owned)
    is_one = role.row.is_personal and view.tokens[role.last].tag not in PLURAL
    may_be_known = in_state and is_one and sector != FORMER
    regional = _of_province(view, role, owned) if may_be_known else None
    if regional is not None:
        return (regional,)
    return tuple(
        (_in_office(view, role, country) if may_be_known else None)
        or Actor(country=country, sector=sector, name=name, is_guessed=guessed)
        for country in countries
    )


def _of_province(view: View, role: RoleWords, owned: Sequence[Owner]) -> Actor | None:
    """Say who holds an office that only one place has: no state has a "*governor of Georgia*"."""
    told = {f"{role.row.noun} of {owner.actor.name.lower()}" for owner in owned}
    told.add(view.words(role.first, max(owner.last for owner in owned)).lower())
    full = sorted(title for title in told if " of " in title)
    found = (view.gazetteer.only_holder(title, view.day) for title in full)
    sure = (one for one in found if one is not None and _is_sure(view, one))
    return next((holder_of(view.gazetteer, one) for one in sure), None)


def _misread(
    view: View, phrase: Phrase, owned: Sequence[Owner], actors: Sequence[Actor]
) -> Iterator[tuple[int, int]]:
    """Yield a state's name that is a province's: the Georgia of "the governor of Georgia"."""
    whose = {actor.country for actor in actors}
    end = max((one.last for one in owned), default=phrase.first - 1)
    for hit in view.hits_in(phrase.first, end):
        actor = hit_actor(view, hit)
        if actor is not None and any(one.actor == actor for one in owned):
            yield from () if actor.country in whose else [(hit.first, hit.last)]


def _in_office(view: View, role: RoleWords, country: str) -> Actor | None:
    """Say who it was that day, for one person in a known office."""
    holding = view.gazetteer.holder(country, role.row.noun, view.day)
    return holder_of(view.gazetteer, holding) if holding and _is_sure(view, holding) else None


def _is_sure(view: View, holding: Holding) -> bool:
    """Whether an office was his that day; without a day, where his name stands in the report."""
    return view.day != UNDATED or holding.person in view.memory.told


def _name(view: View, phrase: Phrase, role: RoleWords) -> str:
    first = phrase.first
    if view.tokens[first].dep in {"det", "predet"} and first < phrase.head:
        first += 1
    return view.words(first, max(phrase.head, role.last))


# --- Places told by who holds them: "the *Israeli-held* heights", "a *rebel-held* suburb".
_HELD = frozenset({"held", "controlled", "occupied", "ruled"})
_GROUND = frozenset({
    "airport", "area", "border", "capital", "city", "district", "east", "enclave", "height",
    "north", "part", "peninsula", "port", "province", "region", "south", "strip", "suburb",
    "territory", "town", "village", "west", "zone",
})  # fmt: skip


def held_place(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve a place to its holder."""
    head = view.tokens[phrase.head]
    if head.lemma.lower() not in _GROUND and head.entity not in {"GPE", "LOC"}:
        return None
    for index in range(phrase.first + 2, phrase.head):
        token = view.tokens[index]
        if token.text.lower() in _HELD and view.tokens[index - 1].text == "-":
            holder = _holder(view, phrase, index - 2)
            if holder is not None:
                return Resolution(
                    actors=(holder,),
                    kind=MentionKind.NAME,
                    first=phrase.first,
                    last=phrase.head,
                    score=0.7,
                    reason=f"{view.words(index - 2, index)!r} tells who holds it",
                )
    return None


def _holder(view: View, phrase: Phrase, index: int) -> Actor | None:
    hit = view.hit_at(index)
    if hit is not None:
        return hit_actor(view, hit)
    role = find_role(view, index, phrase.first)
    if role is None:
        return None
    return held_role(view, Phrase(index, role.first, role.last), role).actors[0]


# --- Whose role it is: "Chinese hackers", "China's hackers", "hackers from China".
_OF = frozenset({"of", "from", "in", "at", "for", "with", "inside", "within", "on", "by"})
_WHERE = frozenset({"in", "at", "inside", "within", "on"})
_ENVOY_OF = frozenset({"of", "from", "for"})
_RUN_BY = frozenset({"run", "lead", "head", "own", "control", "command", "found", "operate"})


def owners(view: View, phrase: Phrase, role: RoleWords) -> list[Owner]:
    """List the owners of a role; of several ways to say it only the nearest counts.

    Words before the noun go before its possessor, and both before "of" and "in". An owner that
    was only guessed yields to one that is named. A firm's American president is the firm's.
    """
    found: list[Owner] = []
    for way in (_before, _possessors, _after, _runners, _shared):
        found.extend(way(view, phrase, role))
        if any(owner.actor.country for owner in found):
            break
    certain = [owner for owner in found if not owner.actor.is_guessed] or found
    if not any(owner.actor.sector for owner in certain):
        certain += (o for o in _possessors(view, phrase, role) if o.actor.sector in _TRADES)
    is_of_state = any(owner.actor.country and not owner.actor.sector for owner in certain)
    return [_of_trade(owner) if is_of_state else owner for owner in certain]


def _of_trade(owner: Owner) -> Owner:
    """Leave to an adjective whose somebody of a firm is: "*American* Holm Ltd executives"."""
    if owner.actor.sector not in _TRADES:
        return owner
    return replace(owner, actor=replace(owner.actor, country=None))


def named_owners(view: View, phrase: Phrase) -> list[Owner]:
    """List who stands before a name as its owner: "Norland's", "the Norlandic"."""
    hit = view.hit_at(phrase.head)
    first = hit.first if hit is not None else phrase.head
    before = [
        owner
        for other in view.hits_in(phrase.first, first - 1)
        if view.is_own(other)
        for owner in _from_hit(view, other)
    ]
    possessors = [
        Owner(actor=actor, last=first)
        for child in view.children(phrase.head, "poss")
        if (resolved := view.resolve(child))
        for actor in resolved.actors
    ]
    return possessors or before


def hit_actor(view: View, hit: Hit) -> Actor | None:
    """Say whom a name stands for as an owner: a place stands for its country."""
    sense = _owning_sense(view, hit)
    entry = view.gazetteer.entries.get(sense.actor) if sense else None
    if sense is None or entry is None:
        return None
    sector = entry.sector if entry.kind is EntryKind.ORGANISATION else None
    if sense.kind is NameKind.METONYM and sense.sector != "GOV":
        sector = sense.sector
    return Actor(country=entry.country, sector=sector, id=entry.id, name=entry.name)


def _owning_sense(view: View, hit: Hit) -> Sense | None:
    """Choose a meaning for an owner: no chance surname, unless the report named its bearer."""
    for sense in _peoples_first_heard(view, hit):
        if sense.kind is not NameKind.SURNAME:
            return sense
        known = view.memory.named(sense.name)
        is_name = view.tokens[hit.last].entity == "PERSON"
        if (known is not None and known.id == sense.actor) or (
            is_name and view.gazetteer.is_prominent(sense.actor, view.day)
        ):
            return sense
    return None


def _leader(view: View, hit: Hit) -> Actor | None:
    """Say who leads a government that a surname names: of several the highest, then the last."""
    if view.tokens[hit.last].entity == "DATE":  # "in May government troops ..."
        return None
    bearers = (sense.actor for sense in hit.senses if sense.kind is NameKind.SURNAME)
    led = (view.gazetteer.led(person, view.day) for person in bearers)
    best = max(
        filter(None, led),
        key=lambda held: (held.start <= view.day, -held.rank, held.start),
        default=None,
    )
    return None if best is None else holder_of(view.gazetteer, best)


def _peoples_first_heard(view: View, hit: Hit) -> list[Sense]:
    """Put the state that the report names first, of those that share a people: "*Hutu* rebels"."""

    def unheard(sense: Sense) -> int:
        entry = view.gazetteer.entries.get(sense.actor)
        is_people = sense.kind is NameKind.PEOPLE and entry is not None
        return -view.memory.countries.get(str(entry.country), 0) if is_people and entry else 0

    is_shared = len(hit.senses) > 1 and hit.senses[0].kind is NameKind.PEOPLE
    return sorted(hit.senses, key=unheard) if is_shared else list(hit.senses)


def _shared(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    """Owners told before the first of a row: "Chinese ships and aircraft"."""
    if phrase.first < role.first:
        return
    index = first_of_row(view.sentence, phrase.head)
    above = view.phrases.get(index)
    if index == phrase.head or above is None or view.tokens[index].pos != "NOUN":
        return
    possessive = possessor_tokens(view, above)
    for hit in view.hits_in(above.first, index - 1):
        if not possessive.intersection(range(hit.first, hit.last + 1)):
            yield from _from_hit(view, hit) if view.is_own(hit) else ()
    yield from _possessors(view, above, role)


def _before(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    """Owners named before the noun, possessors apart; "police" in "police spokesman" is one."""
    possessive = possessor_tokens(view, phrase)
    index = phrase.first
    while index < role.first:
        hit = view.hit_at(index)
        if index not in possessive and hit is not None and view.is_own(hit):
            leads = role.row.noun in _LED and hit.last + 1 == role.first
            leader = _leader(view, hit) if leads else None
            yield from [Owner(actor=leader, last=hit.last)] if leader else _from_hit(view, hit)
        elif index not in possessive and index + 1 == role.first and role.row.kind == "relay":
            inner = find_role(view, index, phrase.first)
            if inner is not None:
                words = view.words(inner.first, inner.last).lower()  # a sort of body, no name
                body = Actor(country=None, sector=inner.row.sector, name=words)
                yield Owner(actor=body, last=index)
        index = hit.last + 1 if hit is not None else index + 1


def possessor_tokens(view: View, phrase: Phrase) -> frozenset[int]:
    """Tokens of the phrase that belong to its possessor ("China's" in "China's army")."""
    children = view.children(phrase.head, "poss")
    return frozenset(index for child in children for index in view.sentence.subtrees[child])


def _possessors(view: View, phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    for child in view.children(phrase.head, "poss"):
        resolved = view.resolve(child)
        if resolved is not None:
            for actor in resolved.actors:
                yield Owner(actor=actor, last=role.last)


def _after(view: View, _phrase: Phrase, role: RoleWords) -> Iterator[Owner]:
    allowed = _ENVOY_OF if role.row.kind == "envoy" else _OF
    told = ""  # of "the president *of* Norland *on* Sudria" only the first word tells whose he is
    for index in range(role.first, role.last + 1):
        for word, below in prepositional(view.sentence, index):
            if word in allowed and below > role.last and told in {"", word}:
                for owner in _below(view, below):
                    told = word if owner.actor.country and not owner.actor.is_guessed else told
                    yield replace(owner, is_place=word in _WHERE)


def _runners(view: View, phrase: Phrase, _role: RoleWords) -> Iterator[Owner]:
    """Owners told by a participle: "an institute run by China's Ministry"."""
    for verb in view.children(phrase.head, "acl"):
        if view.tokens[verb].lemma in _RUN_BY:
            for agent in view.children(verb, "agent", "prep"):
                for below in view.children(agent, "pobj"):
                    for owner in _below(view, below):
                        yield replace(owner, last=phrase.head, is_runner=True)


def _below(view: View, index: int) -> Iterator[Owner]:
    resolved = view.resolve(index)
    hit = view.hit_at(index)
    if resolved is not None and (resolved.countries or hit is None):
        is_place = hit is not None and bool(hit.senses) and hit.senses[0].kind is NameKind.PLACE
        for actor in resolved.actors:
            # a city's prosecutors are surely of its country, though the city is not the country
            told = replace(actor, is_guessed=False) if is_place and actor.country else actor
            yield Owner(actor=told, last=resolved.last)
    elif hit is not None:
        yield from _from_hit(view, hit)
    else:
        yield from _inside(view, index)
    for conjunct in view.children(index, "conj"):
        yield from _below(view, conjunct)


def _from_hit(view: View, hit: Hit) -> Iterator[Owner]:
    actor = hit_actor(view, hit)
    if actor is not None:
        is_people = hit.senses[0].kind is NameKind.PEOPLE
        yield Owner(actor=actor, last=hit.last, is_people=is_people)


def _inside(view: View, index: int) -> Iterator[Owner]:
    """Names inside a phrase that itself names nobody: "rebels in the Sudanese desert"."""
    phrase = view.phrases.get(index)
    if phrase is None:
        return
    for hit in view.hits_in(phrase.first, phrase.last):
        actor = hit_actor(view, hit)
        if actor is not None:
            yield Owner(actor=actor, last=phrase.last)
            return
    for _, below in prepositional(view.sentence, index):
        yield from _below(view, below)
