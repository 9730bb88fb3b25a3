"""The words of a promise, a plan or a threat, and of a later deed -> whether both are of one thing.

In:  claims of two events.   Out: the measures that each names, done or undone, and its objects.
Does not: look at sides, days or who tells it; links.py does. It does not parse: the words within a
claim's citation are enough, and what it cannot tell it leaves open, so that nothing is linked.

A measure is what somebody can promise and do: a truce, a release, sanctions. "Lift the sanctions",
"will not impose sanctions" and "removed the sanctions" name one measure, undone.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from detente.events.merging.knowledge import NUMBERS, BearingWords, Measure, stem
from detente.events.merging.traits import ATTACK
from detente.records import Claim

REACH = 7  # words before a measure within which "not" or "lift" undoes it
BESIDE = 7  # words between an act's own and a measure that it is
LEAST = 4  # letters of a word that counts
LEAST_WORDS = 4  # of a noun that tells a deed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """The words of a claim before what they hang on, and the measures in them."""

    claim: Claim
    words: str
    named: Sequence[re.Match[str]]
    is_conditional: bool
    days: int | None


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """What an event is about, by its claims' words.

    ``done`` are the ``measures`` that its type is, or that stand beside the words that tell it.
    ``is_conditional``: the words make it hang on a condition. ``days``: for how long it is meant.
    ``said`` and ``knowledge`` are what the objects are read from, when they are asked for.
    """

    measures: frozenset[Measure]
    done: frozenset[Measure]
    is_conditional: bool
    days: int | None
    said: tuple[_Said, ...]
    knowledge: BearingWords

    @cached_property
    def objects(self) -> frozenset[str]:
        """Stems of the words beside measures, sides and what binds nobody."""
        return frozenset(token.stem for told in self._tokens for token in told if token.is_object)

    @cached_property
    def names(self) -> frozenset[str]:
        """Those objects that are written with a capital."""
        return frozenset(token.stem for told in self._tokens for token in told if token.is_name)

    @cached_property
    def counts(self) -> Mapping[str, str]:
        """The number that stands before an object: 250 prisoners."""
        return {stem: number for told in self._tokens for stem, number in _counts(told)}

    @cached_property
    def _tokens(self) -> list[list["_Token"]]:
        return [_tokens(one, self.knowledge) for one in self.said]


def bearing_of(claims: Iterable[Claim], knowledge: BearingWords) -> Bearing:
    """Read what an event's claims say that it is about."""
    said = tuple(_read(claim, knowledge) for claim in claims)
    found = [each for one in said for each in _measures(one, knowledge)]
    return Bearing(
        measures=frozenset(measure for measure, _ in found),
        done=frozenset(measure for measure, is_beside in found if is_beside),
        is_conditional=any(one.is_conditional for one in said),
        days=max((one.days for one in said if one.days is not None), default=None),
        said=said,
        knowledge=knowledge,
    )


def is_word_given(claim: Claim, knowledge: BearingWords) -> bool:
    """Whether an act is a word given: an agreement, an accord, a truce announced.

    What is done "as part of the *agreement*" is none.
    """
    if claim.type in knowledge.given_types:
        return True
    code, words = f"{claim.type}/{claim.mode}", claim.citation.quote
    words = words[: claim.predicate.span.end - claim.citation.span.start]
    if any(knowledge.is_truce(one) for one in knowledge.measures_of.get(code, ())):
        return True
    return claim.type in knowledge.giving_types and bool(knowledge.giving.search(words))


def is_deed_told(claim: Claim, knowledge: BearingWords) -> bool:
    """Whether a claim tells a deed, not how things stand or what is weighed."""
    cue = claim.predicate.quote
    return not (knowledge.standing.fullmatch(cue) or knowledge.weighed.fullmatch(cue))


def is_bare(claim: Claim) -> bool:
    """Whether a noun with a word or two tells it: "new tariffs" says not what became of them."""
    predicate, words = claim.predicate.span, claim.citation
    is_noun = predicate.start > words.span.start and predicate.end == words.span.end
    return is_noun and len(words.quote.split()) < LEAST_WORDS


def is_danger(claim: Claim) -> bool:
    """Whether a threat is one that others see: "the threat of a raid by Norland"."""
    named = [actor.citation.span.start for actor in claim.actors]
    predicate, words = claim.predicate.span, claim.citation
    since = words.quote[predicate.start - words.span.start :]
    return _DANGER.match(since) is not None and min(named, default=0) >= predicate.end


def is_one_thing(one: Bearing, other: Bearing, *, least: int = 1) -> bool:
    """Whether both name so many objects in common, and no other count or name of them."""
    shared = one.objects & other.objects
    if any(one.counts[stem] != other.counts[stem] for stem in one.counts if stem in other.counts):
        return False
    if one.names and other.names and not one.names & other.names:
        return False
    return len(shared) >= least


