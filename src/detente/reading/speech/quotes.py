"""Quotations -> who is quoted: each goes to the cue beside it, or to the last speaker.

In:  the report's text, its sentences with their cues.   Out: outermost quotations, told from
apostrophes and feet; for each cue the stretches it introduces, as ranges fitted to the marks.
Does not: take a quotation inside somebody's clause ("called it “a mistake”"); the clause has it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from detente.language.tree import FINITE, children, first_of, has_finite
from detente.reading.parse import dateline_span, paragraph_spans
from detente.reading.speech.cues import Cue, passing_on
from detente.reading.speech.lexicon import Frame, Part
from detente.records import Report, Sentence, Span, Token

Key = tuple[int, int]
LONGEST_SMALL_WORD = 3  # "of" and "the" are small in a title
_BREAKS = ".,:;?!…—–―-”\"'’"
_ENDS = ".?!…—"
_FULL_STOP = re.compile(r"[.?!] +[A-Z“‘\"']")
_LEAD_IN_MARKS = frozenset({",", ":", "—", "–", "―", "--", "-"})
_LEAD_INS = frozenset({"as", "and", "but", "so", "then", "also", "however"})
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "NUM", "PUNCT"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue and the token indices of its speaker in the cue's sentence."""

    cue: Cue
    speaker: frozenset[int]

    @property
    def key(self) -> Key:
        """Sentence and token of the cue."""
        return self.cue.sentence.index, self.cue.head

    @property
    def first(self) -> int:
        """First token of speaker and cue together."""
        return min(self.speaker | self.cue.indices)


@dataclass(slots=True)
class Quoted:
    """What a cue introduces, and what its speaker goes on to say after the cue's sentence."""

    introduced: list[Span] = field(default_factory=list)
    continued: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation. ``span`` and ``inner`` are with and without its marks.

    ``goes_on``: no closing mark ends it, and the next paragraph opens with one again.
    """

    span: Span
    inner: Span
    goes_on: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """A report with all that may attribute speech in it."""

    report: Report
    sentences: Sequence[Sentence]
    quotes: Sequence[Quote]

    def sentence_at(self, position: int) -> Sentence:
        """Find the sentence that holds ``position``, or the one before it."""
        return self.sentences[max(0, bisect_right(self._starts, position) - 1)]

    def sentence_before(self, sentence: Sentence) -> Sentence | None:
        """Find the sentence before ``sentence``."""
        return self.sentences[sentence.index - 1] if sentence.index else None

    def before(self, quote: Quote) -> Sequence[Token]:
        """List the words of the quotation's sentence between it and an earlier quotation."""
        number = bisect_left(self._quote_starts, quote.span.start)
        earlier = self.quotes[number - 1].span.end if number else 0
        return words_between(self.sentence_at(quote.inner.start), earlier, quote.span.start)

    def after(self, quote: Quote) -> Sequence[Token]:
        """List the words after a quotation, to the end of the sentence that goes on or follows."""
        sentence = self.sentence_at(quote.inner.end - 1)
        number = bisect_left(self._quote_starts, quote.span.end)
        is_last = number == len(self.quotes)
        later = len(self.report.text) if is_last else self.quotes[number].span.start
        words = words_between(sentence, quote.span.end, later)
        following = self.sentences[sentence.index + 1 : sentence.index + 2]
        if sentence.span.end > later or any(token.pos != "PUNCT" for token in words):
            return words
        is_near = following and following[0].paragraph == sentence.paragraph
        return words_between(following[0], quote.span.end, later) if is_near else ()

    def quotes_near(self, span: Span) -> Sequence[Quote]:
        """List the quotations that touch ``span``."""
        first = max(0, bisect_left(self._quote_starts, span.start) - 1)
        last = bisect_left(self._quote_starts, span.end)
        near = self.quotes[first:last]
        return [quote for quote in near if quote.span.end > span.start]

    @cached_property
    def dateline(self) -> Span | None:
        """Range of "BEIJING, Feb. 2 (Xinhua) --", which nobody says."""
        return dateline_span(self.sentences)

    @cached_property
    def _quote_starts(self) -> list[int]:
        return [quote.span.start for quote in self.quotes]

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.sentences]


