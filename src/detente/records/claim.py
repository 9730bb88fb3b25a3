"""What one report gives: claims, statements, remarks. Written once, never edited.

A claim says what somebody does; a statement is reported speech on an issue, which PLOVER leaves
out; a remark says what binds an act, what it answers, how a side sees it. ``Coded`` holds what
coding one report gives, and what went wrong. An ``Actor`` is identified as of a day; a ``Mention``
is words that may name one, or several ("the two countries' militaries"); a ``Link`` says whom.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from detente.records.run import Problem
from detente.records.shown import Shown
from detente.records.text import Citation, Cited, Report, Span, digest


# --- Who acts, where, on whose word: values, and the words that may name them.
@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A political actor.

    ``country`` is ISO alpha-3 (or PLOVER's ``IGO``, ``NGO``, ``UNO``, ``EUR`` ...), ``None``
    where the words do not tell. ``sector`` is a PLOVER sector, ``None`` for a bare state or
    people ("China"); ``id`` is the gazetteer's, ``None`` for an actor known only from this report.
    """

    country: str | None
    sector: str | None = None
    id: str | None = None
    name: str
    office: str | None = None
    is_guessed: bool = False

    @property
    def code(self) -> str:
        """``USA-GOV``, ``USA``, ``GOV`` without a country, or ``UNK`` when nothing is known."""
        return "-".join(part for part in (self.country, self.sector) if part) or "UNK"

    @property
    def own_id(self) -> str | None:
        """The id of a person or body known by name; ``None`` of a state, and of the unknown."""
        return self.id if self.id != self.country else None


class MentionKind(StrEnum):
    """How words name an actor."""

    NAME = "name"  # a gazetteer name: "China", "Xi Jinping", "the Kremlin"
    ENTITY = "entity"  # a person or organisation found by NER only
    ROLE = "role"  # a role noun: "officials", "Chinese hackers"
    PRONOUN = "pronoun"  # "it", "they"
    GROUP = "group"  # "the two countries", "both sides"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that may name an actor. ``head`` is the index of the governing token."""

    span: Span
    sentence: int
    head: int
    kind: MentionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Whom a mention names. ``rivals`` are the ids passed over, ``reason`` says why."""

    mention: Mention
    actors: tuple[Actor, ...]
    score: float
    reason: str
    rivals: tuple[str, ...] = ()


class Precision(StrEnum):
    """How exact a place is."""

    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    WATER = "water"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Somewhere on the map. ``country`` is ISO alpha-3, ``None`` for seas and straits."""

    country: str | None
    name: str
    lat: float | None = None
    lon: float | None = None
    geonames_id: int | None = None
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """Words that say where something takes place ("in Bangkok", not "Bangkok agreed").

    ``head`` is the index of the name's governing token; its chain of heads leads to the act.
    """

    span: Span
    sentence: int
    head: int
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """On whose word. ``code`` is an actor code, or ``OUTLET:name`` for a medium that is retold."""

    code: str
    name: str
    actor: Actor | None = None


# --- What is told of them.
class Status(StrEnum):
    """Whether the act happened or is going on, is planned, is only possible, or is denied."""

    ACTUAL = "actual"
    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class Granularity(StrEnum):
    """The unit in which a date was told."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"


class DateBasis(StrEnum):
    """What a date rests on."""

    EXPRESSION = "expression"
    DATELINE = "dateline"
    PUBLICATION = "publication"
    EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventDate:
    """First and last day on which the act can have happened, both included."""

    earliest: date
    latest: date
    granularity: Granularity
    basis: DateBasis = DateBasis.EXPRESSION

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            msg = f"date runs backwards: {self.earliest} to {self.latest}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Words that date something. ``head`` is the index of the phrase's governing token."""

    span: Span
    sentence: int
    head: int
    date: EventDate


