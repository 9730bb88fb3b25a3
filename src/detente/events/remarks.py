"""Sentences -> remarks: limits, links, frames, silence, talks whose sides stay unnamed.

In:  a report's setting and topics.   Out: remarks in text order, every value cited.
Does not: code acts (coder.py does), or say whether a limit is real: it is as told.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import msgspec

from detente.codebook import NOT_STATES
from detente.errors import BadConfig
from detente.events.claims import speaker_of
from detente.events.contexts import Topics
from detente.events.patterns import packaged
from detente.events.setting import Setting
from detente.events.sides import countries_of
from detente.language.clauses import SUBJECTS, Clauses
from detente.records import Cited, Link, Remark, RemarkKind, Sentence, Span, Speaker

COMMENTATORS = frozenset({"EDU", "JRN"})  # who judge sides, but speak for none
NEAR = frozenset({"for", "of", "to"})  # "a red line for Sudria"
STRAIGHT = str.maketrans("\u2019\u2018\u201c\u201d", "''\"\"")  # letter for letter: spans hold
THINGS = frozenset({RemarkKind.RED_LINE, RemarkKind.THIRD_PARTY})  # their parts are things


class Parts(StrEnum):
    """Where what a remark is about stands."""

    AFTER = "after"
    BEFORE = "before"
    AROUND = "around"
    THING = "thing"
    NONE = "none"


THINGS_BEFORE = frozenset({Parts.BEFORE, Parts.THING})
PAIR = 2
MOST_BETWEEN = 2  # words: "for the Sudrians"


def remarks_in(setting: Setting, topics: Topics) -> tuple[Remark, ...]:
    """Find the remarks of a report; one kind tells a place once."""
    return tuple(
        remark
        for sentence in setting.sentences
        if not sentence.is_dateline
        for remark in _Reader(sentence, setting, topics).remarks()
    )


# --- `data/remarks.toml` -> the words that tell limits, links, frames and the like.
class SideRule(StrEnum):
    """How the side of a remark is found."""

    SUBJECT = "subject"
    SPEAKER = "speaker"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGroup:
    """Patterns of one kind; ``pattern`` matches any.

    ``issue`` is what the cue itself names;
    a sentence that ``unless`` matches has no such remark.
    """

    kind: RemarkKind
    side: SideRule
    parts: Parts
    pattern: re.Pattern[str]
    issue: str | None = None
    unless: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    group: CueGroup
    span: Span
    thing: Span | None


class _Reader:
    """Reads one sentence."""

    def __init__(self, sentence: Sentence, setting: Setting, topics: Topics) -> None:
        self.sentence, self.setting, self.topics = sentence, setting, topics
        self.clauses = Clauses(sentence)
        self._parts = PartFinder(sentence, setting.report.text)
        self.links = [
            link for link in setting.links if link.mention.sentence == sentence.index and _of(link)
        ]

    def remarks(self) -> Iterator[Remark]:
        """Yield what the sentence tells; of a cue within what another is about, the inner one."""
        made = [remark for found in self._cues() if (remark := self._remark(found))]
        for remark in made:
            inner = [one.cue.span for one in made if one.kind == remark.kind and one != remark]
            parts = [part.span for part in remark.parts]
            if remark.kind not in THINGS or not any(
                span.overlap(part) for span in inner for part in parts
            ):
                yield remark

    def _cues(self) -> list[_Found]:
        start, end = self.sentence.span.start, self.sentence.span.end
        words = self.setting.report.text[start:end].translate(STRAIGHT)
        kept: list[_Found] = []
        for group in load_cues():
            if group.unless and group.unless.search(words):
                continue
            for match in group.pattern.finditer(words):
                span = Span(start + match.start(), start + match.end())
                thing = _thing(match, start)
                if not any(one.group.kind == group.kind and one.span.overlap(span) for one in kept):
                    kept.append(_Found(group, span, thing))
        return sorted(kept, key=lambda one: (one.span.start, one.group.kind))

    def _remark(self, found: _Found) -> Remark | None:
        speaker = self._speaker(found.span)
        parts = self._parts.of(found.group, found.span, found.thing)
        side = self._side(found, speaker, parts)
        if side is None and found.group.side is not SideRule.NONE:
            return None
        if found.group.parts in THINGS_BEFORE and not self._parts.are_things(parts):
            return None
        report = self.setting.report
        about, named = self._about(found, side), self._named(parts, side)
        issues = self._issues(found, parts)
        if not _says_enough(found.group.kind, about, named, issues):
            return None
        return Remark(
            report_id=report.id,
            sentence=self.sentence.index,
            kind=found.group.kind,
            side=side,
            about=about,
            named=named,
            issues=issues,
            speaker=speaker,
            citation=report.cite(self.sentence.span),
            cue=report.cite(found.span),
            parts=tuple(report.cite(part) for part in parts),
        )

    # Whose it is

    def _side(self, found: _Found, speaker: Cited[Speaker] | None, parts: list[Span]) -> str | None:
        spoken = _state_of(speaker)
        match found.group.side:
            case SideRule.NONE:
                return None
            case SideRule.SUBJECT:
                return self._subject(found.span) or spoken
            case SideRule.SPEAKER:
                named = self._within(found.span) or self._beneficiary(found.span)
                return named or spoken or self._owner(found.span, parts)

    def _subject(self, cue: Span) -> str | None:
        """The state before the cue: the nearest subject, else the nearest name."""
        at = self.sentence.tokens_in(cue)[0].index
        before = [link for link in self.links if link.mention.span.end <= cue.start]
        by_head = {link.mention.head: link for link in self.links}
        verb = self.clauses.clause_of(at)
        for index in self.clauses.subjects(verb):
            if index in by_head and by_head[index].mention.span.start < cue.start:
                return _of(by_head[index])
        subjects = [link for link in before if self._is_subject(link.mention.head)]
        nearest = [*before, *subjects][-1:]
        return _of(nearest[0]) if nearest else None

    def _is_subject(self, head: int) -> bool:
        token = self.clauses.token(head)
        return token.dep in SUBJECTS or token.dep == "poss"

    def _within(self, cue: Span) -> str | None:
        """Who is named within the cue: "is purely *Sudria's* internal affair"."""
        inside = [link for link in self.links if link.mention.span in cue]
        return _of(inside[-1]) if inside else None

    def _beneficiary(self, cue: Span) -> str | None:
        """Who is named right after the cue: "a red line *for Sudria*"."""
        for link in self.links:
            gap = self.setting.report.text[cue.end : link.mention.span.start]
            words = gap.split()
            if link.mention.span.start >= cue.end and words and words[0] in NEAR:
                return _of(link) if len(words) <= MOST_BETWEEN else None
        return None

    def _owner(self, cue: Span, parts: list[Span]) -> str | None:
        """Who stands before the cue and is not what it is about."""
        for link in reversed(self.links):
            span = link.mention.span
            if span.end <= cue.start and not any(span.overlap(part) for part in parts):
                return _of(link)
        for link in self.links:  # "Northport, Sudria's oldest harbour, is not negotiable"
            if link.mention.span.end <= cue.start and self._is_subject(link.mention.head):
                return _of(link)
        return None

    def _speaker(self, cue: Span) -> Cited[Speaker] | None:
        speech = self.setting.speech_around(cue)
        return speaker_of(speech, self.setting) if speech else None

    # What it names

    def _issues(self, found: _Found, parts: list[Span]) -> tuple[str, ...]:
        """Issues that the cue, its parts or, without any, the sentence names."""
        spans = [found.span, *parts] if parts else [self.sentence.span]
        if found.group.issue:
            return (found.group.issue,)
        named = [issue for span in spans for issue in self.topics.issues_in(span)]
        issues = tuple(dict.fromkeys(named))
        is_loose = not parts and found.group.kind is RemarkKind.FRICTION
        return issues[:1] if is_loose else issues  # the topic of a sentence comes first in it

    def _about(self, found: _Found, side: str | None) -> tuple[str, ...]:
        """States that the sentence names; for nobody's talks, those of the paragraph."""
        countries = {str(_of(link)) for link in self.links}
        if found.group.kind is RemarkKind.CHANNEL and len(countries) < PAIR:
            countries |= self._nearest_pair()
        return tuple(sorted(one for one in countries if one != side))

    def _named(self, parts: list[Span], side: str | None) -> tuple[str, ...]:
        """States that the parts name."""
        within = {
            str(_of(link))
            for link in self.links
            if any(link.mention.span.overlap(part) for part in parts)
        }
        return tuple(sorted(one for one in within if one != side))

    def _nearest_pair(self) -> set[str]:
        """The states of the nearest sentence before, in this paragraph, that names two."""
        for other in reversed(self.setting.sentences[: self.sentence.index]):
            if other.paragraph != self.sentence.paragraph:
                break
            named = {
                actor.country
                for link in self.setting.links
                if link.mention.sentence == other.index
                for actor in link.actors
                if actor.country and actor.country not in NOT_STATES
            }
            if len(named) >= PAIR:
                return named
        return set()


