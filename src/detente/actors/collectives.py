"""Nouns that take up several named before: "the two countries", "both sides", "its neighbour".

In:  a phrase and the memory of the report.   Out: the actors that it takes up.
Does not: guess when nothing fits: then the phrase names nobody. A third party named last ("over
Taiwan") is no side of a pair.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from detente.actors.gazetteer_files import RoleRow
from detente.actors.titles import find_role
from detente.actors.view import Memory, Resolution, Said, View
from detente.language.clauses import OBJECT, SUBJECT
from detente.language.tree import PLURAL, Phrase, prepositional
from detente.records import Actor, MentionKind

_SIDES = frozenset(
    {"country", "nation", "side", "neighbor", "neighbour", "power", "state", "government",
     "capital", "rival", "ally", "superpower", "giant", "economy", "leader", "president",
     "party", "two", "both", "foe"}
)  # fmt: skip
_TWINS = {
    "Koreas": ("PRK", "KOR"),
    "Sudans": ("SDN", "SSD"),
    "Congos": ("COD", "COG"),
    "Yemens": ("YEM", "YMD"),
}
_BARE_SIDES = frozenset({"nation", "country", "side", "neighbor", "neighbour", "government"})
_LEADERS = frozenset({"leader", "president", "government", "capital"})
_OF = frozenset({"of", "from"})
_OF_STATES = frozenset({"GOV", "MIL", "LEG", "SPY"})  # such as any state has
_COMMANDING = frozenset({"admiral", "army chief", "commander", "general", "military chief"})
_CAMPS = frozenset({"side", "camp", "faction", "party", "rival", "government", "force", "foe"})
_PARTIES = {"GOV": "state", "MIL": "state", "REB": "armed", "UAF": "armed", "PRM": "armed",
            "OPP": "opposition", "PTY": "party"}  # fmt: skip
_DEFINITE = frozenset({"the", "these", "those", "our", "their", "its", "his", "her"})
_MEDIATING = frozenset({"arbitrate", "mediate", "shuttle"})
_SHARING = frozenset({"conj", "advcl", "xcomp"})  # verbs that may take over a subject
_NUMBERS = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_ALL = _DEFINITE | {"all"}
_COUNTED = frozenset(
    {"country", "government", "leader", "minister", "nation", "president", "state"}
)
_EACH = frozenset({"both", "each", "either"})
_HUMANS = frozenset({"man", "woman"})
_NEIGHBOURS = frozenset({"neighbor", "neighbour", "rival", "ally", "foe"})
_FRIENDS = frozenset({"ally", "neighbor", "neighbour"})
_DIRECTIONS = frozenset({"North", "South"})
_COLLECTIVES = frozenset(
    {"group", "number", "dozen", "hundred", "thousand", "ten", "million", "score", "handful",
     "couple", "majority", "rest", "some", "many", "most", "several", "all", "one", "two",
     "three", "four", "five", "each", "both", "crowd", "team", "part", "half", "third", "member",
     "coalition", "series", "minority", "alliance", "delegation", "bunch", "band", "gang",
     "column", "convoy"}
)  # fmt: skip


def collective(view: View, phrase: Phrase) -> Resolution | None:
    """Look through "a group of", "thousands of" to those who are meant."""
    token = view.tokens[phrase.head]
    if token.lemma not in _COLLECTIVES or view.hit_at(phrase.head) is not None:
        return None
    for word, below in prepositional(view.sentence, phrase.head):
        inner = view.resolve(below) if word == "of" else None
        if inner is not None and _is_many(view, below, inner):
            return replace(inner, first=phrase.first, reason=f"{token.text!r} of {inner.reason}")
    return None


def pair(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the two countries", "both armies" to the two states that belong together.

    Who acts on them ("X telephoned both leaders") is neither.
    """
    token = view.tokens[phrase.head]
    cues = _words(view, phrase)
    if token.text in _TWINS:
        twins = (code for code in _TWINS[token.text] if code in view.gazetteer.entries)
        actors = tuple(country_actor(view, code) for code in twins)
        return taken_up(view, phrase, actors, "states of one name") if actors else None
    role = find_role(view, phrase.head, phrase.first) if token.tag == "NNS" else None
    is_role = role is not None and _stands_for_state(role.row)
    is_both = _is_definite_two(cues) and (is_role or token.lemma in _SIDES)
    if cues == ["both"] and token.dep == "dobj":
        return None  # "turned down *both*": two things told before
    if cues == ["two"] or not (is_both or _are_sides(token.tag, cues)) or _is_owned(view, phrase):
        return None
    apart = _subjects(view, _verbs_above(view, token.head))
    may_be_home = token.lemma in _CAMPS or (role is not None and role.row.sector == "MIL")
    home = _at_war_at_home(view) if may_be_home and not view.memory.dyad else ()
    if home:
        return taken_up(view, phrase, home, "parties of one state")
    countries = pair_of_states(view.memory, view.sentence.index, apart)
    if not countries:
        return None
    sector: str | None = "GOV" if token.lemma in _LEADERS or role is None else role.row.sector
    sector = None if token.lemma in _SIDES - _LEADERS else sector
    actors = tuple(country_actor(view, code, sector) for code in countries)
    return taken_up(view, phrase, actors, "the two that belong together")


