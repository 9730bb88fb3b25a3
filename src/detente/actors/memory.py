"""What a report has said so far: the actors mentioned, in order.

In:  resolved mentions, as the linker makes them.   Out: antecedents for later words.
Does not: read text; the rules in coref.py ask it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from detente.actors.clauses import Place
from detente.actors.rows import RoleRow
from detente.records import Actor, MentionKind

__all__ = ["Memory", "Said"]

_NEAR = 2  # sentences
_MISSIONS = frozenset(
    {"ambassador", "ambassadors", "consul", "consulate", "diplomat", "diplomats", "embassy",
     "envoy", "envoys"}
)  # fmt: skip
_AT_HOME = frozenset({"GOV", "MIL", "LEG", "JUD", "COP"})
_ORGANS = frozenset({"GOV", "MIL", "COP"})
_ARMED = frozenset({"REB", "UAF", "PRM", "CRM"})
_ELSEWHERE = frozenset({"BUS", "JRN", "EDU"})  # a firm named is no hint at whose rebels are meant


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A mention as it is remembered. ``noun`` is its phrase up to the head.

    ``place`` is where it stands in its clause.
    """

    sentence: int
    head: int
    actors: tuple[Actor, ...]
    kind: MentionKind
    is_subject: bool
    is_person: bool
    is_plural: bool
    noun: str
    is_body: bool = False
    place: Place | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries of the actors."""
        return tuple(actor.country for actor in self.actors if actor.country)


@dataclass(slots=True)
class Memory:
    """All mentions of a report so far, and whom its names meant. Reports never share one.

    ``dyad`` are the two states that the whole report names most, if two stand out; ``states`` the
    codes of all states; ``turn`` is who speaks, in a transcript; ``things`` are the sentences
    whose subject is a thing; ``home`` is the state whose capital the dateline names; ``genders``
    tell "he" or "she" of a person by name, once heard.
    """

    day: str
    states: frozenset[str] = frozenset()
    dyad: tuple[str, ...] = ()
    turn: Actor | None = None
    home: str | None = None
    said: list[Said] = field(default_factory=list)
    things: set[int] = field(default_factory=set)
    places: list[tuple[int, str]] = field(default_factory=list)
    genders: dict[str, str] = field(default_factory=dict)
    names: dict[str, Actor] = field(default_factory=dict)
    countries: Counter[str] = field(default_factory=Counter)

    def add(self, said: Said) -> None:
        """Remember a mention."""
        self.said.append(said)
        named = said.actors if said.kind is not MentionKind.PRONOUN else ()
        for actor in named:
            if actor.country and actor.sector not in _ELSEWHERE and not actor.is_guessed:
                self.countries[actor.country] += 1
        if said.is_person and len(said.actors) == 1:
            self._add_person(said.actors[0])

    def latest(self, sentence: int, within: int) -> Iterator[Said]:
        """Yield mentions from the latest back, of at most ``within`` sentences before."""
        for said in reversed(self.said):
            if said.sentence < sentence - within:
                return
            yield said

    def said_since(self, sentence: int) -> Iterator[Said]:
        """Yield mentions from the latest back to those of ``sentence``."""
        return self.latest(sentence, 0)

    def named(self, name: str) -> Actor | None:
        """Look up whom a full name, surname or acronym meant earlier in the report."""
        return self.names.get(name)

    def add_name(self, name: str, actor: Actor) -> None:
        """Remember another name of an actor: "the Party of Reform (PR)"."""
        self.names.setdefault(name, actor)

    def same_noun(self, noun: str, sector: str) -> Said | None:
        """Find the latest mention by the same noun: "the institute" after "an institute in".

        A title counts, too: "the president" after "President Holm". No state's organ is meant by
        the name of some in arms: "the army" after "the National Liberation Army".
        """
        for said in reversed(self.said):
            if sector in _ORGANS and said.actors[0].sector in _ARMED:
                continue
            words = f" {said.noun.lower()} "
            titled = said.is_person and f" {noun} " in words
            if said.countries and (titled or words.endswith(f" {noun} ")):
                return said
        return None

    def same_body(self, sector: str | None) -> Said | None:
        """Find the latest organisation, of one sector if given, that is no government."""
        for said in reversed(self.said):
            first = said.actors[0]
            fits = first.sector == sector if sector else first.sector not in {None, "GOV", "MIL"}
            fits = fits and (sector != "GOV" or first.country in self.states)
            if fits and said.is_body:
                return said
        return None

    def last_countries(self, most: int | None) -> tuple[str, ...]:
        """List the countries mentioned, the latest first, ``most`` of them at most."""
        countries = dict.fromkeys(
            country for said in reversed(self.said) for country in reversed(said.countries)
        )
        return tuple(countries)[:most]

    def last_state(self, sentence: int) -> str | None:
        """Find the state mentioned last as such; the subject of this sentence or the last first."""
        states = [
            said
            for said in reversed(self.said)
            if len(said.actors) == 1 and said.actors[0].id == said.actors[0].country
        ]
        near = [said for said in states if said.is_subject and said.sentence >= sentence - 1]
        here = {code for said in self.said_since(sentence) for code in said.countries}
        if not near and len(here) == 1:
            return here.pop()  # "Holm said that *the country* ..."
        found = near or states
        return found[0].actors[0].country if found else None

    def acting_state(self, sentence: int) -> str | None:
        """Tell the state that was the main subject of this sentence or of the last."""
        for said in self.latest(sentence, 1):
            first = said.actors[0]
            is_main = said.is_subject and said.place is not None and said.place.is_main
            is_state = first.sector in {None, "GOV"} and first.country in self.states
            if is_main and is_state and len(said.actors) == 1 and not first.is_guessed:
                return first.country
        return None

    def country_for(self, role: RoleRow, *, at_home: bool = False) -> str | None:
        """Guess the country of a role noun without an owner, from earlier mentions.

        Bodies of a state are first of all ``at_home``: of the state that the dateline names.
        The latest of the same sector, else the one most often mentioned. Never the United States
        for a ministry or a minister: it has departments and secretaries.
        """
        if role.country:
            return role.country
        without = {"USA"} if "minist" in role.noun else set()
        is_home = role.sector in _AT_HOME and self.home in self.countries
        home = self.home if is_home and self.home not in without else None
        if at_home and home:
            return home
        for said in reversed(self.said):
            for actor in said.actors:
                if actor.is_guessed or actor.country in {None, *without}:
                    continue
                if role.kind == "organ" and self.states and actor.country not in self.states:
                    continue  # "the government" is no body of states
                if actor.sector == role.sector and actor.sector not in _ELSEWHERE:
                    return actor.country
        if home:
            return home
        most = [country for country, _ in self.countries.most_common() if country not in without]
        return most[0] if most else None

    def like(self, noun: str, sentence: int) -> str | None:
        """Tell the country of a subject just before of such a sort: two "ministries" in a row."""
        last = noun.rpartition(" ")[2]
        for said in self.latest(sentence, 1):
            is_like = said.noun.lower().endswith(f" {last}") and said.is_subject
            if is_like and said.sentence < sentence and not said.actors[0].is_guessed:
                return said.actors[0].country
        return None

    def mission(self) -> Said | None:
        """Find the embassy or ambassador told last: "the embassy" after "Norland's ambassador"."""
        for said in reversed(self.said):
            if said.countries and said.noun.lower().rpartition(" ")[2] in _MISSIONS:
                return said
        return None

    def setting(self, sentence: int) -> str | None:
        """Tell where the last two sentences took place."""
        near = [place for number, place in self.places if sentence - number <= _NEAR]
        return near[-1] if near else None

    def main_country(self) -> str | None:
        """Tell the country most often mentioned so far, the first mentioned among equals."""
        return self.countries.most_common(1)[0][0] if self.countries else None

    def _add_person(self, actor: Actor) -> None:
        if not actor.name[:1].isupper():
            return
        known = self.names.get(actor.name)
        if known is None or (known.is_guessed and not actor.is_guessed) or not known.country:
            self.names[actor.name] = actor
            for part in actor.name.split():
                self.names[part] = actor