def quoted_by(page: Page, heard: Sequence[Heard]) -> dict[Key, Quoted]:
    """Give each detached quotation to one of the cues ``heard``."""
    found: dict[Key, Quoted] = {}
    scene = _Scene(page, _tellers(heard))
    last: tuple[Heard, Sentence] | None = None
    begun: list[Quote] = []  # paragraphs of one quotation whose speaker is named at its end
    for quote in page.quotes:
        owner = scene.introducer(quote)
        ends_in = page.sentence_at(quote.inner.end - 1)
        if owner:
            introduced = found.setdefault(owner.key, Quoted()).introduced
            introduced += [earlier.span for earlier in begun]
            introduced.append(scene.clause(quote, owner))
            if owner.cue.sentence.index > ends_in.index:
                ends_in = owner.cue.sentence
        elif scene.is_whole(quote):
            owner = scene.who_goes_on(quote, last)
            if owner:
                found.setdefault(owner.key, Quoted()).continued.append(quote.span)
        begun = [*begun, quote] if quote.goes_on and owner is None else []
        last = (owner, ends_in) if owner else last
    return found


def _tellers(heard: Sequence[Heard]) -> dict[int, list[Heard]]:
    """Sort by sentence the cues that may introduce a quotation."""
    tellers: dict[int, list[Heard]] = {}
    passing = {(one.cue.sentence.index, passing_on(one.cue)) for one in heard}
    for one in heard:
        is_verb = one.cue.word.part == Part.VERB and not one.cue.is_passive
        is_passing = (one.cue.sentence.index, one.cue.head) in passing
        if is_verb and one.cue.word.takes(Frame.QUOTE) and not is_passing:
            tellers.setdefault(one.cue.sentence.index, []).append(one)
    return tellers


