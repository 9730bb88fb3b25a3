"""Recipients that the act's own sentence does not tell: "rejected *the offer*" of whoever made it.

In:  the codings of a report in text order, and its setting; ``data/pointing.toml``.
Out: the same, with the recipients that an object which points back implies, the state whose place
is struck, or the other of the two states that the whole report is about.
Does not: touch an act whose recipient is told, nor what a state's parties or people do at home.
What points back does so by two sentences at most.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import msgspec

from detente.errors import BadConfig
from detente.events.coding import Coding
from detente.events.patterns import packaged
from detente.events.setting import Setting, attached
from detente.events.sides import are_organs_of, countries_of, is_of_own_state
from detente.language.clauses import Clauses
from detente.records import Actor, Link, Mention, MentionKind, Sentence, Status

__all__ = [
    "Pointer",
    "counterpart",
    "load_pointers",
    "read_pointers",
    "struck",
    "with_implied_recipients",
]

_ANSWERS = frozenset({"REJECT", "ACCUSE", "AGREE", "SUPPORT"})
_WITHIN = 2  # sentences back
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "any", "such", "both"})
_RELATIVE = frozenset({"WDT", "WP"})
_PRONOUNS = frozenset({"it", "this", "that", "them"})


def with_implied_recipients(codings: Iterable[Coding], setting: Setting) -> list[Coding]:
    """Give acts without a recipient the first that is found; ``why`` says how."""
    done: list[Coding] = []
    for coding in codings:
        found = next((way for way in _ways(coding, done, setting) if way[0]), None)
        if found is not None:
            recipients, how = found
            coding = replace(  # noqa: PLW2901  # the same act, completed
                coding, recipients=recipients, why=f"{coding.why}; recipient {how}"
            )
        done.append(coding)
    return done


# Private functions


def _ways(
    coding: Coding, before: Sequence[Coding], setting: Setting
) -> Iterator[tuple[tuple[Link, ...], str]]:
    """The recipients that each way finds, and what it is called."""
    yield _implied(coding, setting.sentences[coding.sentence], before, setting), "told before"
    yield struck(coding, setting), "by the place struck"
    yield counterpart(coding, setting), "by the report's other side"


def _implied(
    coding: Coding, sentence: Sentence, before: Sequence[Coding], setting: Setting
) -> tuple[Link, ...]:
    told = [link for link in coding.recipients if not is_of_own_state(link, coding.agents)]
    if told or not coding.agents:
        return ()
    if coding.status is Status.NEGATED and coding.type not in _ANSWERS:
        return _accuser(coding, before)
    if coding.type not in _ANSWERS:
        return ()
    found = _pointer(Clauses(sentence), coding, setting)
    if found is None:
        return ()
    pointer, within = found
    own = countries_of(coding.agents)
    for earlier in reversed(before):
        if coding.sentence - earlier.sentence > within:
            break
        others = _foreign(earlier.agents, own)
        if earlier.type in pointer.types and others:
            return others
    return _last_speaker(coding, sentence, own, setting) if pointer.is_speech else ()


def _accuser(coding: Coding, before: Sequence[Coding]) -> tuple[Link, ...]:
    """Who blamed the denier, or on whom it is told to have done so: "denied *the ramming*"."""
    own = countries_of(coding.agents)
    for earlier in reversed(before):
        if coding.sentence - earlier.sentence > _WITHIN:
            break
        if earlier.type == "ACCUSE" and own & countries_of(earlier.recipients):
            return _foreign(earlier.agents, own)
        if earlier.type == coding.type and own & countries_of(earlier.agents):
            return _foreign(earlier.recipients, own)
    return ()


@dataclass(frozen=True, slots=True)
class Pointer:
    """The types of act that a noun may point back at; ``is_speech``: or at what somebody said."""

    types: frozenset[str]
    is_speech: bool


def _pointer(clauses: Clauses, coding: Coding, setting: Setting) -> tuple[Pointer, int] | None:
    """Find what the object may point at, and how many sentences back.

    "A claim *that X rejected*" points at the words of its own sentence.
    """
    sentence = clauses.sentence
    heads = {link.mention.head for link in setting.links if link.mention.sentence == sentence.index}
    own = [i for i in clauses.patients(coding.predicate) if clauses.token(i).tag not in _RELATIVE]
    outer = _relative_noun(clauses, coding.predicate) if not own else None
    own += [noun for i in own for noun in _judged(clauses, i)]
    for index in own if outer is None else [outer]:
        token = clauses.token(index)
        pointer = load_pointers().get(token.lemma)
        if pointer is None and token.text.lower() in _PRONOUNS:
            return (_ANYTHING, 1) if coding.type in {"REJECT", "AGREE"} else None
        near = (*clauses.below(index, "det"), *clauses.below(token.head, "det"))
        words = {clauses.token(child).text.lower() for child in near if child < index}
        if pointer is not None and index == outer:
            return pointer, 0
        if pointer and words & _DEFINITE and heads.isdisjoint(sentence.subtrees[index]):
            return pointer, _WITHIN
    return None


def _judged(clauses: Clauses, index: int) -> tuple[int, ...]:
    """Find the noun that the parse hangs below its verdict: "called *the move* hypocritical"."""
    is_verdict = clauses.token(index).pos == "ADJ"
    return clauses.below(index, "compound", "nmod", "nsubj") if is_verdict else ()


def _relative_noun(clauses: Clauses, predicate: int) -> int | None:
    """Find the noun that a clause on it is about: "a claim *that X rejected*"."""
    top = clauses.token(predicate)
    while top.dep in {"xcomp", "ccomp"} and top.head != top.index:
        top = clauses.token(top.head)
    return top.head if top.dep in {"relcl", "acl"} else None


def _foreign(links: Iterable[Link], own: frozenset[str | None]) -> tuple[Link, ...]:
    return tuple(
        link
        for link in links
        if all(actor.country and actor.country not in own for actor in link.actors)
    )


def _last_speaker(
    coding: Coding, sentence: Sentence, own: frozenset[str | None], setting: Setting
) -> tuple[Link, ...]:
    """Find who spoke last before the act, in its sentence or the one before."""
    here = sentence.tokens[coding.predicate].span
    spoken = [
        speech
        for speech in setting.speeches
        if speech.speaker is not None
        and coding.sentence - 1 <= speech.sentence <= coding.sentence
        and speech.content[-1].end <= here.start
        and not speech.is_retelling
    ]
    for speech in reversed(spoken):
        link = setting.link_at(speech.speaker) if speech.speaker else None
        if link is not None:
            return _foreign([link], own)
    return ()


_ANYTHING = Pointer(
    frozenset({"AGREE", "REQUEST", "CONCEDE", "RETREAT", "ACCUSE", "THREATEN", "REJECT"}),
    is_speech=True,
)


# --- The other side that a whole report makes plain: in a report on two states, the other of the
# two.

# Measured on the project's reports that may be read: of acts of these types by one of two states
# that stand out, told without a recipient, none had none and 12 of 13 were aimed at the other.
# Accusations are not among them: what is condemned is often no deed of the other's.
_BETWEEN_TWO = frozenset({"AGREE", "REJECT", "REQUEST", "SANCTION", "THREATEN"})
_FROM_OUTSIDE = frozenset({"REQUEST", "SANCTION", "THREATEN"})
_HARM = "ASSAULT"  # only where the other of the two is named beside it
_ABROAD = frozenset({"foreign", "international", "other", "outside", "relevant", "western"})
_TO_SOMEBODY = frozenset({"AGREE", "REQUEST"})
_TO = frozenset({"to", "on", "upon"})
_FOR_THE_STATE = frozenset({None, "GOV", "MIL"})
_NOT_STATES = frozenset({"IGO", "NGO", "UNO", "ISM", "IMG", "MNC"})
_AHEAD = 1.5  # times as often as the next both of two states are named
_ALONE = 2.0  # times as often as the next one state is named
_OFTEN = 3  # namings without which no state stands out


def counterpart(coding: Coding, setting: Setting) -> tuple[Link, ...]:
    """Find the state that an act without a recipient is aimed at; empty if none stands out."""
    own = countries_of(coding.agents)
    if not _is_open(coding, own, setting):
        return ()
    states = _namings(setting)
    first, second, third = (*states.most_common(3), *[("", 0)] * 3)[:3]
    enough = _OFTEN if third[1] else 1  # who are the only two need no naming more
    is_pair = second[1] >= max(enough, _AHEAD * third[1], first[1] / _ALONE)
    if is_pair and len(own & {first[0], second[0]}) == 1 == len(own):
        other = second[0] if first[0] in own else first[0]
        is_harmed = coding.type != _HARM or _is_told_of(other, coding.sentence, setting)
        return _as_party(other, setting) if is_harmed else ()
    is_alone = first[1] >= max(_OFTEN, _ALONE * second[1])
    if is_alone and first[0] not in own and coding.type in _FROM_OUTSIDE:
        return _as_party(first[0], setting)
    return ()


# Private functions


def _is_open(coding: Coding, own: frozenset[str | None], setting: Setting) -> bool:
    """Whether it is a state's act that leaves open on whom."""
    acting = [actor for link in coding.agents for actor in link.actors]
    if coding.type not in {*_BETWEEN_TWO, _HARM} or not acting:
        return False
    if any(a.sector not in _FOR_THE_STATE or not a.country for a in acting):
        return False
    asks_others = coding.type in _TO_SOMEBODY and _asks_others(coding, setting)
    return _NOT_STATES.isdisjoint(own) and _is_kept_within(coding, own) and not asks_others