def _thing(match: re.Match[str], start: int) -> Span | None:
    """Where the pattern's group ``thing`` stands in the report, without blanks around it."""
    words = match.groupdict().get("thing")
    if not words or not words.strip():
        return None
    first = start + match.start("thing") + len(words) - len(words.lstrip())
    return Span(first, first + len(words.strip()))


def _says_enough(
    kind: RemarkKind, about: tuple[str, ...], named: tuple[str, ...], issues: tuple[str, ...]
) -> bool:
    """Whether a remark has what makes it one: a strain an issue, a spared party its name."""
    match kind:
        case RemarkKind.FRICTION:
            return bool(issues)
        case RemarkKind.THIRD_PARTY:
            return bool(named)
        case RemarkKind.CHANNEL:
            return len(about) >= PAIR
        case _:
            return True


def _of(link: Link) -> str | None:
    """The one state whose a mention is."""
    countries = countries_of([link]) - NOT_STATES - {None}
    return min(map(str, countries)) if len(countries) == 1 else None


def _state_of(speaker: Cited[Speaker] | None) -> str | None:
    """The state for which somebody speaks; scholars and media speak for none."""
    actor = speaker.value.actor if speaker else None
    if actor is None or actor.sector in COMMENTATORS or actor.country in NOT_STATES:
        return None
    return actor.country


