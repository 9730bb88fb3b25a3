"""A cue in a sentence -> the words that it is about: what follows, what stands before, both sides.

In:  a parsed sentence and a cue's place.   Out: spans of the report, in order.
Does not: know kinds of remarks, or who is named.
"""

import re
from collections.abc import Sequence

from detente.events.remark_cues import CueGroup, Parts
from detente.events.syntax import Clauses
from detente.records import Sentence, Span

__all__ = ["PartFinder"]

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