def _is_kept_within(coding: Coding, own: frozenset[str | None]) -> bool:
    """Whether nobody is told on whom a state acts but its own organs: "recalled its envoy"."""
    if coding.recipients and coding.type == "REQUEST":
        return False  # "asked *the army* to help"
    return are_organs_of(coding.recipients, own)


def _asks_others(coding: Coding, setting: Setting) -> bool:
    """Whether somebody else is asked: "appealed *to allies*", "asked for *international* help"."""
    clauses = Clauses(setting.sentences[coding.sentence])
    below = (clauses.token(i) for i in clauses.sentence.subtrees[coding.predicate])
    if any(token.dep == "amod" and token.text.lower() in _ABROAD for token in below):
        return True
    if coding.type == "AGREE":
        return False  # "agreed *to the plan*" tells nobody
    near = (coding.predicate, *clauses.patients(coding.predicate))
    asked = [obj for index in near for prep, obj in clauses.prepositions(index) if prep in _TO]
    return any(clauses.token(index).pos in {"NOUN", "PROPN"} for index in asked)


def _is_told_of(country: str, sentence: int, setting: Setting) -> bool:
    """Whether a state acts or is named in a sentence."""
    here = (link for link in setting.links if link.mention.sentence == sentence)
    return any(actor.country == country for link in here for actor in link.actors)


