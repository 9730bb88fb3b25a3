"""How well detente reads each kind of text: `python -m bench.genres`, on corpus/reports/kept.

In:  168 invented reports whose writers marked every act; no program was fitted to them.
Out: for each kind precision, recall and F1 of acts whose type is right in the sentence that tells
them, and of those that also have each side which the sentence names on its side.
Does not: compare countries, as the evaluation of documents does: the marks have words, no codes.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import detente
from detente.events.examples import read_texts
from detente.records import Claim, Span
from training.reports import Act, Told, read_reports

KEPT = Path("corpus/reports/kept")
KINDS = (  # the first that a report's file and title fit
    ("readouts, official statements", r"briefings: .*([Rr]eadout|statement|official)"),
    ("transcripts, briefings, interviews", r"briefings: "),
    ("opinion, analysis", r"analysis: |: .*\(analysis\)"),
    ("news reports", r""),
)


def main() -> None:
    """Code every report and print a line a kind."""
    counts: dict[str, Counter[str]] = {kind: Counter() for kind, _ in KINDS}
    for name, report in zip(_names(), read_reports(KEPT), strict=True):
        kind = next(kind for kind, pattern in KINDS if re.match(pattern, name))
        counts[kind] += Counter(reports=1) + _score(report)
    for kind, found in counts.items():
        shares = "; ".join(_shares(found, what) for what in ("type", "sides"))
        sys.stdout.write(f"{kind}: {found['reports']} reports, {found['wanted']} acts; {shares}\n")


def _names() -> Iterator[str]:
    for file, text in read_texts(KEPT):
        for title in re.findall(r"^# \d+ (.*)$", text, re.MULTILINE):
            yield f"{Path(file).stem}: {title}"


def _score(report: Sequence[Told]) -> Counter[str]:
    """Match each claim to an act that is not yet matched, surely told acts first."""
    text, starts = "", []
    for told in report:
        starts.append(len(text))
        text += told.text + ("\n\n" if told.is_headline else " ")
    left = [
        (start, act)
        for start, told in zip(starts, report, strict=True)
        for act in sorted(told.acts, key=lambda act: act.is_doubtful)
    ]
    counts = Counter(wanted=sum(not act.is_doubtful for _, act in left))
    claims = detente.code_text(text, published="2024-06-01").claims
    for what in ("type", "sides"):
        free = list(left)
        for claim in claims:
            fit = [
                (start, act)
                for start, act in free
                if _is_in(claim, start, starts) and act.type == claim.type
                if what == "type" or _has_sides(claim, act, start)
            ]
            if not fit:
                counts[f"{what} wrong"] += 1
                continue
            free.remove(fit[0])
            counts[f"{what} right"] += not fit[0][1].is_doubtful
    return counts


def _is_in(claim: Claim, start: int, starts: Sequence[int]) -> bool:
    return start == max(each for each in starts if each <= claim.predicate.span.start)


def _has_sides(claim: Claim, act: Act, start: int) -> bool:
    """Whether each side that the sentence names is cited on its side; others are not judged."""
    sides = ((claim.actors, act.actors), (claim.recipients, act.recipients))
    return all(
        all(any(_meet(span, start, each.citation.span) for each in cited) for span in named)
        for cited, named in sides
    )


def _meet(named: Span, start: int, cited: Span) -> bool:
    return named.start + start < cited.end and cited.start < named.end + start


def _shares(found: Counter[str], what: str) -> str:
    right, wrong = found[f"{what} right"], found[f"{what} wrong"]
    precision, recall = right / (right + wrong), right / found["wanted"]
    f1 = 2 * precision * recall / (precision + recall)
    return f"{what} {precision:.1%} / {recall:.1%} / {f1:.1%}"


if __name__ == "__main__":
    main()
