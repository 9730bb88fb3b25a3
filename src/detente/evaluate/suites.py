"""A suite and a gold file -> figures.

In:  the name of a suite, its gold file, the system to measure.   Out: the figures.
Does not: load the system, print, or compare with earlier figures.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.briefs import read_briefs, read_judged, score_briefs
from detente.evaluate.dates import score_dates
from detente.evaluate.documents import read_documents, score_documents
from detente.evaluate.figures import Figures, Suite
from detente.evaluate.gold import (
    DateRow,
    GoldRow,
    PairRow,
    SentenceRow,
    SpeechRow,
    StatusRow,
    TripleRow,
    holds_triples,
    read_rows,
)
from detente.evaluate.links import LinkRow, score_links
from detente.evaluate.promises import read_promises, score_promises
from detente.evaluate.sentences import score_pairs, score_sentences, score_status, score_triples
from detente.evaluate.speech import score_speech
from detente.evaluate.system import Progress, System, no_progress


def evaluate(
    suite: str,
    path: Path,
    system: System,
    progress: Progress = no_progress,
    texts: Path | None = None,
) -> Figures:
    """Measure ``system`` on a gold file; the whole file is read and checked before it starts.

    A key without texts (promises, briefs, marks on documents) needs ``texts``, their folder.
    ``progress`` is told after each row how many are done. Misses are kept in file order.

    Raises:
        BadInput: no suite has this name, or the file is not of its format.
    """
    if suite in _STAND_OFF:
        return _STAND_OFF[suite](path, texts, system, progress)
    if suite not in _SCORERS:
        names = ", ".join((*_SCORERS, *_STAND_OFF, *OF_A_LEDGER))
        raise BadInput(f"no suite is named {suite!r}; there are {names}")
    row, score = _SCORERS[suite]
    if suite == Suite.SENTENCES and holds_triples(path):
        row, score = TripleRow, score_triples
    return score(read_rows(path, row), system, progress)


OF_A_LEDGER = ("series", "turns")  # they measure a record, not a coder
_STAND_OFF: Mapping[str, Callable[[Path, Path | None, System, Progress], Figures]] = {
    Suite.DOCUMENTS: lambda path, texts, *how: score_documents(read_documents(path, texts), *how),
    Suite.PROMISES: lambda path, *how: score_promises(read_promises(path), *how),
    Suite.BRIEFS: lambda path, texts, system, progress: score_briefs(
        read_briefs(path), texts, system, progress, read_judged(path)
    ),
}
_SCORERS: Mapping[str, tuple[type[GoldRow], Callable[..., Figures]]] = {
    Suite.PAIRS: (PairRow, score_pairs),
    Suite.SENTENCES: (SentenceRow, score_sentences),
    Suite.SPEECH: (SpeechRow, score_speech),
    Suite.DATES: (DateRow, score_dates),
    Suite.STATUS: (StatusRow, score_status),
    Suite.LINKS: (LinkRow, score_links),
}