def _namings(setting: Setting) -> Counter[str]:
    """Count how often each state is told by a name or by a role that names it."""
    return Counter(
        actor.country
        for link in setting.links
        if link.mention.kind in {MentionKind.NAME, MentionKind.ROLE, MentionKind.ENTITY}
        for actor in link.actors
        if actor.country and not actor.is_guessed
    )


def _as_party(country: str, setting: Setting) -> tuple[Link, ...]:
    """The state's own name in the report, else its government, cited where it is first told."""
    alone = (link for link in setting.links if len(link.actors) == 1)
    told = [link for link in alone if link.actors[0].country == country]
    itself = (link for sector in (None, "GOV") for link in told if link.actors[0].sector == sector)
    return tuple(itself)[:1]


# --- `data/pointing.toml` -> which nouns point back at which acts.


class _Point(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    nouns: str
    types: str
    is_speech: bool


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    point: list[_Point]


@cache
def load_pointers() -> Mapping[str, Pointer]:
    """Load the packaged file, once."""
    return read_pointers(packaged("pointing.toml"))


def read_pointers(data: bytes) -> Mapping[str, Pointer]:
    """Read the file's bytes.

    Raises:
        BadConfig: a key is unknown, or a noun is given twice.
    """
    try:
        told = msgspec.toml.decode(data, type=_File)
    except msgspec.MsgspecError as err:
        raise BadConfig(f"events/data/pointing.toml: {err}") from err
    pointers: dict[str, Pointer] = {}
    for point in told.point:
        for noun in point.nouns.split():
            if noun in pointers:
                raise BadConfig(f"events/data/pointing.toml: {noun!r} is given twice; drop one")
            pointers[noun] = Pointer(frozenset(point.types.split()), point.is_speech)
    return pointers


# --- An attack of which only the place is told -> the state that it hits: "struck a depot *in
# Veld*".

_ARMED = frozenset({None, "GOV", "MIL", "SPY", "REB", "UAF", "PRM"})


def struck(coding: Coding, setting: Setting) -> tuple[Link, ...]:
    """Find the state in which an attack from abroad takes place; empty if none is told."""
    acting = [actor for link in coding.agents for actor in link.actors]
    own = countries_of(coding.agents)
    is_attack = coding.type == "ASSAULT" and bool(acting)
    if not is_attack or None in own or any(actor.sector not in _ARMED for actor in acting):
        return ()
    if not are_organs_of(coding.recipients, own):
        return ()
    clauses = Clauses(setting.sentences[coding.sentence])
    found = attached(setting.places, clauses, coding.predicate)
    country = found.place.country if found else None
    if found is None or country is None or country in own:
        return ()
    mention = Mention(
        span=found.span, sentence=found.sentence, head=found.head, kind=MentionKind.NAME
    )
    actor = Actor(country=country, name=setting.report.text[found.span.start : found.span.end])
    return (Link(mention=mention, actors=(actor,), score=0.6, reason="where it strikes"),)