@dataclass(frozen=True, slots=True)
class _Scene:
    """A page and who tells what in it; ``tellers`` by the index of their sentence."""

    page: Page
    tellers: Mapping[int, Sequence[Heard]]

    def introducer(self, quote: Quote) -> Heard | None:
        before = self._before(quote)
        if before and self.page.report.text[quote.inner.end - 1] in ".!":
            return before
        after = self._after(quote) if self._may_be_said(quote) else None
        return after or before

    def clause(self, quote: Quote, owner: Heard) -> Span:
        """Widen a quotation that ends a clause begun without marks ("The plan “died,” he said")."""
        before = self.page.before(quote)
        is_after = owner.cue.token.span.start > quote.span.start
        words = [token for token in before if token.pos != "PUNCT"]
        if not words or not is_after or before[-1].text[-1] in _BREAKS:
            return quote.span
        return Span(words[0].span.start, quote.span.end)

    def is_whole(self, quote: Quote) -> bool:
        """Whether the quotation is made of whole sentences."""
        if quote.goes_on:
            return True
        text = self.page.report.text
        sentence = self.page.sentence_at(quote.inner.start)
        before = text[sentence.span.start : quote.span.start].strip()
        words = text[quote.inner.start : quote.inner.end].rstrip("'’”\" ")
        is_ended = words[-1:] in _ENDS or _FULL_STOP.search(words) is not None
        return not before.strip(_BREAKS) and len(words) > 1 and is_ended

    def who_goes_on(self, quote: Quote, last: tuple[Heard, Sentence] | None) -> Heard | None:
        """Find the last speaker, when nothing but the attribution stands between."""
        sentence = self.page.sentence_at(quote.inner.start)
        if last:
            one, ends_in = last
            is_next = sentence.index - ends_in.index <= 1
            if is_next and sentence.paragraph - ends_in.paragraph <= 1:
                return one
        previous = self.page.sentence_before(sentence)
        if previous is None or previous.paragraph != sentence.paragraph:
            return None
        named = [one for one in self.tellers.get(previous.index, ()) if one.speaker]
        return named[-1] if named else None

    def _may_be_said(self, quote: Quote) -> bool:
        """Whether a quotation may be speech: in "On “The Hour,” he said ..." it is a title."""
        before = self.page.before(quote)
        if not before or before[-1].text in _LEAD_IN_MARKS or before[-1].text in _BREAKS:
            return True
        sentence = self.page.sentence_at(quote.inner.start)
        inside = words_between(sentence, quote.inner.start, quote.inner.end)
        words = [token.text for token in inside if len(token.text) > LONGEST_SMALL_WORD]
        is_title = all(word[0].isupper() for word in words)
        return not is_title and has_finite(sentence, (token.index for token in (*before, *inside)))

    def _after(self, quote: Quote) -> Heard | None:
        """`"...," said the minister` and `"...," the minister said`."""
        lead = next((t for t in self.page.after(quote) if not _is_lead_in(t)), None)
        if lead is None:
            return None
        sentence = self.page.sentence_at(lead.span.start)
        for one in self.tellers.get(sentence.index, ()):
            passing = passing_on(one.cue)
            between = [t for t in sentence.tokens[lead.index : one.first] if t.index != passing]
            is_named = bool(one.speaker) and one.first >= lead.index
            is_naming = is_named and all(token.pos in _NAMING for token in between)
            if one.cue.first == lead.index or is_naming:
                return None if _has_own_clause(one) else one
        return None

    def _before(self, quote: Quote) -> Heard | None:
        """`The minister said, "..."` and `The minister said in Paris: "..."`."""
        tokens = self.page.before(quote)
        if not tokens:
            return self._colon_before(quote)
        sentence = self.page.sentence_at(quote.inner.start)
        first = tokens[0].index
        tellers = self.tellers.get(sentence.index, ())
        near = [one for one in tellers if first <= one.cue.head <= tokens[-1].index]
        if not near:
            return None
        one = near[-1]
        between = [token for token in tokens if token.index > one.cue.last]
        while len(between) > 1 and between[-1].text in {"and", "but"}:
            between.pop()
        if not between:
            return one if self._closes_clause(quote) else None
        others = (token for token in between if token.index not in one.speaker)
        is_plain = not any(token.tag in FINITE for token in others)
        is_led_in = between[-1].text in _LEAD_IN_MARKS and is_plain
        return one if is_led_in or between[-1].text == ":" else None

    def _closes_clause(self, quote: Quote) -> bool:
        """Whether a quotation after a bare "said" is all that was said, not a clause's start."""
        text = self.page.report.text
        after = text[quote.span.end : quote.span.end + 2].strip()
        return not after[:1].isalnum() or text[quote.inner.end - 1] in _BREAKS

    def _colon_before(self, quote: Quote) -> Heard | None:
        """Look to the sentence before, where it ends in a colon."""
        previous = self.page.sentence_before(self.page.sentence_at(quote.inner.start))
        if previous is None or previous.tokens[-1].text != ":":
            return None
        tellers = self.tellers.get(previous.index, ())
        return tellers[-1] if tellers else None


def _has_own_clause(one: Heard) -> bool:
    """Whether a clause of its own follows the cue ("..., adding that ..."), without a comma."""
    sentence = one.cue.sentence
    clausal = ("ccomp", "xcomp") if one.cue.word.hearer else ("ccomp", "xcomp", "dobj")
    for token in children(sentence, one.cue.head, *clausal):
        if token.index > one.cue.last and token.index not in one.speaker:
            first = first_of(sentence, token.index)
            if first.index in one.speaker:
                continue  # "said *Berg*, whose home was burnt": no clause of what is said
            return first.pos != "PUNCT" and sentence.tokens[first.index - 1].pos != "PUNCT"
    return False


def _is_lead_in(token: Token) -> bool:
    return token.pos == "PUNCT" or token.text.lower() in _LEAD_INS