def several(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the three countries" to the states of a sentence right above that names so many."""
    token, cues = view.tokens[phrase.head], _words(view, phrase)
    number = next((_NUMBERS[cue] for cue in cues if cue in _NUMBERS), 0)
    is_of_states = token.lemma in _COUNTED and token.tag == "NNS"
    if not (number and is_of_states and cues[0] in _ALL) or _is_owned(view, phrase):
        return None
    here = view.sentence.index
    named: dict[int, dict[str, None]] = {}
    for said in view.memory.said:
        is_near = here - _REACH[_JOINED] <= said.sentence < here
        if is_near and len(said.actors) == 1:
            states = (code for code in said.countries if code in view.gazetteer.states)
            named.setdefault(said.sentence, {}).update(dict.fromkeys(states))
    above = (codes for _, codes in sorted(named.items(), reverse=True))
    together = next((codes for codes in above if len(codes) == number), None)
    if together is None:
        return None
    sector = "GOV" if token.lemma in _LEADERS else None
    actors = tuple(country_actor(view, code, sector) for code in together)
    return taken_up(view, phrase, actors, "as many named together")


def halves(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "North and South Holm" to both states of that name."""
    hit = view.hit_at(phrase.head)
    _, _, land = hit.name.partition(" ") if hit else ("", "", "")
    start = hit.first - 2 if hit and land else -1
    if hit is None or start < 0 or view.tokens[start + 1].text != "and":
        return None
    other = view.gazetteer.senses(f"{view.tokens[start].text.title()} {land}")
    codes = [sense.actor for sense in (*other[:1], *hit.senses[:1])]
    if len(set(codes) & view.gazetteer.states) < len(codes) or not other:
        return None
    actors = tuple(country_actor(view, code) for code in codes)
    return taken_up(view, replace(phrase, first=start), actors, "states of one name")


def _stands_for_state(row: RoleRow) -> bool:
    """Whether two of a kind may be those of two states: two armies, but not two sailors."""
    is_ranker = row.sector == "MIL" and row.kind == "person" and row.noun not in _COMMANDING
    return row.sector in _OF_STATES and not is_ranker


def factions(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the two Sudanese camps" to two parties of one state."""
    cues = _words(view, phrase)
    if view.tokens[phrase.head].lemma not in _CAMPS or not _is_definite_two(cues):
        return None
    hits = view.hits_in(phrase.first, phrase.head - 1)
    codes = {hit.senses[0].actor for hit in hits if hit.senses} & view.gazetteer.states
    if len(codes) != 1:
        return None
    code = codes.pop()
    actors = _parties(view, code)
    actors = actors if len(actors) > 1 else (country_actor(view, code),)
    return taken_up(view, phrase, actors, "parties of one state")


def two_persons(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the two men" to the two persons named last; who acts on them is neither."""
    token = view.tokens[phrase.head]
    if token.lemma not in _HUMANS or token.tag != "NNS" or _is_owned(view, phrase):
        return None
    if not _is_definite_two(_words(view, phrase)):
        return None
    apart = _subjects(view, {token.head})
    last = dict.fromkeys(
        said.actors[0]
        for said in reversed(view.memory.said)
        if said.is_person and not said.is_plural and said.actors[0].country not in {None, *apart}
    )
    actors = tuple(last)[1::-1]  # in the order of the text
    return taken_up(view, phrase, actors, "persons named last") if len(actors) > 1 else None


def neighbour(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "its neighbour" to the other of the report's two, else to another state named last.

    Neither is who speaks of it: "X called on Y to help its neighbour".
    """
    token = view.tokens[phrase.head]
    if token.lemma not in _NEIGHBOURS or token.tag not in {"NN", "NNS"}:
        return None
    before = view.resolve(token.head) if token.dep == "appos" else None
    if before is not None:  # "X, its neighbour,": the name before it tells who
        return taken_up(view, phrase, before.actors, "named before it")
    owners = [
        owner for child in view.children(phrase.head, "poss") if (owner := view.resolve(child))
    ]
    own = {code for owner in owners for code in owner.countries}
    is_loose = token.lemma in _FRIENDS and not _is_owned(view, phrase)
    if token.tag == "NNS" and (own or is_loose):  # states, but nobody says which
        many = Actor(country=None, sector="GOV", name=token.text, is_guessed=True)
        return taken_up(view, phrase, (many,), "states that are not named")
    apart = _subjects(view, set(range(len(view.tokens)))) | own
    named = view.memory.last_countries()
    mates = view.memory.dyad if own & set(view.memory.dyad) else ()
    others = [code for code in (*mates, *named) if code in named and code not in apart]
    others = [code for code in others if code in view.gazetteer.states]
    if own and not others:
        one = Actor(country=None, sector="GOV", name=token.text, is_guessed=True)
        return taken_up(view, phrase, (one,), "a state that is not named")
    if not own:
        return None
    return taken_up(view, phrase, (country_actor(view, others[0]),), "the other one")


def north_or_south(view: View, phrase: Phrase) -> Resolution | None:
    """Resolve "the North", "the South" to the state of that name, if its twin was mentioned."""
    cues = _words(view, phrase)
    word = view.tokens[phrase.head].text
    if word not in _DIRECTIONS or cues != ["the", word.lower()]:
        return None
    for code in view.memory.last_countries():
        entry = view.gazetteer.entries.get(code)
        direction, _, land = entry.name.partition(" ") if entry else ("", "", "")
        if direction in _DIRECTIONS:
            for sense in view.gazetteer.senses(f"{word} {land}")[:1]:
                return taken_up(
                    view, phrase, (country_actor(view, sense.actor),), f"half of {land}"
                )
    return None


def taken_up(view: View, phrase: Phrase, actors: tuple[Actor, ...], why: str) -> Resolution:
    """Resolve a noun to those told before whom it takes up."""
    return Resolution(
        actors=actors,
        kind=MentionKind.GROUP,
        first=phrase.first,
        last=phrase.head,
        score=0.7,
        reason=f"{view.words(phrase.first, phrase.head)!r}: {why}",
    )


def _parties(view: View, code: str) -> tuple[Actor, ...]:
    """List the two parties of a state that were told last, the known rather than guesses."""
    parties: dict[str, Actor] = {}
    for said in view.memory.said:
        for actor in said.actors:
            if actor.country == code and actor.sector in _PARTIES:
                slot = _PARTIES[actor.sector]
                known = parties.pop(slot, None)
                parties[slot] = known if known and actor.is_guessed else actor
    return tuple(sorted(list(parties.values())[-2:], key=lambda party: party.code))


def _verbs_above(view: View, index: int) -> set[int]:
    """The verb that governs a word, and those it shares its subject with: "came and *saw* X"."""
    verb = index
    if view.tokens[index].dep == "prep":
        above = view.tokens[view.tokens[index].head]
        is_asked = view.tokens[index].text.lower() in {"on", "upon"}
        if is_asked or above.lemma in _MEDIATING:  # "offered to *mediate between* the two"
            verb = above.index
    verbs = {index, verb}
    while view.tokens[verb].dep in _SHARING and not view.children(verb, "nsubj"):
        verb = view.tokens[verb].head
        verbs.add(verb)
    return verbs


def _at_war_at_home(view: View) -> tuple[Actor, ...]:
    """Find a state and those in arms against it, if the report is about one state."""
    code = view.memory.main_country()
    parties = _parties(view, code) if code else ()
    slots = {_PARTIES[str(actor.sector)] for actor in parties}
    return parties if slots == {"state", "armed"} else ()


def _is_definite_two(cues: list[str]) -> bool:
    return cues[0] in _EACH or ("two" in cues and cues[0] in _DEFINITE)


def _subjects(view: View, verbs: set[int]) -> frozenset[str]:
    """List the countries of those who are subjects of some verbs of this sentence."""
    return frozenset(
        code
        for said in view.memory.said_since(view.sentence.index)
        if said.is_subject and view.tokens[said.head].head in verbs
        for code in said.countries
    )


def _is_owned(view: View, phrase: Phrase) -> bool:
    """Whether the words tell whose they are: "both armies of Norland", "both Norlandic sides"."""
    of = any(
        word in _OF and view.tokens[below].tag != "VBG"  # "accused the two *of meddling*"
        for word, below in prepositional(view.sentence, phrase.head)
    )
    owned_by = (view.tokens[child] for child in view.children(phrase.head, "poss"))
    inside = view.hits_in(phrase.first, phrase.head)
    return of or bool(inside) or any(owner.pos != "PRON" for owner in owned_by)


def _words(view: View, phrase: Phrase) -> list[str]:
    return [token.text.lower() for token in view.tokens[phrase.first : phrase.head + 1]]


def _are_sides(tag: str, cues: list[str]) -> bool:
    """Whether "the nations", "the sides" take up a pair: bare plurals after two states."""
    match cues:
        case ["the", word] if tag == "NNS":
            return word.removesuffix("s") in _BARE_SIDES or word == "countries"
    return False


def _is_many(view: View, head: int, inner: Resolution) -> bool:
    """Whether the noun after "of" stands for people, not for a state ("parts of Norland")."""
    return inner.kind is MentionKind.ROLE or view.tokens[head].tag in PLURAL


def country_actor(view: View, code: str, sector: str | None = None) -> Actor:
    """Describe a country, or what acts for it in a sector."""
    entry = view.gazetteer.entries.get(code)
    if entry is None:
        return Actor(country=code, sector=sector, name=code)
    return Actor(country=code, sector=sector, id=entry.id, name=entry.name)


# --- Which two sides belong together: for "the two countries", "both sides", "they".
_JOINED, _FACING, _MERE = 3, 2, 1  # how firmly a sentence ties two sides together
_FAR = 30  # sentences back to look for any pair at all
_MANY = 20  # mentions of a sentence that are compared with one another
_REACH = {_JOINED: 2, _FACING: 1, _MERE: 2}  # sentences back


def pair_of_states(
    memory: Memory, sentence: int, apart: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """Find the two states that are meant; empty if the report named fewer than two.

    Two joined in one phrase or in one group ("China and Japan", "between X and Y") go first, then
    a subject and its object, then the two that the whole report names most, then any two joined,
    and only then the two named last. A third party that faces one of the report's two ("Beijing
    claims Taiwan") does not part them. Whoever stands ``apart`` is neither of the two.
    """
    ties = [
        tie
        for tie in _ties(memory, sentence)
        if _are_states(memory, tie[2]) and apart.isdisjoint(tie[2])
    ]
    dyad = memory.dyad if _is_dyad_told(memory, apart) else ()
    here = {code for said in memory.said_since(sentence) for code in said.countries}
    if dyad and here.issuperset(dyad):
        return dyad
    for strength in (_JOINED, _FACING):
        for firm, said_in, pair in ties:
            if firm == strength and sentence - said_in <= _REACH[strength]:
                is_intruder = firm == _FACING and len(set(dyad).intersection(pair)) == 1
                return dyad if is_intruder else pair
    if dyad:
        return dyad
    for firm, said_in, pair in ties:
        if firm == _JOINED or sentence - said_in <= _REACH[_MERE]:
            return pair
    told = (code for code in memory.last_countries() if code not in apart)
    states = [code for code in told if _are_states(memory, (code,))]
    return tuple(sorted(states[:2])) if len(states) > 1 else ()


def joint_subjects(memory: Memory, sentence: int) -> tuple[Said, ...]:
    """Find those whom "they" takes up: subjects of one verb, or one person and whom he met."""
    for one, other in _couples(memory, sentence):
        strength = _strength(one, other)
        are_persons = one.is_person and other.is_person
        met = strength == _FACING and are_persons and one.sentence < sentence
        if met:
            return one, other
        if strength == _JOINED and one.is_person == other.is_person:
            return _row(memory, one)
    return ()


def _row(memory: Memory, one: Said) -> tuple[Said, ...]:
    """List all that stand in one row: "*Kenya*, *Uganda* and *Burundi*"."""
    row: dict[tuple[str, ...], Said] = {}
    joined = one.place.joined if one.place else None
    for said in memory.said_since(one.sentence):
        is_mate = said.place is not None and said.place.joined == joined
        if said.sentence == one.sentence and is_mate and said.is_person == one.is_person:
            row[said.countries] = said
    return tuple(sorted(row.values(), key=lambda said: said.head))


def _is_dyad_told(memory: Memory, apart: frozenset[str]) -> bool:
    return apart.isdisjoint(memory.dyad) and set(memory.dyad) <= set(memory.last_countries())


def _ties(memory: Memory, sentence: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield pairs of countries with their strength and sentence, the latest sentence first."""
    for group in _sentences(memory, sentence - _FAR):
        found: list[tuple[int, int, tuple[str, ...]]] = []
        for said in group:
            if len(set(said.countries)) == 2:  # noqa: PLR2004  # a pair
                strength = _JOINED if _is_leading(said) else _MERE
                found.append((strength, said.sentence, tuple(sorted(set(said.countries)))))
        rows = _countries_by_row(group)
        for one, other in combinations(group, 2):
            countries = tuple(sorted({*one.countries[:1], *other.countries[:1]}))
            strength = _strength(one, other)
            if strength == _JOINED and one.place and len(rows[one.place.joined]) > 2:  # noqa: PLR2004  # a pair
                strength = _MERE
            if strength and len(countries) == 2:  # noqa: PLR2004  # a pair
                found.append((strength, one.sentence, countries))
        yield from sorted(found, key=lambda tie: -tie[0])


def _countries_by_row(group: list[Said]) -> dict[int, set[str]]:
    """Collect the countries that stand in one row: three are no "two"."""
    rows: dict[int, set[str]] = {}
    for said in group:
        if said.place is not None:
            rows.setdefault(said.place.joined, set()).update(said.countries)
    return rows


def _couples(memory: Memory, sentence: int) -> Iterator[tuple[Said, Said]]:
    for group in _sentences(memory, sentence - 1):
        for one, other in combinations(group, 2):
            if set(one.countries).isdisjoint(other.countries) and one.countries and other.countries:
                yield one, other


def _sentences(memory: Memory, since: int) -> list[list[Said]]:
    """Group what was said by sentence, the latest first; of long lists only the end."""
    groups: dict[int, list[Said]] = {}
    for said in memory.said_since(since):
        group = groups.setdefault(said.sentence, [])
        if len(group) < _MANY:
            group.insert(0, said)
    return list(groups.values())


def _strength(one: Said, other: Said) -> int:
    """Tell how firmly two mentions of one sentence belong together; 0: not at all."""
    if one.place is None or other.place is None:
        return 0
    if one.place.joined == other.place.joined and one.head != other.head:
        return _JOINED if _is_leading(one) else _MERE
    ranks = {one.place.rank, other.place.rank}
    if one.place.clause == other.place.clause and ranks == {SUBJECT, OBJECT}:
        return _FACING if one.place.is_main else _MERE
    return 0


def _is_leading(said: Said) -> bool:
    return said.place is not None and (said.place.rank == SUBJECT or said.place.is_between)


def _are_states(memory: Memory, codes: tuple[str, ...]) -> bool:
    return all(code in memory.states for code in codes)
