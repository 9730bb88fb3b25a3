"""Keys to briefs -> whether the first screen tells what happened, and says no more.

In:  a folder with ``read/`` and ``kept/``, each of one JSON object a period of two states, and
``judged.jsonl``; the folder of their texts; what codes reports.
Out: figures for both halves; misses of the first.
Does not: read the brief's words: a line is held against the key by the reports that it cites.

A brief is made from the texts of the period that name both sides. The coder's misses cost recall:
``recall_coded`` is that of the facts of which an act is coded from a text that tells them.

A line is false if the words that it cites do not tell its act: somebody else does it, or to
somebody else, or it was not done, or is no such act. Of how they stand every reason counts, of an
affair what leads it. A person judged acts of the first half (``judged.jsonl``); a line with an act
that nobody has judged is in neither share.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from detente.actors import load_gazetteer
from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.evaluate.figures import BriefHalf, BriefScores, Figures, Miss, share
from detente.evaluate.system import Progress, System
from detente.evaluate.texts import HALVES, READ, Document, read_texts
from detente.records import Coded, Report
from detente.relations import Evidence, Scope, brief_from_evidence, gather
from detente.relations.brief.page import Line, page_of
from detente.relations.brief.story import Trend
from detente.relations.evidence import Act

FIRST = 12  # lines below the title
_TRENDS = {Trend.WARMER: "warmer", Trend.COLDER: "colder", Trend.SAME: "same"}


class MainFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that a brief of the period must tell, in the reader's words."""

    fact: str
    type: str
    date: tuple[date, date]
    reports: tuple[str, ...]


class KeyTurn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A month in which the relation turned."""

    month: str
    direction: str
    why: str


class KeyState(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The state of a channel, a promise or a dispute at the end."""

    what: str
    reports: tuple[str, ...]
    who: str | None = None
    state: str | None = None