# --- Report text -> quoted stretches, told from apostrophes and feet.
_DOUBLE = {  # what may close each mark; typists mix straight and curly ones
    "“": ("”", '"'), "„": ("“", "”"), "«": ("»",), "‟": ("”",), "``": ("''",),
    '"': ('"', "”"), "''": ("''", '"'), "”": ("”", '"'),
}  # fmt: skip
_MARK = re.compile(r"``|''|[“”„‟«»\"]")
_SINGLE_OPEN = re.compile(r"(?<![^\s(\[—–―:-])[‘'](?=[\w“\"\[$£€])")
_SINGLE_CLOSE = re.compile(r"(?<=\S)[’'](?!\w)")
_SENTENCE_MARKS = ",.?!…"


def find_quotes(text: str) -> tuple[Quote, ...]:
    """Find the outermost quotations of ``text``; a mark without its partner is no quotation."""
    paragraphs = list(paragraph_spans(text))
    quotes: list[Quote] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        doubles = list(_doubles(text, paragraph, following))
        quotes += _apart([*doubles, *_singles(text, paragraph, doubles)])
    return tuple(quotes)


def _apart(quotes: list[Quote]) -> list[Quote]:
    """Keep the outer of two quotations, and the earlier of two that cross."""
    kept: list[Quote] = []
    for quote in sorted(quotes, key=_place):
        if not kept or quote.span.start >= kept[-1].span.end:
            kept.append(quote)
    return kept


def _place(quote: Quote) -> tuple[int, int]:
    return quote.span.start, -quote.span.end


def _doubles(text: str, paragraph: Span, following: Span | None) -> Iterator[Quote]:
    opening: re.Match[str] | None = None
    depth = 0
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if opening is None:
            opening, depth = (mark, 0) if _opens(text, mark) else (None, 0)
        elif _only_opens(text, mark):
            depth += 1
        elif depth and _closes_inner(text, mark, paragraph):
            depth -= 1
        elif depth or mark.group() in _DOUBLE[opening.group()]:
            yield from _quote(opening, mark.start(), mark.end())
            opening = None
    if opening:
        goes_on = following is not None and text.startswith(opening.group(), following.start)
        if goes_on or opening.start() == paragraph.start:
            yield from _quote(opening, paragraph.end, paragraph.end, goes_on=goes_on)


