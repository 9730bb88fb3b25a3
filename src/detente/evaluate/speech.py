"""The speech suite: who said what.

In:  articles with their attributions; a system.   Out: F1 of the contents, and over the matched
ones the share whose source is right.
Does not: count an attribution whose content is not in the text, or judge cues.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from detente.evaluate.figures import Figures, Miss, SpeechScores, Tally, share
from detente.evaluate.gold import Attribution, SpeechRow, spans_of
from detente.evaluate.matching import HALF, match_items, spans_overlap
from detente.evaluate.system import Progress, System, no_progress
from detente.records import Report, Span, Speech


@dataclass(frozen=True, slots=True, kw_only=True)
class _Article:
    row: SpeechRow
    gold: tuple[Attribution, ...]
    found: tuple[Speech, ...]
    matching: dict[int, int]

    def pairs(self) -> list[tuple[Attribution, Speech]]:
        return [(self.gold[gold], self.found[found]) for gold, found in self.matching.items()]

    def tally(self) -> Tally:
        return Tally(right=len(self.matching), predicted=len(self.found), wanted=len(self.gold))


def score_speech(
    rows: Sequence[SpeechRow], system: System, progress: Progress = no_progress
) -> Figures:
    """Find the speech of each article; contents match, one to one, that overlap by half.

    The source of a match is right when its words overlap the gold's, or when neither is told.
    """
    articles: list[_Article] = []
    for row in rows:
        articles.append(_match(row, system))
        progress(len(articles))
    total = sum((article.tally() for article in articles), Tally())
    pairs = [pair for article in articles for pair in article.pairs()]
    return Figures(
        scores=SpeechScores(
            n=len(rows),
            content_precision=total.precision,
            content_recall=total.recall,
            content_f1=total.f1,
            source=share(sum(_same_source(*pair) for pair in pairs), len(pairs)),
        ),
        misses=tuple(miss for article in articles for miss in _misses(article)),
        notes=_notes(rows, total),
    )


def _match(row: SpeechRow, system: System) -> _Article:
    report = Report(key=row.id, text=row.text, published=row.published)
    gold = tuple(one for one in row.attributions if one.content)
    found = tuple(system.find_speech(report))
    weights = {
        (i, j): overlap
        for i, one in enumerate(gold)
        for j, other in enumerate(found)
        if (overlap := spans_overlap(spans_of(one.content), other.content)) >= HALF
    }
    return _Article(row=row, gold=gold, found=found, matching=match_items([weights]))


def _same_source(gold: Attribution, found: Speech) -> bool:
    sources = spans_of(gold.source)
    if found.speaker is None:
        return not sources
    return any(found.speaker.overlap(source) for source in sources)


def _misses(article: _Article) -> list[Miss]:
    row, matched = article.row, article.matching
    missed = [one for i, one in enumerate(article.gold) if i not in matched]
    invented = [one for j, one in enumerate(article.found) if j not in matched.values()]
    wrong = [pair for pair in article.pairs() if not _same_source(*pair)]
    return [
        *(_miss(row, spans_of(one.content), "speech", "nothing") for one in missed),
        *(_miss(row, one.content, "nothing", "speech", f"cue {one.cue_lemma}") for one in invented),
        *(
            _miss(
                row,
                spans_of(gold.content),
                _words(row, spans_of(gold.source)),
                _words(row, (found.speaker,) if found.speaker else ()),
                "the source differs",
            )
            for gold, found in wrong
        ),
    ]


def _miss(row: SpeechRow, content: Sequence[Span], expected: str, got: str, why: str = "") -> Miss:
    return Miss(id=row.id, text=_words(row, content), expected=expected, got=got, why=why)


def _words(row: SpeechRow, spans: Sequence[Span]) -> str:
    return " ... ".join(row.text[span.start : span.end] for span in spans) or "nobody"


def _notes(rows: Sequence[SpeechRow], total: Tally) -> tuple[str, ...]:
    counts = f"contents: {total.wanted} in gold, {total.predicted} found, {total.right} matched"
    n_empty = sum(not one.content for row in rows for one in row.attributions)
    return (counts, f"not counted, attributions without content: {n_empty}")