class BriefKey(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a brief of two sides and some days should say."""

    dyad: tuple[str, str]
    since: date
    until: date
    verdict: Literal["warmer", "colder", "same"]
    main_facts: tuple[MainFact, ...]
    turns: tuple[KeyTurn, ...]
    channels: tuple[KeyState, ...]
    promises: tuple[KeyState, ...]
    disputes: tuple[KeyState, ...]

    @property
    def name(self) -> str:
        """The sides and the first day."""
        return f"{'-'.join(self.dyad)} {self.since}"

    def reports(self) -> set[str]:
        """All texts that the key names."""
        parts = (self.main_facts, self.channels, self.promises, self.disputes)
        return {key for part in parts for one in part for key in one.reports}


class JudgedAct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a brief took from some words of a text, and whether they tell it.

    ``act`` is the type, the status, and the countries of who acts ``>`` on whom.
    """

    report: str
    span: tuple[int, int]
    act: str
    is_told: bool
    why: str = ""

    def is_as(self, other: "JudgedAct") -> bool:
        """Whether a judgement of one holds for the other.

        It does for the same parties and status, in words that overlap; types of one sign are not
        told apart.
        """
        is_near = self.span[0] < other.span[1] and other.span[0] < self.span[1]
        return self.report == other.report and is_near and self.taken == other.taken

    @property
    def taken(self) -> tuple[bool, str]:
        """Whether the act is friendly, its status and who acts on whom."""
        kind, _, rest = self.act.partition(" ")
        return load_codebook().intensity(kind, None) > 0, rest


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """How a brief does against its key.

    ``n_false`` and ``n_true`` lines are judged; ``unjudged`` are the acts of which nobody has read.
    """

    key: BriefKey
    found: tuple[MainFact, ...]
    coded: tuple[MainFact, ...]
    n_lines: int
    n_off_key: int
    n_false: int
    n_true: int
    unjudged: tuple[tuple[JudgedAct, str], ...]
    trend: Trend

    @property
    def is_right(self) -> bool:
        return _TRENDS.get(self.trend) == self.key.verdict


def read_briefs(folder: Path) -> dict[str, list[BriefKey]]:
    """Read the keys of both halves, by file name.

    Raises:
        BadInput: there is none, or one is not of this format.
    """
    found = {
        half: [_key(path) for path in sorted((folder / half).glob("*.json"))] for half in HALVES
    }
    if not any(found.values()):
        raise BadInput(f"{folder} has no rows: it holds no read/*.json and no kept/*.json")
    return found


def read_judged(folder: Path) -> list[JudgedAct]:
    """Read what a person said of acts; nothing where there is no such file.

    Raises:
        BadInput: a line is not of this format.
    """
    path = folder / "judged.jsonl"
    try:
        lines = path.read_bytes().splitlines() if path.is_file() else []
        return [msgspec.json.decode(line, type=JudgedAct) for line in lines]
    except msgspec.MsgspecError as err:
        raise BadInput(f"{path}: {err}") from err


def score_briefs(
    halves: Mapping[str, Sequence[BriefKey]],
    texts: Path | None,
    system: System,
    progress: Progress,
    judged: Iterable[JudgedAct] = (),
) -> Figures:
    """Make the brief of each period, and hold its first lines against the key.

    Raises:
        BadInput: there are no texts.
    """
    keys = [key for half in halves.values() for key in half]
    wanted = {key.name: _in_period(key) for key in keys}
    reports = read_texts(texts, lambda one: any(fits(one) for fits in wanted.values()))
    if not reports:
        raise BadInput(f"--texts {texts} holds no text of these periods that names both sides")
    coded: dict[str, Coded] = {}
    for n_done, name in enumerate(sorted(reports), start=1):
        coded[name] = system.code(reports[name])
        progress(n_done)
    known = list(judged)
    found = {
        half: [_judge(key, coded, wanted[key.name], known) for key in some]
        for half, some in halves.items()
    }
    return Figures(
        scores=_scores(found),
        misses=tuple(_misses(found.get(READ, ()))),
        notes=tuple(_notes(found)),
    )


def _key(path: Path) -> BriefKey:
    try:
        return msgspec.json.decode(path.read_bytes(), type=BriefKey)
    except msgspec.MsgspecError as err:
        raise BadInput(f"{path}: {err}") from err


def _in_period(key: BriefKey) -> Callable[[Document | Report], bool]:
    """Whether a text is of the period and names both sides."""
    sides = [_pattern(load_gazetteer().names_of(side)) for side in key.dyad]

    def fits(one: Document | Report) -> bool:
        if one.published is None or not key.since <= one.published <= key.until:
            return False
        return all(names.search(one.text) for names in sides)

    return fits


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _judge(
    key: BriefKey,
    coded: Mapping[str, Coded],
    fits: Callable[[Document | Report], bool],
    judged: Sequence[JudgedAct],
) -> _Judged:
    one, other = key.dyad
    scope = Scope(side_a=one, side_b=other, since=key.since, as_of=key.until)
    evidence = gather((one for one in coded.values() if fits(one.report)), scope)
    brief = brief_from_evidence(evidence, load_codebook())
    first = [line for block in page_of(brief).blocks for line in block.lines][:FIRST]
    lines = [{quote.key for quote in line.quotes} for line in first]
    acts = [_acts_of(line, evidence) for line in first]
    verdicts = [_verdict([_is_told(act, judged) for act in some]) for some in acts if some]
    shown = set().union(*lines)
    told = {quote.key for act in evidence.acts for quote in act.quotes}
    known = key.reports()
    citing = [line for line in lines if line]
    return _Judged(
        key=key,
        found=tuple(fact for fact in key.main_facts if shown & {*fact.reports}),
        coded=tuple(fact for fact in key.main_facts if told & {*fact.reports}),
        n_lines=len(citing),
        n_off_key=sum(not line & known for line in citing),
        n_false=verdicts.count(False),
        n_true=verdicts.count(True),
        unjudged=tuple(
            (act, line.head)
            for line, some in zip(first, acts, strict=True)
            for act in some
            if _is_told(act, judged) is None
        ),
        trend=brief.story.trend,
    )


def _is_told(act: JudgedAct, judged: Iterable[JudgedAct]) -> bool | None:
    return next((one.is_told for one in judged if one.is_as(act)), None)


def _verdict(told: Sequence[bool | None]) -> bool | None:
    """Whether a line's acts are told: no if one is not, open if one is not judged."""
    return False if False in told else None if None in told else True


def _acts_of(line: Line, evidence: Evidence) -> list[JudgedAct]:
    """The acts for which a line stands, by its words; none where it tells a statement."""
    is_story = line.state in _TRENDS or line.head.startswith("What changed")
    quotes = line.quotes if is_story else line.quotes[:1]
    acts = [act for act in evidence.acts if set(quotes) & set(act.quotes)]
    return [_taken(act) for act in (acts if is_story else acts[:1])]


def _taken(act: Act) -> JudgedAct:
    """An act as a brief took it from the first words that tell it."""
    who, whom = ("+".join(sorted(side)) for side in (act.doers, act.receivers))
    quote = act.quotes[0]
    told = f"{act.type} {act.status} {who} > {whom}".strip()
    return JudgedAct(quote.key, (quote.start, quote.end), told, is_told=False)


def _scores(found: Mapping[str, Sequence[_Judged]]) -> BriefScores:
    whole = _half([one for half in found.values() for one in half])
    per_half = {half: _half(some) for half, some in found.items()}
    return BriefScores(**msgspec.structs.asdict(whole), per_half=per_half)


def _half(judged: Sequence[_Judged]) -> BriefHalf:
    counts = Counter[str]()
    for one in judged:
        coded = {fact.fact for fact in one.coded}
        counts["facts"] += len(one.key.main_facts)
        counts["found"] += len(one.found)
        counts["coded"] += len(coded)
        counts["found coded"] += sum(fact.fact in coded for fact in one.found)
        counts["lines"] += one.n_lines
        counts["off key"] += one.n_off_key
        counts["judged"] += one.n_false + one.n_true
        counts["false"] += one.n_false
        counts["right"] += one.is_right
    return BriefHalf(
        n=len(judged),
        recall=share(counts["found"], counts["facts"]),
        recall_coded=share(counts["found coded"], counts["coded"]),
        off_key=share(counts["off key"], counts["lines"]),
        false_lines=share(counts["false"], counts["judged"]),
        judged_lines=share(counts["judged"], counts["lines"]),
        verdict=share(counts["right"], len(judged)),
    )


def _notes(found: Mapping[str, Sequence[_Judged]]) -> Iterator[str]:
    for half, judged in found.items():
        told = _half(judged)
        figures = {name: getattr(told, name) for name in BriefHalf.__struct_fields__ if name != "n"}
        shown = ", ".join(f"{name} {value or 0:.2f}" for name, value in figures.items())
        yield f"{half}: {told.n} briefs, {shown}"


def _misses(judged: Iterable[_Judged]) -> Iterator[Miss]:
    for one in judged:
        key = one.key
        if not one.is_right:
            yield Miss(id=key.name, text="verdict", expected=key.verdict, got=one.trend.value)
        for fact in key.main_facts:
            if fact not in one.found:
                got = "not in the first lines" if fact in one.coded else "not coded"
                reports = " ".join(fact.reports)
                yield Miss(id=key.name, text=reports, expected=fact.fact, got=got)
        for act, words in one.unjudged:
            at = f"{act.report} {act.span[0]}:{act.span[1]}"
            yield Miss(id=key.name, text=words, expected="a judgement", got=act.act, why=at)