class _Cue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: RemarkKind
    side: SideRule
    parts: Parts
    patterns: list[str]
    issue: str | None = None
    unless: str | None = None


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    cue: list[_Cue]


@cache
def load_cues() -> tuple[CueGroup, ...]:
    """Load the packaged file, once."""
    return read_cues(packaged("remarks.toml"))


def read_cues(data: bytes) -> tuple[CueGroup, ...]:
    """Read the file's bytes.

    Raises:
        BadConfig: a key is unknown, or a pattern is no regular expression.
    """
    try:
        told = msgspec.toml.decode(data, type=_File)
        return tuple(_group(cue) for cue in told.cue)
    except (msgspec.MsgspecError, re.error) as err:
        raise BadConfig(f"events/data/remarks.toml: {err}") from err


def _group(cue: _Cue) -> CueGroup:
    any_of = "|".join(f"(?:{pattern})" for pattern in cue.patterns)
    return CueGroup(
        kind=cue.kind,
        side=cue.side,
        parts=cue.parts,
        pattern=re.compile(rf"(?<!\w)(?:{any_of})(?!\w)", re.IGNORECASE),
        issue=cue.issue,
        unless=re.compile(cue.unless, re.IGNORECASE) if cue.unless else None,
    )


# --- A cue in a sentence -> the words that it is about: what follows, what stands before, both
# sides.
APART = frozenset({"conj", "cc", "punct", "relcl", "advcl", "appos"})
PEOPLE = frozenset({"NORP", "PERSON"})
ENDS = re.compile(r"[;:]\s|\s[\u2013\u2014-]\s")
LONGEST_PART = 140  # characters: what follows is another thought


