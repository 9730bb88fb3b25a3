"""The order of the journey, and the only file that knows it.

In:  a report and a configuration.   Out: its claims and statements, every value cited.
Does not: read files, keep anything, or print.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, partial
from itertools import accumulate

from detente.actors.gazetteer import load_gazetteer
from detente.actors.link import GazetteerLinker, Linker
from detente.codebook import Codebook, is_own, load_codebook
from detente.config import Config
from detente.errors import VERSION, BadConfig
from detente.events.claims import ClaimBuilder
from detente.events.coder import RuleCoder
from detente.events.coding import Coder, Coding
from detente.events.contexts import TopicIndex, Topics
from detente.events.own import NO_OWN, OwnHeads, read_heads
from detente.events.patterns import words_digest
from detente.events.reader.reader import ReaderCoder
from detente.events.remarks import remarks_in
from detente.events.setting import Setting
from detente.events.statements import is_scholar, statements_from_speech
from detente.llm.reader import ModelReader, Pending, open_model
from detente.llm.request import Page, foreign_page
from detente.reading.dates.mentions import resolve_date
from detente.reading.digests import items_of, put_together
from detente.reading.parse import ENDLESS, MOST_PIECES, Parser, SpacyParser, endless
from detente.reading.reader import EnglishReader, Reader
from detente.records import (
    Actor,
    Coded,
    EventDate,
    Link,
    Mention,
    MentionKind,
    PlaceMention,
    Problem,
    Report,
    ReportFacts,
    Run,
    Sentence,
    Span,
    Speech,
    Status,
    alike,
)
from detente.sources.copies import CopyIndex
from detente.sources.files import foreign_language
from detente.sources.outlets import load_outlets

ENGLISH = "en"

CODERS: Mapping[str, Callable[[OwnHeads, float], Coder]] = {
    "rules": lambda *_: RuleCoder(),
    "reader": ReaderCoder,
    "llm": ReaderCoder,  # which hears beside the model what the model is not asked
    "llm+reader": ReaderCoder,
}
ASKING = frozenset({"llm", "llm+reader"})
DOUBTED_FROM = 0.1  # the score of an act that the reader barely hears
_GROUNDS = {(MentionKind.NAME, None), (MentionKind.ROLE, "CVL")}


@dataclass(frozen=True, slots=True)
class Language:
    """What the journey needs of a language: its grammar, what it knows beside it, its acts.

    ``has_own_types``: the coder knows types of a user's own, which may be told where there is no
    politics otherwise.
    """

    parser: Parser
    reader: Reader
    coder: Coder
    has_own_types: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCoding:
    """What one given actor does to one given recipient; ``None`` where nothing is found."""

    type: str | None
    mode: str | None
    status: Status | None
    plover_type: str | None
    score: float
    why: str


NO_CODING = PairCoding(
    type=None, mode=None, status=None, plover_type=None, score=0.0, why="no act found"
)


def facts_of(reports: Iterable[Report]) -> dict[str, ReportFacts]:
    """Tell of each report, by its id, who published it, whom it retells, whose copy it is.

    A group of copies is named by its origin's id; which it is depends on all ``reports``.
    """
    kept = {report.id: report for report in reports}
    index, outlets = CopyIndex(), load_outlets()
    for report in kept.values():
        index.insert(report)
    groups = index.groups()
    return {
        report.id: ReportFacts(
            published=report.published,
            outlet=outlets.name_of(report.outlet),
            credited=outlets.name_of(report.credited),
            copy_group=groups.get(report.id),
        )
        for report in kept.values()
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A report's language (ISO 639-1) and sentences; none in one that is not read.

    ``unread`` are paragraphs that were not parsed, ``dull`` those without politics. A digest has
    ``items`` instead: where each begins, the item as a report, and what it is parsed to.
    """

    language: str
    sentences: Sequence[Sentence] = ()
    dull: Mapping[Span, str] = field(default_factory=dict)
    unread: Mapping[Span, str] = field(default_factory=dict)
    items: Sequence[tuple[int, Report, "Parsed"]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A parsed report with what its language's reader finds before any act."""

    language: Language
    parsed: Parsed
    links: Sequence[Link]
    speeches: Sequence[Speech]
    setting: Setting
    topics: Topics


class Journey:
    """From a report to its claims: parse, date, place, hear, identify, code, join."""

    def __init__(
        self,
        languages: Mapping[str, Language],
        linker: Linker,
        codebook: Codebook,
        second: ModelReader | None = None,
    ) -> None:
        """``languages`` by their codes of ISO 639-1, ``en`` among them.

        A ``second`` reader, if there is one, has the last word on acts and statements.
        """
        self.languages = languages
        self.linker = linker
        self.codebook = codebook
        self.second = second

    @classmethod
    def from_config(cls, config: Config) -> "Journey":
        """Load what ``config`` names; nothing heavy before the first report.

        Raises:
            BadConfig: the coder is unknown, or a person's own file is wrong.
        """
        if config.coder not in CODERS:
            known = ", ".join(sorted(CODERS))
            raise BadConfig(f"no coder is named {config.coder!r}; choose one of: {known}")
        if config.coder == "rules" and config.types:
            raise BadConfig("rules know no types of your own; use --coder reader")
        heads = read_heads(config.types)
        coder = CODERS[config.coder](heads, config.min_score)
        parser, has_own = SpacyParser(config.spacy_model), bool(config.types)
        english = Language(parser, EnglishReader(), coder, has_own_types=has_own)
        gazetteer = load_gazetteer(config.actors)
        codebook = load_codebook(config.issues).with_own(head.own for head in heads.heads)
        second = None
        if config.coder in ASKING:
            second = open_model(config, gazetteer, codebook)
        return cls({ENGLISH: english}, GazetteerLinker(gazetteer), codebook, second)

    @property
    def english(self) -> Language:
        """The language of the gold files."""
        return self.languages[ENGLISH]

    @cached_property
    def run(self) -> Run:
        """The versions behind every row this journey makes."""
        return Run(
            version=VERSION,
            codebook=self.codebook.digest,
            gazetteer=self.linker.version,
            parser="+".join(self.languages[code].parser.version for code in sorted(self.languages)),
            coder=self.second.run if self.second else f"{self._coder_name}/{words_digest()}",
        )

    def code(self, report: Report, parsed: Parsed | None = None) -> Coded:
        """Find the claims and statements of one report; none in a language that is not read.

        ``parsed`` is what ``parse_all`` has made of it, if it was asked.

        Raises:
            BadReport: a model was asked, and has no answer that can be used.
            ModelRefusal: a model cannot be asked any more.
        """
        if self.second is not None:
            return self.second.finish(self.begin(report, self.second))
        parsed = parsed or self._parse(report)
        if parsed.language not in self.languages:
            return Coded(report=report, problems=(_foreign(report, parsed.language),))
        if not parsed.items:
            return self._coded(report, self._heard(report, parsed))
        heard = [self._heard(item, one) for _, item, one in parsed.items]
        found = (self._found(one.setting.report, one) for one in heard)
        starts = (start for start, _, _ in parsed.items)
        sentences = accumulate((len(one.parsed.sentences) for one in heard), initial=0)
        whole = put_together(report, zip(starts, sentences, found, strict=False))
        return _with_problems(whole, heard)

    def parse_all(self, reports: Sequence[Report], *, is_whole: bool = False) -> list[Parsed]:
        """Parse reports at once, each as it would be alone; ``is_whole``: every paragraph.

        The items of a digest are parsed for themselves, but where it is read whole. One report
        that cannot be parsed fails all.
        """
        codes = [foreign_language(report.text) or ENGLISH for report in reports]
        told = [
            [(0, report)]
            if is_whole or code not in self.languages
            else items_of(report, self.linker.countries_in)
            for report, code in zip(reports, codes, strict=True)
        ]
        flat = [
            (one, code) for several, code in zip(told, codes, strict=True) for _, one in several
        ]
        parsed = iter(self._parse_each(flat, is_whole=is_whole))
        found = []
        for several, code in zip(told, codes, strict=True):
            items = [(start, one, next(parsed)) for start, one in several]
            found.append(items[0][2] if len(items) == 1 else Parsed(language=code, items=items))
        return found

    def _parse_each(self, told: Sequence[tuple[Report, str]], *, is_whole: bool) -> list[Parsed]:
        """Parse reports, each with the code of its language."""
        found = [
            Parsed(language=code) if is_whole else self._unparsed(report, code)
            for report, code in told
        ]
        for code, language in self.languages.items():
            asked = [n for n, one in enumerate(found) if one.language == code]
            jobs = [(told[n][0], found[n].unread) for n in asked]
            for n, sentences in zip(asked, language.parser.parse_all(jobs), strict=True):
                found[n] = replace(found[n], sentences=sentences)
        return found

    def begin(self, report: Report, second: ModelReader) -> Pending:
        """Read a report and ask the second reader about it, without waiting for the answer."""
        parsed = self._parse(report, is_whole=True)
        if parsed.language not in self.languages:
            page = foreign_page(report, parsed.language, self._topic_index)
            return second.begin(page, Coded(report=report))
        return second.begin(*self._for_second(report, self._heard(report, parsed), second))

    def page(self, report: Report) -> Page:
        """A report as a model is asked about it: all of it, in whatever language."""
        parsed = self._parse(report, is_whole=True)
        if parsed.language not in self.languages:
            return foreign_page(report, parsed.language, self._topic_index)
        heard = self._heard(report, parsed)
        return Page(setting=heard.setting, topics=heard.topics, language=parsed.language)

    # What detente evaluate measures, part by part

    def proposals(self, report: Report) -> list[tuple[Span, Coding]]:
        """What was weighed in a report, told or not: the place of each word, what it may tell."""
        parsed = self._parse(report)
        if parsed.language not in self.languages:
            return []
        weighed = []
        for start, item, one in parsed.items or [(0, report, parsed)]:
            for act in self.english.coder.proposals(self._heard(item, one).setting):
                span = one.sentences[act.sentence].tokens[act.predicate].span
                weighed.append((Span(span.start + start, span.end + start), act))
        return weighed

    def sentences(self, report: Report) -> tuple[Sentence, ...]:
        """Parse only."""
        return self.english.parser.parse(report)

    def code_pair(self, text: str, actor: Sequence[Span], recipient: Sequence[Span]) -> PairCoding:
        """Code what ``actor`` does to ``recipient``, both given by their spans in ``text``."""
        report = Report(key="pair", text=text)
        sentences = self.english.parser.parse(report)
        actors = _given(sentences, actor, "the actor")
        recipients = _given(sentences, recipient, "the recipient")
        codings = (
            self.english.coder.code_pair(
                sentence, _links_in(sentence, actors), _links_in(sentence, recipients)
            )
            for sentence in sentences
            if _links_in(sentence, [*actors, *recipients])
        )
        found = next((coding for coding in codings if coding), None)
        if found is None:
            return NO_CODING
        folded = self.codebook.plover_type(found.type, found.status)
        return alike(PairCoding, found, plover_type=folded)

    def read_status(self, text: str, targets: Sequence[Span]) -> list[Status | None]:
        """Read the status of each target word; ``None`` where it is no predicate."""
        sentences = self.english.parser.parse(Report(key="status", text=text))
        return [self._status_at(sentences, target) for target in targets]

    def find_speech(self, report: Report) -> tuple[Speech, ...]:
        """Find reported speech only."""
        return tuple(self.english.reader.speech(report, self.english.parser.parse(report)))

    def find_links(self, report: Report) -> tuple[Link, ...]:
        """Find whom the words of a report name, whether or not there is politics in it."""
        return self.linker.link(report, self.english.parser.parse(report))

    def resolve_date(self, phrase: str, anchor: date | None) -> EventDate | None:
        """Resolve a phrase without its sentence."""
        return resolve_date(phrase, anchor)

    def _parse(self, report: Report, *, is_whole: bool = False) -> Parsed:
        return self.parse_all([report], is_whole=is_whole)[0]

    def _unparsed(self, report: Report, code: str) -> Parsed:
        """Tell which paragraphs of a report are not worth parsing."""
        language = self.languages.get(code)
        if language is None:
            return Parsed(language=code)
        dull = language.reader.unread(report.text, self.linker.names_anybody)
        return Parsed(language=code, dull=dull, unread={} if language.has_own_types else dull)

    def _heard(self, report: Report, parsed: Parsed) -> _Heard:
        """Find all that surrounds acts."""
        language, sentences = self.languages[parsed.language], parsed.sentences
        links = self.linker.link(report, sentences)
        speeches = language.reader.speech(report, sentences)
        return _Heard(
            language=language,
            parsed=parsed,
            links=links,
            speeches=speeches,
            setting=self._setting(report, sentences, links, speeches, language.reader),
            topics=Topics(report, sentences, links, self._topic_index),
        )

    def _coded(self, report: Report, heard: _Heard) -> Coded:
        return _with_problems(self._found(report, heard), [heard])

    def _found(self, report: Report, heard: _Heard) -> Coded:
        sentences, dull = heard.parsed.sentences, heard.parsed.dull
        codings = [
            coding
            for coding in heard.language.coder.code_report(heard.setting)
            if is_own(coding.mode) or not any(map(sentences[coding.sentence].span.overlap, dull))
        ]
        setting, topics, reader = heard.setting, heard.topics, heard.language.reader
        builder = ClaimBuilder(setting=setting, topics=topics, coder=self._coder_name)
        claims = builder.build(codings)
        kind_of = partial(reader.speech_kind, sentences=sentences)
        kinds = [(one, kind_of(one, is_scholar=is_scholar(one, setting))) for one in heard.speeches]
        return Coded(
            report=report,
            claims=claims,
            statements=statements_from_speech(kinds, setting, topics),
            remarks=remarks_in(setting, topics),
        )

    def _for_second(self, report: Report, heard: _Heard, second: ModelReader) -> tuple[Page, Coded]:
        """What the second reader is asked, and what is told without it.

        Its page says where rules or our reader hear an act, believed or not; one that is asked
        about doubts alone gets the paragraphs of these.
        """
        words = [
            (heard.parsed.sentences[coding.sentence], coding.predicate)
            for coder in self._doubters
            for coding in coder.code_report(heard.setting)
        ]
        page = Page(
            setting=heard.setting,
            topics=heard.topics,
            language=heard.parsed.language,
            heard=frozenset(sentence.tokens[at].span for sentence, at in words),
        )
        if not second.is_beside_reader:
            return page, Coded(report=report, remarks=remarks_in(heard.setting, heard.topics))
        asked = frozenset(sentence.paragraph for sentence, _ in words)
        return replace(page, asked=asked), self._coded(report, heard)

    @cached_property
    def _doubters(self) -> tuple[Coder, ...]:
        return RuleCoder(), ReaderCoder(NO_OWN, DOUBTED_FROM)

    def _status_at(self, sentences: Sequence[Sentence], target: Span) -> Status | None:
        sentence = next((s for s in sentences if s.span.overlap(target)), None)
        token = sentence.head_of(target) if sentence else None
        if sentence is None or token is None or token.pos not in {"VERB", "AUX", "NOUN", "PROPN"}:
            return None
        return self.english.coder.read_status(sentence, token.index)

    @cached_property
    def _topic_index(self) -> TopicIndex:
        return TopicIndex(self.codebook)

    @property
    def _coder_name(self) -> str:
        coders = (self.languages[code].coder.version for code in sorted(self.languages))
        return f"detente-{VERSION}/{'+'.join(coders)}"

    def _setting(
        self,
        report: Report,
        sentences: Sequence[Sentence],
        links: Sequence[Link],
        speeches: Sequence[Speech],
        reader: Reader,
    ) -> Setting:
        names: dict[int, list[Link]] = defaultdict(list)
        for link in links:
            names[link.mention.sentence].append(link)
        told = [one for link in links for one in link.actors if one.country]
        sure = {one.country for one in told if not one.is_guessed}
        states = {one.country for one in told if one.country and (one.country in sure or not sure)}
        found = reader.places(sentences, states, _named_states(links))
        places = [one for one in found if not any(_is_name_of(n, one) for n in names[one.sentence])]
        return Setting(
            report=report,
            sentences=sentences,
            links=links,
            dates=reader.dates(sentences, report.published),
            places=places,
            speeches=reader.voices(speeches, sentences),
            issuer=self.linker.issuer(report),
        )


def _links_in(sentence: Sentence, links: Sequence[Link]) -> list[Link]:
    return [link for link in links if link.mention.sentence == sentence.index]


def _is_name_of(link: Link, place: PlaceMention) -> bool:
    """Whether words are the name of somebody who is of another country than the place they fit.

    "Israel attacked *Hamas*": Hamm in Germany is called so, too.
    """
    actor = link.actors[0]
    is_name = link.mention.kind is MentionKind.NAME and actor.sector is not None
    is_elsewhere = actor.country is not None and actor.country != place.place.country
    return is_name and is_elsewhere and place.span in link.mention.span


def _named_states(links: Sequence[Link]) -> dict[Span, str]:
    """Country codes by the words that name a bare state or a place of its people.

    "Polish", "Iran", "the Polish village".
    """
    return {
        link.mention.span: link.actors[0].country
        for link in links
        if (link.mention.kind, link.actors[0].sector) in _GROUNDS
        and len(link.actors) == 1
        and link.actors[0].country
    }


def _given(sentences: Sequence[Sentence], spans: Sequence[Span], name: str) -> list[Link]:
    """Links for sides that are given rather than found."""
    links = []
    for span in spans:
        sentence = next((s for s in sentences if s.span.overlap(span)), None)
        head = sentence.head_of(span) if sentence else None
        if sentence and head:
            mention = Mention(
                span=span, sentence=sentence.index, head=head.index, kind=MentionKind.NAME
            )
            actor = Actor(country=None, id=name, name=name)
            links.append(Link(mention=mention, actors=(actor,), score=1.0, reason="given"))
    return links


def _with_problems(coded: Coded, heard: Sequence[_Heard]) -> Coded:
    report, pieces = coded.report, endless(coded.report.text)
    links = [link for one in heard for link in one.links]
    unread = [subject for one in heard for subject in one.parsed.unread.values()]
    problems = (
        *(() if coded.claims else (_why_nothing(report, links),)),
        *((_not_read(report, unread),) if unread else ()),
        *((_endless(report, pieces),) if pieces else ()),
    )
    return replace(coded, problems=problems)


def _why_nothing(report: Report, links: Sequence[Link]) -> Problem:
    """A plain word on why a text gave no claim."""
    named = sorted({actor.name for link in links for actor in link.actors})
    reason = (
        f"it names {len(named)} political actor(s), but no act of theirs that the coder knows"
        if named
        else "it names no political actor that the gazetteer knows"
    )
    return _problem(report, "no-claims", f"no claim found: {reason}")


def _not_read(report: Report, unread: Sequence[str]) -> Problem:
    """A plain word on paragraphs in which no act was looked for, by what they are about."""
    subjects = ", ".join(sorted(set(unread)))
    detail = f"{len(unread)} paragraph(s) without politics were not read: {subjects}"
    return _problem(report, "not-read", detail)


def _endless(report: Report, pieces: int) -> Problem:
    """A plain word on a text that runs on without full stops."""
    detail = (
        f"runs on for over {ENDLESS:,} characters without a full stop; it was read in "
        "pieces, and what stands across two of them may be missed"
    )
    if pieces > MOST_PIECES:
        detail += f"; of {pieces:,} pieces only the first {MOST_PIECES} were read"
    return _problem(report, "run-on", f"{detail}; put full stops or line breaks between sentences")


def _foreign(report: Report, code: str) -> Problem:
    """Why a report is kept and not coded."""
    detail = f"is in another language ({code}); it is kept, and not coded; translate it first"
    return _problem(report, "language", detail, is_warning=False)


def _problem(report: Report, kind: str, detail: str, *, is_warning: bool = True) -> Problem:
    return Problem(key=report.key, room="pipeline", kind=kind, detail=detail, is_warning=is_warning)
