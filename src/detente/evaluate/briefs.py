"""Keys to briefs -> whether the first screen tells what happened, and says no more.

In:  a folder with ``read/`` and ``kept/``, each of one JSON object a period of two states; the
folder of their texts; what codes reports.   Out: figures for both halves; misses of the first.
Does not: read the brief's words: a line is judged by the reports that it cites.

A brief is made from the texts of the period that name both sides. The coder's misses cost recall:
``recall_coded`` is that of the facts of which an act is coded from a text that tells them.
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
from detente.evaluate.figures import BriefHalf, BriefScores, Figures, Miss, Suite, share
from detente.evaluate.system import Progress, System
from detente.evaluate.texts import HALVES, READ, Document, read_texts
from detente.records import Coded
from detente.relations import Brief, Scope, brief_from_evidence, gather
from detente.relations.brief.page import Line, page_of
from detente.relations.brief.story import Trend

__all__ = ["BriefKey", "read_briefs", "score_briefs"]

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """How a brief does against its key. Lines are sets of the texts that they cite."""

    key: BriefKey
    found: tuple[MainFact, ...]
    coded: tuple[MainFact, ...]
    n_lines: int
    n_off_key: int
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


def score_briefs(
    halves: Mapping[str, Sequence[BriefKey]], texts: Path | None, system: System, progress: Progress
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
    found = {
        half: [_judge(key, coded, wanted[key.name]) for key in some]
        for half, some in halves.items()
    }
    return Figures(
        suite=Suite.BRIEFS,
        scores=_scores(found),
        misses=tuple(_misses(found.get(READ, ()))),
        notes=tuple(_notes(found)),
    )


# Private functions


def _key(path: Path) -> BriefKey:
    try:
        return msgspec.json.decode(path.read_bytes(), type=BriefKey)
    except msgspec.MsgspecError as err:
        raise BadInput(f"{path}: {err}") from err


def _in_period(key: BriefKey) -> Callable[[Document], bool]:
    """Whether a text is of the period and names both sides."""
    sides = [_pattern(load_gazetteer().names_of(side)) for side in key.dyad]

    def fits(one: Document) -> bool:
        if one.published is None or not key.since <= one.published <= key.until:
            return False
        return all(names.search(one.text) for names in sides)

    return fits


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


def _judge(key: BriefKey, coded: Mapping[str, Coded], fits: Callable[[Document], bool]) -> _Judged:
    of_period = [
        one
        for name, one in coded.items()
        if fits(
            Document(
                id=name,
                text=one.report.text,
                date=one.report.published.isoformat() if one.report.published else None,
                outlet=one.report.outlet,
                category=None,
            )
        )
    ]
    one, other = key.dyad
    scope = Scope(side_a=one, side_b=other, since=key.since, as_of=key.until)
    evidence = gather(of_period, scope)
    brief = brief_from_evidence(evidence, load_codebook())
    lines = [_cited(line) for line in _first_lines(brief)]
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
        trend=brief.story.trend,
    )


def _first_lines(brief: Brief) -> list[Line]:
    lines = [line for block in page_of(brief).blocks for line in block.lines]
    return lines[:FIRST]


def _cited(line: Line) -> set[str]:
    return {quote.key for quote in line.quotes}


def _scores(found: Mapping[str, Sequence[_Judged]]) -> BriefScores:
    whole = _half([one for half in found.values() for one in half])
    return BriefScores(
        n=whole.n,
        recall=whole.recall,
        recall_coded=whole.recall_coded,
        off_key=whole.off_key,
        verdict=whole.verdict,
        per_half={half: _half(some) for half, some in found.items()},
    )


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
        counts["right"] += one.is_right
    return BriefHalf(
        n=len(judged),
        recall=share(counts["found"], counts["facts"]),
        recall_coded=share(counts["found coded"], counts["coded"]),
        off_key=share(counts["off key"], counts["lines"]),
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