class PartFinder:
    """Finds what cues of one sentence are about."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.sentence, self.text = sentence, text
        self.clauses = Clauses(sentence)

    def are_things(self, parts: Sequence[Span]) -> bool:
        """Whether any part is a thing, and not people ("the Sudrians, who will not yield")."""
        heads = (self.sentence.head_of(part) for part in parts)
        return any(head is not None and head.entity not in PEOPLE for head in heads)

    def of(self, group: CueGroup, cue: Span, thing: Span | None) -> list[Span]:
        """Find the parts of a remark; ``thing`` is what the cue's pattern picks out itself."""
        match group.parts:
            case Parts.NONE:
                return []
            case Parts.THING:
                return [thing] if thing else []
            case Parts.AROUND:
                return self._around(cue)
            case Parts.BEFORE:
                return self._before(cue)
            case Parts.AFTER:
                return self._after(cue)

    def _after(self, cue: Span) -> list[Span]:
        """Things that the last word of the cue governs, one by one; else the words that follow."""
        last = self.sentence.tokens_in(cue)[-1].index
        governor = last
        if self.clauses.token(last).dep in {"prt", "advmod"}:  # "give *up* the strait"
            governor = self.clauses.token(last).head
        roots = [
            joined
            for child in self.clauses.below(governor, "pobj", "dobj", "attr", "appos", "pcomp")
            if child > last
            for joined in self.clauses.with_conjuncts(child)
        ]
        return [self._phrase(root) for root in roots] or self._rest(cue.end)

    def _before(self, cue: Span) -> list[Span]:
        """What is said to be so: the subject of the cue's verb, none before a speaker's colon."""
        start = self.text.rfind(": ", self.sentence.span.start, cue.start)
        verb = self.clauses.clause_of(self.sentence.tokens_in(cue)[0].index)
        found = [
            self._phrase(root)
            for root in self.clauses.subjects(verb)
            if self.clauses.token(root).span.end <= cue.start
            and self.clauses.token(root).pos != "PRON"
        ]
        if any(part.start < start for part in found):
            return [self._trimmed(start + 1, cue.start)]
        return found

    def _around(self, cue: Span) -> list[Span]:
        """What came and what it answers; a cue at the head of a sentence has both behind it."""
        start, end = self.sentence.span.start, self.sentence.span.end
        text = self.text
        if cue.start - start < len("And ") + 1:
            comma = text.find(", ", cue.end, end)
            if comma < 0:
                return []
            answered = [self._trimmed(cue.end, comma)] if text[cue.end : comma].strip() else []
            return [self._trimmed(comma + 1, end), *answered]
        if not text[cue.end : end].strip(' .,;\u201d"'):
            return [self._trimmed(start, cue.start)]
        return [self._trimmed(start, cue.start), self._trimmed(cue.end, end)]

    def _phrase(self, root: int) -> Span:
        """A noun with what belongs to it, without what is joined to it or dates it."""
        apart: set[int] = set()
        for child in self.clauses.below(root):
            if child > root and self._stands_apart(child):
                apart |= self.sentence.subtrees[child]
        kept = sorted(self.sentence.subtrees[root] - apart)
        return Span(
            self.sentence.tokens[kept[0]].span.start, self.sentence.tokens[kept[-1]].span.end
        )

    def _stands_apart(self, child: int) -> bool:
        token = self.clauses.token(child)
        is_dated = any(self.clauses.token(i).entity == "DATE" for i in self.clauses.below(child))
        return token.dep in APART or (token.dep == "prep" and is_dated)

    def _rest(self, start: int) -> list[Span]:
        end = self.sentence.span.end
        if end > start + LONGEST_PART:
            end = self.text.rfind(" ", start, start + LONGEST_PART)
        text = self.text[start:end]
        cut = ENDS.search(text)
        stop = start + cut.start() if cut else end
        rest = self.text[start:stop].strip(" .,")
        return [self._trimmed(start, stop)] if rest else []

    def _trimmed(self, start: int, end: int) -> Span:
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip(" ,;.\n"))
        return Span(start + lead, max(start + lead + 1, start + len(text.rstrip(" ,;.\n"))))