def _read(claim: Claim, knowledge: BearingWords) -> _Said:
    words = claim.citation.quote
    condition, cause = knowledge.conditions.search(words), knowledge.causes.search(words)
    ends = [found.start() for found in (condition, cause) if found and found.start()]
    said = words[: min(ends, default=len(words))]
    duration = knowledge.durations.search(said)
    return _Said(
        claim=claim,
        words=said,
        named=list(knowledge.measure_words.finditer(said)),
        is_conditional=condition is not None,
        days=_days(duration) if duration else None,
    )


def _tokens(said: _Said, knowledge: BearingWords) -> list["_Token"]:
    undoing = knowledge.undoing.finditer(said.words)
    taken = [match.span() for match in (*said.named, *undoing)]
    sides = _of_sides(said.claim)
    return [_Token.of(match, taken, sides, knowledge) for match in _TOKEN.finditer(said.words)]


@dataclass(frozen=True, slots=True)
class _Token:
    stem: str
    is_number: bool
    is_name: bool
    is_object: bool

    @classmethod
    def of(
        cls,
        match: re.Match[str],
        taken: Iterable[tuple[int, int]],
        sides: frozenset[str],
        knowledge: BearingWords,
    ) -> "_Token":
        text = _POSSESSIVE.sub("", match[0])
        if text[0].isdigit():
            return cls(text.strip(".,"), is_number=True, is_name=False, is_object=False)
        is_object = (
            len(text) >= LEAST
            and stem(text) not in knowledge.empty
            and text.casefold() not in sides
            and not (text[0].isupper() and _ADJECTIVE.search(text))
            and not any(start <= match.start() < end for start, end in taken)
        )
        is_name = is_object and text[0].isupper() and match.start() > 0
        return cls(stem(text), is_number=False, is_name=is_name, is_object=is_object)


def _of_sides(claim: Claim) -> frozenset[str]:
    """The words that name who acts, the states acted on, the speaker and the day.

    What cites the whole clause, as in an imported row, has no words of its own.
    """
    states = [one for one in claim.recipients if one.value.sector in _STATELY]
    place = claim.place if claim.type == ATTACK else None  # many happen at one place
    told = (*claim.actors, *states, claim.date, claim.speaker, place)
    cited = [one.citation for one in told if one]
    named = [one.quote for one in cited if one.span != claim.citation.span]
    named += [one.value.name for one in states]
    words = (word for one in named for word in _TOKEN.findall(one))
    return frozenset(_POSSESSIVE.sub("", word).casefold() for word in words)


def _measures(said: _Said, knowledge: BearingWords) -> Iterator[tuple[Measure, bool]]:
    """The measures that words name, and whether they stand beside the words that tell the act.

    Of a deed also those that its type is.
    """
    found = set[Measure]()
    predicate, start = said.claim.predicate.span, said.claim.citation.span.start
    cue = (predicate.start - start, predicate.end - start)
    for match in said.named:
        place = (match.lastindex or 1) - 1
        before = " ".join(said.words[: match.start()].split()[-REACH:])
        n_turns = len(knowledge.undoing.findall(before)) + (place in knowledge.undone)
        between = said.words[min(match.end(), cue[1]) : max(match.start(), cue[0])]
        measure = Measure(knowledge.measures[place], is_undone=n_turns % 2 == 1)
        found.add(measure)
        yield measure, len(between.split()) <= BESIDE
    claim = said.claim
    for code in (f"{claim.type}/{claim.mode}", claim.type):
        own = knowledge.measures_of.get(code, ())
        yield from ((one, True) for one in own if one.turned not in found)


def _counts(tokens: Sequence[_Token]) -> Iterator[tuple[str, str]]:
    for place, token in enumerate(tokens):
        if token.is_number:
            for other in tokens[place + 1 : place + 4]:
                if other.is_object:
                    yield other.stem, token.stem


def _days(found: re.Match[str]) -> int:
    number = NUMBERS.get(found["n"].casefold()) or int(found["n"])
    return number * _UNITS[found["unit"].casefold()]


_TOKEN = re.compile(r"[^\W\d_][\w'’.]*\w|\d[\d,.]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_ADJECTIVE = re.compile(r"(?:[iec]an|ish|ese|ani|aeli|aqi)s?(?:-|$)")
_DANGER = re.compile(r"(?:threat|danger|risk)s?[\"'”’]? (?:of|from|posed)\b", re.IGNORECASE)
_STATELY = frozenset({None, "GOV", "MIL"})
_UNITS = {"hour": 1, "day": 1, "week": 7, "month": 31, "year": 366}
