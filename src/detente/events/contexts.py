"""Words -> contexts and issues: why something happens and what it is about.

In:  a report, its sentences and links, the codebook; a model's shares of contexts.   Out: codes.
Does not: look further than the neighbouring sentences: a story about war that mentions an
election is not about electoral violence.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from math import log

import ahocorasick_rs

from detente.codebook import Codebook
from detente.language.clauses import Clauses
from detente.language.names import longer_name
from detente.records import Link, Report, Sentence, Span

# What a cue adds to the log odds of a context, as fitted to marked acts beside the weights that
# training/reader/topics.py fits; there they are held.
OWN_CUE, NEAR_CUE = 2.1, 1.25  # in the act's sentence, in its neighbours
LEAST = 1e-4  # a share is never nought
_BODY_NOUNS = frozenset(
    {"agency", "association", "board", "bureau", "centre", "center", "commission", "committee",
     "council", "court", "department", "directorate", "force", "forces", "foundation", "fund",
     "group", "institute", "ministry", "office", "organisation", "organization", "tribunal",
     "watch"}
)  # fmt: skip
ABOUT = frozenset({"on", "about", "over", "regarding", "concerning"})


class TopicIndex:
    """All names of issues and cues of contexts, ready to be matched; built once a process."""

    def __init__(self, codebook: Codebook) -> None:
        named = [(name, issue.id) for issue in codebook.issues for name in issue.names]
        cues = [(cue, context.name) for context in codebook.contexts for cue in context.cues]
        self._any_case = _Matcher([pair for pair in named if pair[0].islower()])
        written = [pair for pair in named if not pair[0].islower()]
        raised = [(name[0].upper() + name[1:], meaning) for name, meaning in written]
        self._as_written = _Matcher([*written, *raised])
        self._cues = _Matcher(cues)
        self.context_of = {issue.id: issue.context for issue in codebook.issues}

    def issues(self, text: str) -> list[tuple[Span, str]]:
        """List (span, issue) for every whole-word name in ``text``, in text order.

        A name with capitals counts as written ("AI"), or with its first letter raised.
        """
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        return sorted([*self._any_case.find(lowered), *self._as_written.find(text)])

    def contexts(self, sentence: Sentence) -> list[str]:
        """List the contexts whose cues stand in a sentence, as they are or as dictionary forms."""
        lemmas = " ".join(token.lemma for token in sentence.tokens)
        words = "".join(
            token.text.lower() + " " * gap
            for token, gap in zip(sentence.tokens, _gaps(sentence), strict=True)
        )
        found = [*self._cues.find(words), *self._cues.find(lemmas)]
        return [context for _, context in found]


class _Matcher:
    """Whole words and phrases, many at once; of those that overlap the first and longest."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        meanings: dict[str, list[str]] = defaultdict(list)
        for words, meaning in pairs:
            meanings[words].append(meaning)
        self._meanings = [tuple(dict.fromkeys(found)) for _, found in sorted(meanings.items())]
        self._automaton = ahocorasick_rs.AhoCorasick(sorted(meanings))

    def find(self, text: str) -> Iterator[tuple[Span, str]]:
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        words = [place for place in found if _is_word(text, *place[1:])]
        last = 0
        for index, start, end in sorted(words, key=lambda place: (place[1], -place[2])):
            if start >= last:
                last = end
                yield from ((Span(start, end), meaning) for meaning in self._meanings[index])


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
    def _issues(self) -> list[tuple[Span, str]]:
        return self.index.issues(self.report.text)

    def contexts(self, sentence: Sentence) -> tuple[str, ...]:
        """Contexts that a sentence itself names."""
        named = (issue for found, issue in self._issues if found in sentence.span)
        by_issue = [self.index.context_of[issue] for issue in named]
        codes = [*self.index.contexts(sentence), *by_issue]
        return tuple(dict.fromkeys(code for code in codes if code))

    def told(self, sentence: Sentence) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Contexts that a sentence itself names, and those that its neighbours do."""
        return self.contexts(sentence), self.near(sentence)

    def near(self, sentence: Sentence) -> tuple[str, ...]:
        """Contexts that its neighbours in the paragraph name."""
        around = self.sentences[max(0, sentence.index - 1) : sentence.index + 2]
        inside = (other for other in around if other.paragraph == sentence.paragraph)
        beside = (other for other in inside if other is not sentence)
        return tuple(dict.fromkeys(code for other in beside for code in self.contexts(other)))

    def issues_in(self, span: Span) -> tuple[str, ...]:
        """Issues named within ``span``, in text order."""
        return tuple(dict.fromkeys(issue for found, issue in self._topics if found in span))

    @cached_property
    def _topics(self) -> list[tuple[Span, str]]:
        """The issues but for those that a body's name has: "*Rights* Watch"."""
        return [(found, issue) for found, issue in self._issues if not self._is_body(found)]

    def _is_body(self, span: Span) -> bool:
        """Whether words are part of the longer name of a body."""
        sentence = next((one for one in self.sentences if span in one.span), None)
        tokens = sentence.tokens_in(span) if sentence else ()
        if sentence is None or not tokens:
            return False
        longer = longer_name(sentence, tokens[0].index, tokens[-1].index)
        around = (*longer.before, *longer.after) if longer.label == "ORG" else ()
        following = sentence.tokens[tokens[-1].index + 1 : tokens[-1].index + 2]
        is_name = tokens[0].text[0].isupper()
        titled = (token for token in following if is_name and token.text[0].isupper())
        return any(token.text.lower() in _BODY_NOUNS for token in (*around, *titled))

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
            if actor.sector is None and actor.id is not None  # not a town: "on the city of *Ganja*"
        ]
        return tuple(dict.fromkeys((*self.issues_in(span), *countries)))


def joint_contexts(
    own: Collection[str], near: Collection[str], shares: Mapping[str, float] | None
) -> tuple[str, ...]:
    """Contexts that are likelier than not, given a model's ``shares`` (0..1 each) and the cues.

    ``own`` are those that cues of the sentence name, ``near`` those of its neighbours. Without a
    model the cues stand alone, and neighbours count where there are no own.
    """
    if shares is None:
        return tuple(own or near)
    return tuple(
        context
        for context, share in shares.items()
        if _log_odds(share) + OWN_CUE * (context in own) + NEAR_CUE * (context in near) >= 0
    )


def _log_odds(share: float) -> float:
    share = min(max(share, LEAST), 1 - LEAST)
    return log(share / (1 - share))


def _gaps(sentence: Sentence) -> list[int]:
    """Whether a blank follows each token: 1 or 0."""
    starts = [token.span.start for token in sentence.tokens[1:]]
    ends = [token.span.end for token in sentence.tokens]
    return [int(start > end) for start, end in zip(starts, ends, strict=False)] + [0]


def _is_topic(clauses: Clauses, predicate: int, head: int) -> bool:
    """Whether a name is what an act is about: "talks *on* Iran", "discussed *Iran* with"."""
    current = head
    while clauses.token(current).dep == "conj":
        current = clauses.token(current).head
    token = clauses.token(current)
    if token.dep == "dobj" and token.head == predicate:
        return True
    governor = clauses.token(token.head)
    return token.dep == "pobj" and governor.text.lower() in ABOUT


def _is_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not before.isalnum() and not after.isalnum()
