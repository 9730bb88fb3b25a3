"""Pairs of a promise and a deed -> how often what detente says of them is right.

In:  a folder with ``read.jsonl`` and ``kept.jsonl``, the folder of their texts, what codes reports.
Out: figures for both halves; misses of the half that may be read.
Does not: hold a pair's words, or count what is not said as wrong: it is missed.

Each pair is judged from the claims of its two reports and of no others. A pair is *heard* if a
claim tells the promise and another the deed; the coder's misses cost recall, and ``recall_heard``
says what is left of it without them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from detente.errors import BadInput
from detente.evaluate.figures import Figures, Miss, PromiseScores, Tally, share
from detente.evaluate.gold import check_ranges
from detente.evaluate.system import Progress, System
from detente.evaluate.texts import HALVES, READ, read_texts
from detente.events.merging.merge import merge
from detente.events.merging.options import MergeOptions
from detente.records import Coded, LinkKind, Report, ReportFacts, Span

_WHOLE = MergeOptions(is_whole=True)
_WANTED = {
    "kept": LinkKind.FULFILS,
    "carried_out": LinkKind.FULFILS,
    "broken": LinkKind.BREAKS,
    "none": None,
}


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of a text, by the text's id."""

    report: str
    span: tuple[int, int]


class PromiseRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A promise, a deed, and what the deed makes of the promise."""

    dyad: tuple[str, str]
    promise: Words
    deed: Words
    label: Literal["kept", "carried_out", "broken", "none"]
    why: str

    @property
    def wanted(self) -> LinkKind | None:
        """The link that is right; ``None`` for no link."""
        return _WANTED[self.label]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Verdict:
    row: PromiseRow
    said: frozenset[LinkKind]
    is_heard: bool

    @property
    def is_right(self) -> bool:
        return self.row.wanted in self.said

    @property
    def tally(self) -> Tally:
        return Tally(
            right=self.is_right, predicted=len(self.said), wanted=self.row.wanted is not None
        )


def read_promises(folder: Path) -> dict[str, list[PromiseRow]]:
    """Read both halves of a key.

    Raises:
        BadInput: a file is missing, or a line is no pair.
    """
    return {half: list(_rows(folder / f"{half}.jsonl")) for half in HALVES}


def score_promises(
    halves: Mapping[str, Iterable[PromiseRow]],
    texts: Path | None,
    system: System,
    progress: Progress,
) -> Figures:
    """Judge each pair from the claims of its two reports.

    Raises:
        BadInput: a text is missing, or a span lies outside its text.
    """
    rows = {half: list(pairs) for half, pairs in halves.items()}
    wanted = {one.report for pairs in rows.values() for row in pairs for one in _words(row)}
    reports = read_texts(texts, lambda one: one.id in wanted)
    for row in (row for pairs in rows.values() for row in pairs):
        _check(row, reports)
    coded = {}
    for n_done, key in enumerate(sorted(wanted), start=1):
        coded[key] = system.code(reports[key])
        progress(n_done)
    found = {half: [_judge(row, coded) for row in pairs] for half, pairs in rows.items()}
    return Figures(
        scores=_scores(found),
        misses=tuple(_misses(found.get(READ, ()), coded)),
        notes=tuple(_notes(found)),
    )


def _rows(path: Path) -> Iterator[PromiseRow]:
    if not path.is_file():
        raise BadInput(f"{path} has no rows: there is no such file; a key of pairs has both halves")
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            yield msgspec.json.decode(line, type=PromiseRow)
        except msgspec.MsgspecError as err:
            raise BadInput(f"{path}:{number}: {err}") from err


def _words(row: PromiseRow) -> tuple[Words, Words]:
    return row.promise, row.deed


def _check(row: PromiseRow, reports: Mapping[str, Report]) -> None:
    for one in _words(row):
        if one.report not in reports:
            raise BadInput(f"--texts holds no text {one.report!r}, which the key names")
        try:
            check_ranges(reports[one.report].text, [one.span])
        except ValueError as err:
            raise BadInput(f"{one.report}: {err}; the key is for another edition") from err


def _judge(row: PromiseRow, coded: Mapping[str, Coded]) -> _Verdict:
    pair = {one.report: coded[one.report] for one in _words(row)}.values()
    facts = {
        one.report.id: ReportFacts(published=one.report.published, outlet=one.report.outlet)
        for one in pair
    }
    events = merge((claim for one in pair for claim in one.claims), facts, (), _WHOLE)
    promises = _given(row.promise, coded[row.promise.report])
    deeds = _told(row.deed, coded[row.deed.report])
    held_out = {event.id for event in events if promises & {*event.claim_ids}}
    said = {
        link.kind
        for event in events
        if deeds & {*event.claim_ids}
        for link in event.links
        if link.event_id in held_out and link.kind is not LinkKind.ANSWERS
    }
    return _Verdict(row=row, said=frozenset(said), is_heard=bool(promises and deeds))


def _told(words: Words, coded: Coded) -> set[str]:
    """The claims whose act is named within some words."""
    span = Span(*words.span)
    return {claim.id for claim in coded.claims if claim.predicate.span.overlap(span)}


def _given(words: Words, coded: Coded) -> set[str]:
    """The claims that give a promise: named in its words, or their clause holds all of them.

    The reader marked what is promised ("it will free them"); the act may be that somebody
    announces it.
    """
    span = Span(*words.span)
    holding = {claim.id for claim in coded.claims if span in claim.citation.span}
    return _told(words, coded) | holding


def _tally(verdicts: Iterable[_Verdict]) -> Tally:
    return sum((one.tally for one in verdicts), Tally())


def _scores(found: Mapping[str, list[_Verdict]]) -> PromiseScores:
    verdicts = [one for half in found.values() for one in half]
    whole = _tally(verdicts)
    return PromiseScores(
        n=len(verdicts),
        precision=whole.precision,
        recall=whole.recall,
        recall_heard=_heard(verdicts).recall,
        per_half={half: _tally(some).scores(len(some)) for half, some in found.items()},
    )


def _heard(verdicts: Iterable[_Verdict]) -> Tally:
    return _tally(one for one in verdicts if one.is_heard)


def _notes(found: Mapping[str, list[_Verdict]]) -> Iterator[str]:
    for half, verdicts in found.items():
        told, heard = _tally(verdicts), _heard(verdicts)
        yield (
            f"{half}: {told.predicted} verdicts stated, {told.right} right, of {told.wanted}; both "
            f"acts coded in {heard.wanted} of these, {heard.right} right"
            f" ({share(heard.right, heard.wanted) or 0:.2f})"
        )


def _misses(verdicts: Iterable[_Verdict], coded: Mapping[str, Coded]) -> Iterator[Miss]:
    for one in verdicts:
        row, wanted = one.row, one.row.wanted
        if one.said == ({wanted} if wanted else set()):
            continue
        words = (coded[told.report].report.text[slice(*told.span)] for told in _words(row))
        yield Miss(
            id=f"{row.promise.report} {row.deed.report}",
            text=" -> ".join(words),
            expected=row.label,
            got=", ".join(sorted(one.said)) or ("nothing" if one.is_heard else "not heard"),
            why=row.why,
        )
