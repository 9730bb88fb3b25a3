"""Words -> contexts and issues: why something happens and what it is about.

In:  a report, its sentences and links, the codebook.   Out: codes found by matching.
Does not: look further than the neighbouring sentences: a story about war that mentions an
election is not about electoral violence.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

import ahocorasick_rs

from detente.codebook import Codebook
from detente.events.syntax import Clauses
from detente.records import Link, Report, Sentence, Span

__all__ = ["TopicIndex", "Topics"]

ABOUT = frozenset({"on", "about", "over", "regarding", "concerning", "of"})


class TopicIndex:
    """All cue words of contexts and issues, ready to be matched; built once a process."""

    def __init__(self, codebook: Codebook) -> None:
        names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for context in codebook.contexts:
            for cue in context.cues:
                names[cue.lower()].append(("context", context.name))
        for issue in codebook.issues:
            for alias in (issue.name, *issue.aliases):
                names[alias.lower()].append(("issue", issue.name))
                if issue.context:
                    names[alias.lower()].append(("context", issue.context))
        self._meanings = [(cue, tuple(meanings)) for cue, meanings in sorted(names.items())]
        self._matcher = ahocorasick_rs.AhoCorasick(
            [cue for cue, _ in self._meanings],
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def find(self, text: str) -> list[tuple[Span, str, str]]:
        """List (span, "context" or "issue", code) for every whole-word cue in ``text``."""
        lowered = text.lower()
        if len(lowered) != len(text):  # a rare letter that grows when lowered would shift spans
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        found: list[tuple[Span, str, str]] = []
        for index, start, end in self._matcher.find_matches_as_indexes(lowered):
            if _is_word(lowered, start, end):
                found.extend((Span(start, end), *meaning) for meaning in self._meanings[index][1])
        return found


class Topics:
    """Contexts and issues of one report."""

    def __init__(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        links: Sequence[Link],
        index: TopicIndex,
    ) -> None:
        self.report, self.sentences, self.links = report, sentences, links
        self.index = index

    @cached_property
    def _found(self) -> list[tuple[Span, str, str]]:
        return self.index.find(self.report.text)

    def contexts(self, sentence: Sentence) -> tuple[str, ...]:
        """Contexts of a sentence: its own cues; its neighbours' only where it has none."""
        own = self._codes("context", [sentence.span])
        if own:
            return own
        near = [
            other.span
            for other in self.sentences[max(0, sentence.index - 1) : sentence.index + 2]
            if other.paragraph == sentence.paragraph
        ]
        return self._codes("context", near)

    def issues_in(self, span: Span) -> tuple[str, ...]:
        """Issues named within ``span``, in text order."""
        return self._codes("issue", [span])

    def issues(
        self, span: Span, clauses: Clauses, predicate: int, parties: Collection[Span]
    ) -> tuple[str, ...]:
        """Issues of an act: those named in its clause, and third countries it is about."""
        countries = [
            actor.name.lower()
            for link in self.links
            if link.mention.sentence == clauses.sentence.index
            and link.mention.span in span
            and link.mention.span not in parties
            and _is_topic(clauses, predicate, link.mention.head)
            for actor in link.actors
            if actor.sector is None
        ]
        return tuple(dict.fromkeys((*self.issues_in(span), *countries)))

    def _codes(self, wanted: str, spans: Sequence[Span]) -> tuple[str, ...]:
        codes = [
            code
            for found, kind, code in self._found
            if kind == wanted and any(found in span for span in spans)
        ]
        return tuple(dict.fromkeys(codes))


def _is_topic(clauses: Clauses, predicate: int, head: int) -> bool:
    """Whether a name is what an act is about: "talks *on* Iran", "discussed *Iran* with"."""
    current = head
    while clauses.token(current).dep == "conj":
        current = clauses.token(current).head
    token = clauses.token(current)
    if token.dep == "dobj" and token.head == predicate:
        return True
    governor = clauses.token(token.head)
    return token.dep == "pobj" and governor.text.lower() in ABOUT - {"of"}


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum()