@dataclass(frozen=True, kw_only=True)
class Claim(Shown):
    """One report's testimony that somebody does something.

    ``type`` and ``mode`` are codebook codes. Mutual acts list all sides in ``actors``.
    ``speaker`` is ``None`` for the outlet's own voice. ``citation`` is the clause that tells the
    act, ``predicate`` the word that names it. ``score`` is 0..1. ``why`` names the rule or the
    model's view behind the type. ``echoes`` are other clauses of the same report that tell the
    same act. ``is_historical``: told as background, more than a year before publication or undated.
    """

    report_id: str
    sentence: int
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    actors: tuple[Cited[Actor], ...]
    recipients: tuple[Cited[Actor], ...] = ()
    status: Status = Status.ACTUAL
    is_historical: bool = False
    date: Cited[EventDate] | None = None
    place: Cited[Place] | None = None
    speaker: Cited[Speaker] | None = None
    citation: Citation
    predicate: Citation
    score: float
    coder: str
    why: str = ""
    echoes: tuple[Citation, ...] = ()

    def __post_init__(self) -> None:
        if not self.actors and not self.recipients:
            msg = f"a claim needs somebody: {self.citation.quote!r} has no actor and no recipient"
            raise ValueError(msg)
        if not 0.0 <= self.score <= 1.0:
            msg = f"score {self.score} is not within 0..1"
            raise ValueError(msg)

    @cached_property
    def id(self) -> str:
        """Digest of the report, the predicate's place, the type and who acts on whom."""
        return digest(
            "claim",
            self.report_id,
            self.predicate.span.start,
            self.predicate.span.end,
            self.type,
            self.mode,
            self.status,
            [actor.value.code for actor in self.actors],
            [actor.value.code for actor in self.recipients],
        )

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the claim rests on."""
        cited = (*self.actors, *self.recipients, self.date, self.place, self.speaker)
        values = tuple(value.citation for value in cited if value is not None)
        return (self.citation, self.predicate, *values, *self.echoes)


# --- Remarks: words on how two sides stand that are no act of theirs, such as a limit or a link.
class RemarkKind(StrEnum):
    """What the words tell."""

    RED_LINE = "red-line"  # a side will not give way on something
    HOME = "home"  # something at home binds a side
    THIRD_PARTY = "third-party"  # a side spares a third party
    LINKAGE = "linkage"  # one act is told as the answer to, or the price of, another
    FRAME = "frame"  # what a side holds the relation to be
    UNCONFIRMED = "unconfirmed"  # a side does not confirm what is told
    CHANNEL = "channel"  # talks whose sides the words leave unnamed
    FRICTION = "friction"  # something is told as a cause of strain


@dataclass(frozen=True, kw_only=True)
class Remark:
    """Words that tell more than an act. Found once, never edited.

    ``side`` is the country whose limit, frame or silence it is, ``None`` for the other kinds.
    ``about`` are further countries that the sentence names, ``named`` those that the parts name,
    sorted. ``citation`` is the sentence, ``cue`` the words that tell the kind, ``parts`` what they
    join: what came, then what it answers, for a linkage; otherwise what the remark is about,
    thing by thing.
    """

    report_id: str
    sentence: int
    kind: RemarkKind
    side: str | None = None
    about: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    speaker: Cited[Speaker] | None = None
    citation: Citation
    cue: Citation
    parts: tuple[Citation, ...] = ()

    @cached_property
    def id(self) -> str:
        """Digest of the report, the kind and the cue's place."""
        span = self.cue.span
        return digest("remark", self.report_id, self.kind, span.start, span.end)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the remark rests on."""
        speaker = (self.speaker.citation,) if self.speaker else ()
        return (self.citation, self.cue, *self.parts, *speaker)


# --- Statements: reported speech. Who said what about which issue, which PLOVER leaves out.
class SpeechKind(StrEnum):
    """What a speaker does with the words."""

    POSITION = "position"
    ASSESSMENT = "assessment"
    WARNING = "warning"
    DEMAND = "demand"
    DENIAL = "denial"
    PLAN = "plan"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Somebody's reported speech. ``about`` are the countries it speaks of, sorted."""

    report_id: str
    sentence: int
    speaker: Cited[Speaker] | None
    is_quoted: bool
    kind: SpeechKind
    issues: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    citation: Citation
    cue: Citation | None = None

    @cached_property
    def id(self) -> str:
        """Digest of the report, the content's place and the speaker."""
        speaker = self.speaker.value.code if self.speaker else None
        span = self.citation.span
        return digest("statement", self.report_id, span.start, span.end, speaker)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation the statement rests on."""
        speaker = (self.speaker.citation,) if self.speaker else ()
        return (self.citation, *speaker, *((self.cue,) if self.cue else ()))


# --- What coding one report gives: the report, what it tells, and what went wrong.
@dataclass(frozen=True, slots=True, kw_only=True)
class Coded(Shown):
    """One report with all that was found in it, in text order.

    ``is_ruled``: some of its claims stand as a person ruled, not as they were read.
    """

    report: Report
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_ruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A stretch of reported speech before its speaker is identified.

    ``content`` are the ranges that hold what was said, in order; ``cue`` the words that
    attribute it ("said", "according to"); ``speaker`` the words that name who said it, which may
    stand in another sentence (``None`` if the text does not tell). ``sentence`` is the index of
    the sentence in which the content begins. ``is_retelling``: the speaker is a medium
    that is being retold ("The New York Times reported").
    """

    sentence: int
    content: tuple[Span, ...]
    cue: Span | None
    cue_lemma: str | None
    speaker: Span | None
    is_quoted: bool
    is_retelling: bool = False