def _closes_inner(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """Whether another closing mark follows, so that this one ends a quotation within."""
    return any(
        not _only_opens(text, later) for later in _MARK.finditer(text, mark.end(), paragraph.end)
    )


def _quote(
    opening: re.Match[str], inner_end: int, end: int, *, goes_on: bool = False
) -> Iterator[Quote]:
    if opening.end() < inner_end:
        yield Quote(Span(opening.start(), end), Span(opening.end(), inner_end), goes_on)


def _opens(text: str, mark: re.Match[str]) -> bool:
    if mark.group() not in _DOUBLE:
        return False
    if mark.group() == "”":  # a typist's slip, believed only at the start of a word
        return _only_opens(text, mark)
    return not text[mark.end() : mark.end() + 1].isspace()


def _only_opens(text: str, mark: re.Match[str]) -> bool:
    before, after = text[max(0, mark.start() - 1) : mark.start()], text[mark.end() : mark.end() + 1]
    return (not before or before.isspace()) and bool(after) and not after.isspace()


def _singles(text: str, paragraph: Span, doubles: list[Quote]) -> Iterator[Quote]:
    position = paragraph.start
    while opening := _SINGLE_OPEN.search(text, position, paragraph.end):
        position = opening.end()
        inside = next((quote for quote in doubles if opening.start() in quote.span), None)
        if inside:
            position = inside.span.end
            continue
        close = _single_close(text, position, paragraph.end)
        if close and close.start() > position:
            yield Quote(Span(opening.start(), close.end()), Span(position, close.start()))
            position = close.end()


def _single_close(text: str, start: int, end: int) -> re.Match[str] | None:
    """Prefer a mark after a comma or stop: the first may be a plural's ("the leaders' view")."""
    next_opening = _SINGLE_OPEN.search(text, start, end)
    candidates = list(
        _SINGLE_CLOSE.finditer(text, start, next_opening.start() if next_opening else end)
    )
    after_stop = (mark for mark in candidates if text[mark.start() - 1] in _SENTENCE_MARKS)
    return next(after_stop, candidates[0] if candidates else None)


# --- A report laid out for looking around a quotation or a word.
def words_between(sentence: Sentence, start: int, end: int) -> Sequence[Token]:
    """Slice the tokens of ``sentence`` that begin at ``start`` or later and before ``end``."""
    first = bisect_left(sentence.tokens, start, key=_start)
    return sentence.tokens[first : bisect_left(sentence.tokens, end, lo=first, key=_start)]


def _start(token: Token) -> int:
    return token.span.start


# --- Token indices -> ranges of the text, fitted to quotation marks.
_OUTER = frozenset({",", ";", ":", ".", "-", "–", "—", "―", "--", "(", ")", "[", "]"})
_EDGE = " \t\xa0,;:-–—―"
_DANGLING = frozenset({"and", "but", "or"})


def spans_of(sentence: Sentence, indices: Iterable[int]) -> list[Span]:
    """Join neighbouring tokens; outer punctuation is cut off, quotation marks are kept."""
    runs: list[list[Token]] = []
    for index in sorted(indices):
        if runs and index == runs[-1][-1].index + 1:
            runs[-1].append(sentence.tokens[index])
        else:
            runs.append([sentence.tokens[index]])
    return [span for run in runs if (span := _trimmed(run)) is not None]


def fit_to_quotes(spans: Iterable[Span], page: Page, *, apart: Collection[Span]) -> list[Span]:
    """Let spans that cut a quotation hold all of it, unless it holds one of ``apart``."""
    fitted: list[Span] = []
    for span in sorted(spans):
        start, end = span.start, span.end
        for quote in page.quotes_near(span):
            if any(quote.span.overlap(other) for other in apart):
                continue
            if quote.span.start < end < quote.span.end:
                end = quote.span.end
            if quote.span.start < start <= quote.inner.start:
                start = quote.span.start
        if fitted and start <= fitted[-1].end:
            start, end = fitted[-1].start, max(end, fitted.pop().end)
        fitted.append(Span(start, end))
    return fitted


def without(spans: Iterable[Span], hole: Span, page: Page) -> list[Span]:
    """Cut ``hole`` out of ``spans``, with the commas around it; sorted, none twice."""
    pieces: set[Span | None] = set()
    for span in spans:
        if not span.overlap(hole):
            pieces.add(span)
            continue
        sides = ((span.start, hole.start), (hole.end, span.end))
        pieces.update(_cleaned(page.report.text, start, end) for start, end in sides if start < end)
    return sorted(piece for piece in pieces if piece is not None)


def share_quoted(spans: Sequence[Span], page: Page) -> float:
    """Share of the spans' code points that stand in quotation marks."""
    inside = sum(span.overlap(q.span) for span in spans for q in page.quotes_near(span))
    return inside / sum(len(span) for span in spans)


def _trimmed(run: list[Token]) -> Span | None:
    first, last = 0, len(run)
    texts = {token.text for token in run}
    outer = _OUTER - {")", "]"} if texts & {"(", "["} else _OUTER
    while last and (run[last - 1].text in outer or run[last - 1].text in _DANGLING):
        last -= 1
    while first < last and run[first].text in _OUTER:
        first += 1
    if all(token.pos == "PUNCT" for token in run[first:last]):
        return None
    return Span(run[first].span.start, run[last - 1].span.end)


def _cleaned(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_EDGE))
    end = start + len(text[start:end].rstrip(_EDGE))
    return Span(start, end) if any(sign.isalnum() for sign in text[start:end]) else None
