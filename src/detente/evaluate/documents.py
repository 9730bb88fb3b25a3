"""The document suite: whole reports, their events and statements.

In:  gold documents; a system.   Out: F1 of events and statements; over the matched events the share
whose status, speaker, date, place and sectors are right; misses in words.
Does not: count optional gold rows, neither as missed nor, where they are told, as invented.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from detente.codebook import BODIES, Codebook
from detente.errors import BadInput
from detente.evaluate.figures import (
    DocumentScores,
    Figures,
    Miss,
    Share,
    Tally,
    intervals_of,
    share,
)
from detente.evaluate.gold import (
    GoldRow,
    Range,
    check_ranges,
    check_type,
    decode_row,
    problem_notes,
    read_bytes,
    read_rows,
    sentence_spans,
    sentences_of,
    spans_of,
)
from detente.evaluate.marks import Act as MarkedAct
from detente.evaluate.marks import Joined, joined_marks, marked_codes
from detente.evaluate.matching import (
    HALF,
    MUTUAL_TYPES,
    Parties,
    actor_codes,
    days_overlap,
    match_items,
    same_parties,
    sectors,
    spans_overlap,
    write_claim,
    write_sides,
)
from detente.evaluate.system import Progress, System, no_progress
from detente.events.coding import Coding
from detente.language.letters import unmarked
from detente.records import (
    Citation,
    Cited,
    Claim,
    Coded,
    DateBasis,
    EventDate,
    Place,
    Precision,
    Report,
    Span,
    Speaker,
    Statement,
    Status,
)
from detente.relations.sides import countries_of
from detente.relations.wording import OUTLET
from detente.sources.text import report_from_text

# --- Gold documents -> rows: whole reports with the events and statements that are in them.
Day = date  # a field of the same name hides the class


class _Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a span tells; ``also`` are other spans that tell the same."""

    span: Range
    also: tuple[Range, ...] = ()

    @property
    def ranges(self) -> tuple[Range, ...]:
        """Every span that tells it."""
        return (self.span, *self.also)


class GoldEvent(_Told, frozen=True, kw_only=True):
    """A political act that the text tells of.

    Codes are ``COUNTRY`` or ``COUNTRY-SECTOR``. ``also`` are other spans that tell the same act;
    with ``type_either`` or ``status_either``, any of these is right beside the plain one.
    ``unjudged`` names fields that nobody read.
    """

    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    status: Status
    date: tuple[Day, Day] | None
    place: str | None
    speaker: str | None
    issues: tuple[str, ...] = ()
    optional: bool = False
    sectors_loose: bool = False
    type_either: tuple[str, ...] = ()
    status_either: tuple[Status, ...] = ()
    mode: str | None = None
    historical: bool = False
    note: str | None = None
    unjudged: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for type_ in self.types:
            check_type(type_)
        if not self.actors and not self.recipients:
            raise ValueError("an event needs an actor or a recipient")
        if self.date and self.date[0] > self.date[1]:
            raise ValueError(f"date runs backwards: {self.date[0]} to {self.date[1]}")

    @property
    def types(self) -> frozenset[str]:
        """Every type that is right."""
        return frozenset({self.type, *self.type_either})

    @property
    def parties(self) -> Parties:
        """The countries of who acts, and of those acted upon."""
        return code_countries(self.actors), code_countries(self.recipients)

    @property
    def statuses(self) -> frozenset[Status]:
        """Every status that is right."""
        return frozenset({self.status, *self.status_either})


class GoldStatement(_Told, frozen=True, kw_only=True):
    """Somebody's reported speech. ``span`` is its content, ``also`` the same said elsewhere."""

    speaker: str | None
    name: str | None = None
    quoted: bool = False
    kind: str | None = None
    issues: tuple[str, ...] = ()
    optional: bool = False
    note: str | None = None


class GoldDocument(GoldRow, frozen=True, kw_only=True):
    """A whole report and its gold. The text stands in ``text`` or beside, in ``text_file``."""

    published: Day | None
    outlet: str | None
    url: str | None = None
    text: str = ""
    text_file: str | None = None
    events: tuple[GoldEvent, ...]
    statements: tuple[GoldStatement, ...]
    brief: msgspec.Raw = msgspec.Raw(b"null")

    def __post_init__(self) -> None:
        if bool(self.text) == bool(self.text_file):
            raise ValueError("a document needs either text or text_file")
        if self.text:
            check_ranges(self.text, _ranges(self.events, self.statements))


def score_documents(
    documents: Sequence[GoldDocument], system: System, progress: Progress = no_progress
) -> Figures:
    """Code each document and compare its claims and statements with the gold."""
    answered: list[Answered] = []
    passed: list[_Passed] = []
    for document in documents:
        report = _report(document)
        answered.append(match_document(document, system.code(report), system.codebook))
        if isinstance(system, _Proposing):
            passed += _passed(answered[-1], system.proposals(report))
        progress(len(answered))
    return Figures(
        scores=_scores(answered),
        misses=tuple(miss for one in answered for miss in document_misses(one)),
        notes=(
            *_notes(answered),
            *_funnel_lines(passed),
            *_reliability_lines(pair for one in answered for pair in one.judged()),
            *problem_notes(one.coded for one in answered),
        ),
    )


def _passed(one: "Answered", proposed: Sequence[tuple[Span, Coding]]) -> "Iterator[_Passed]":
    """How far each required event of a document came."""
    for number, event in enumerate(one.gold.events):
        if event.optional:
            continue
        told = {n for span in spans_of(event.ranges) for n in sentences_of(span, one.sentences)}
        near = [act for span, act in proposed if told & sentences_of(span, one.sentences)]
        typed = [act for act in near if act.type in event.types]
        yield _Passed(
            heard=bool(near),
            typed=bool(typed),
            sides=any(same_parties(event.types, event.parties, _parties(act)) for act in typed),
            told=number in one.events,
        )


def _parties(act: Coding) -> Parties:
    agents, recipients = (
        frozenset(actor.country for link in links for actor in link.actors if actor.country)
        for links in (act.agents, act.recipients)
    )
    return agents, recipients


def _report(document: GoldDocument) -> Report:
    report = report_from_text(document.id, document.text)
    return replace(report, outlet=document.outlet, url=document.url, published=document.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A coded document. Each matching leads from gold rows to claims or statements, by index.

    ``quads`` matches events as ``events`` does, but asks for the quad class, not the type.
    """

    gold: GoldDocument
    coded: Coded
    sentences: tuple[Span, ...]
    events: Mapping[int, int]
    quads: Mapping[int, int]
    statements: Mapping[int, int]

    def pairs(self) -> list[tuple[GoldEvent, Claim]]:
        """Give the matched events that count, with their claims."""
        matched = ((self.gold.events[i], self.coded.claims[j]) for i, j in self.events.items())
        return [(event, claim) for event, claim in matched if not event.optional]

    def judged(self) -> Iterator[tuple[Claim, bool]]:
        """Give each claim that counts, and whether it is right, status and all."""
        answers = {j: self.gold.events[i] for i, j in self.events.items()}
        for number, claim in enumerate(self.coded.claims):
            event = answers.get(number)
            if event is None or not event.optional:
                yield claim, event is not None and claim.status in event.statuses

    def tally(self, matching: Mapping[int, int]) -> Tally:
        """Count events, matched by type or by quad class."""
        return _tally(self.gold.events, len(self.coded.claims), matching)

    def tally_statements(self) -> Tally:
        """Count statements."""
        return _tally(self.gold.statements, len(self.coded.statements), self.statements)


def _scores(answered: Sequence[Answered]) -> DocumentScores:
    by_document = [one.tally(one.events) for one in answered]
    events = sum(by_document, Tally())
    quads = sum((one.tally(one.quads) for one in answered), Tally())
    statements = sum((one.tally_statements() for one in answered), Tally())
    pairs = [pair for one in answered for pair in one.pairs()]
    return DocumentScores(
        n=len(answered),
        precision=events.precision,
        recall=events.recall,
        f1=events.f1,
        quad_f1=quads.f1,
        **_field_shares(pairs),
        side=_side_share(pairs),
        mode=_mode_share(pairs),
        statements_f1=statements.f1,
        intervals=intervals_of(by_document),
    )


def _field_shares(pairs: Sequence[tuple[GoldEvent, Claim]]) -> dict[str, Share]:
    shares: dict[str, Share] = {}
    for field in FIELDS:
        judged = [
            None if field.name in event.unjudged else field.agrees(event, claim)
            for event, claim in pairs
        ]
        shares[field.name] = share(judged.count(True), len(judged) - judged.count(None))
    return shares


def _side_share(pairs: Sequence[tuple[GoldEvent, Claim]]) -> Share:
    """Of gold sides whose country the claim has in their place: those with the right sector."""
    n_right = n_found = 0
    for event, claim in pairs:
        if event.sectors_loose:
            continue
        for wanted, told in _sides(event, claim):
            countries = code_countries(told)
            found = {code for code in wanted if code_countries([code]) & countries}
            n_found += len(found)
            n_right += len(found & told)
    return share(n_right, n_found)


def _mode_share(pairs: Sequence[tuple[GoldEvent, Claim]]) -> Share:
    """F1 of the modes of acts of the right type; ``None`` where gold gives none."""
    typed = [(event.mode, claim.mode) for event, claim in pairs if event.type == claim.type]
    modes = Tally(
        right=sum(wanted is not None and wanted == told for wanted, told in typed),
        predicted=sum(told is not None for _, told in typed),
        wanted=sum(wanted is not None for wanted, _ in typed),
    )
    return modes.f1 if modes.wanted else None


def _notes(answered: Sequence[Answered]) -> tuple[str, ...]:
    events = sum((one.tally(one.events) for one in answered), Tally())
    statements = sum((one.tally_statements() for one in answered), Tally())
    n_optional = sum(event.optional for one in answered for event in one.gold.events)
    told = "in brackets: 95 % of resamples of the documents"
    return (
        *((told,) if len(answered) > 1 else ()),
        f"events: {_write(events)}",
        f"statements: {_write(statements)}",
        f"optional events in gold, neither missed nor invented: {n_optional}",
    )


def _write(tally: Tally) -> str:
    return f"{tally.wanted} in gold, {tally.predicted} found, {tally.right} matched"


# --- What becomes of a gold event on the way, and how far a score can be trusted.
_STEPS = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)


@runtime_checkable
class _Proposing(Protocol):
    """A system that can say what it weighed, told or not."""

    def proposals(self, report: Report, /) -> Sequence[tuple[Span, Coding]]:
        """Every act that was weighed: its word's place, and what it was taken for."""


class _Passed(NamedTuple):
    """How far one required event came."""

    heard: bool
    typed: bool
    sides: bool
    told: bool


def _funnel_lines(events: Iterable[_Passed]) -> Iterator[str]:
    """Write how many events come how far, each step in one of all."""
    passed = list(events)
    if passed:
        counts = [sum(step) for step in zip(*passed, strict=True)]
        named = zip(("heard", "typed", "sides exact", "told"), counts, strict=True)
        shares = [f"{name} {n} ({n / len(passed):.0%})" for name, n in named]
        yield f"funnel of {len(passed)} events: {', '.join(shares)}"


def _reliability_lines(claims: Iterable[tuple[Claim, bool]]) -> Iterator[str]:
    """Write, by tenths of the score, how many claims there are and how many are right."""
    judged = list(claims)
    told = []
    for step in _STEPS:
        right = [
            ok
            for claim, ok in judged
            if step <= claim.score < step + 0.1 or claim.score == 1 == step + 0.1
        ]
        if right:
            told.append(f"{step:.1f}: {sum(right)} of {len(right)} ({sum(right) / len(right):.0%})")
    if told:
        yield f"right by score (type, all sides, direction, status): {'; '.join(told)}"


# --- What else is right about a claim that answers a gold event.
@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing to be right about. ``agrees`` gives ``None`` where gold does not judge."""

    name: str
    agrees: Callable[[GoldEvent, Claim], bool | None]
    wanted: Callable[[GoldEvent], str]
    told: Callable[[Claim], str]


def write_event(event: GoldEvent) -> str:
    """Write a gold event in a line: type, who, to whom, status."""
    types = "/".join(sorted(event.types))
    return f"{types} {write_sides(event.actors, event.recipients)} ({_write_statuses(event)})"


def _date_agrees(event: GoldEvent, claim: Claim) -> bool:
    found = told_date(claim)
    if event.date is None or found is None:
        return event.date is None and found is None
    return days_overlap(event.date, (found.earliest, found.latest)) >= HALF


def _sectors_agree(event: GoldEvent, claim: Claim) -> bool | None:
    if event.sectors_loose:
        return None
    return all(wanted == told for wanted, told in _sides(event, claim))


def _sides(event: GoldEvent, claim: Claim) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The codes of gold and claim to be compared: by role, or all where the type is mutual."""
    wanted = full_codes(event.actors), full_codes(event.recipients)
    told = full_codes(actor_codes(claim.actors)), full_codes(actor_codes(claim.recipients))
    if event.types & MUTUAL_TYPES:
        return [(wanted[0] | wanted[1], told[0] | told[1])]
    return list(zip(wanted, told, strict=True))


def _write_statuses(event: GoldEvent) -> str:
    return "/".join(sorted(event.statuses))


def _write_told_days(claim: Claim) -> str:
    found = told_date(claim)
    return f"{found.earliest} to {found.latest}" if found else "no date"


# --- Actor codes, places and days as the document gold writes them.
_TOLD = frozenset({DateBasis.EXPRESSION, DateBasis.EVENT})


def told_date(claim: Claim) -> EventDate | None:
    """Give the date that the text tells; a day of publication or of a dateline is not told."""
    if claim.date is None or claim.date.value.basis not in _TOLD:
        return None
    return claim.date.value


def place_key(written: str | None) -> str | None:
    """Fold case and accents of a written place."""
    return None if written is None else unmarked(written).casefold()


def written_place(place: Cited[Place] | None) -> str | None:
    """Write a place as ``ISO3`` or ``ISO3/City``; ``None`` for seas, which gold cannot write."""
    if place is None or place.value.country is None:
        return None
    country = place.value.country
    if place.value.precision is Precision.COUNTRY:
        return country
    return f"{country}/{place.value.name}"


def full_code(code: str) -> str:
    """Write a bare country as its government: the state itself is ``XXX-GOV``.

    Bodies beside states have no sector: marks give them none, and none is judged.
    """
    country, _, sector = code.partition("-")
    if country in BODIES:
        return country
    return code if sector or code in sectors() else f"{code}-GOV"


def full_codes(codes: Iterable[str]) -> frozenset[str]:
    """Write every code in full."""
    return frozenset(map(full_code, codes))


def speaker_code(speaker: Cited[Speaker] | None) -> str | None:
    """Give the code of a cited speaker; ``None`` for the outlet's own voice."""
    return speaker.value.code if speaker else None


def speaker_key(code: str | None) -> str | None:
    """Write a speaker's code in full; an outlet's name without its article and its case."""
    if code is None:
        return None
    if code.startswith(OUTLET):
        return OUTLET + code.removeprefix(OUTLET).strip().casefold().removeprefix("the ")
    return full_code(code)


FIELDS = (
    Field(
        name="status",
        agrees=lambda event, claim: claim.status in event.statuses,
        wanted=_write_statuses,
        told=lambda claim: claim.status,
    ),
    Field(
        name="speaker",
        agrees=lambda event, claim: (
            speaker_key(event.speaker) == speaker_key(speaker_code(claim.speaker))
        ),
        wanted=lambda event: event.speaker or "the outlet",
        told=lambda claim: speaker_code(claim.speaker) or "the outlet",
    ),
    Field(
        name="date",
        agrees=_date_agrees,
        wanted=lambda event: " to ".join(map(str, event.date)) if event.date else "no date",
        told=_write_told_days,
    ),
    Field(
        name="place",
        agrees=lambda event, claim: place_key(event.place) == place_key(written_place(claim.place)),
        wanted=lambda event: event.place or "no place",
        told=lambda claim: written_place(claim.place) or "no place",
    ),
    Field(
        name="sector",
        agrees=_sectors_agree,
        wanted=lambda event: write_sides(event.actors, event.recipients),
        told=lambda claim: write_sides(actor_codes(claim.actors), actor_codes(claim.recipients)),
    ),
)


def code_countries(codes: Iterable[str]) -> frozenset[str]:
    """Give the countries of gold codes; a code of a sector alone has none."""
    return frozenset(code.partition("-")[0] for code in codes) - sectors()


def read_documents(path: Path, texts: Path | None = None) -> tuple[GoldDocument, ...]:
    """Read the documents of ``path``: one object in a ``.json`` file, one a line otherwise.

    A ``.txt`` file holds marks beside texts of others (marks.py), which must be at hand.

    Raises:
        BadInput: a file cannot be read, or a document is not of this format.
    """
    if path.suffix.lower() == ".txt":
        return tuple(map(_marked, joined_marks(path, texts)))
    if path.suffix.lower() != ".json":
        documents = read_rows(path, GoldDocument)
    else:
        documents = (decode_row(read_bytes(path), GoldDocument, str(path)),)
    return tuple(_with_text(document, path) for document in documents)


def _marked(joined: Joined) -> GoldDocument:
    """A document with marks, as gold; a second telling is another span of the first."""
    events: list[GoldEvent] = []
    places: dict[tuple[int, int], int] = {}
    for act in joined.marked.acts:
        first = places.get(act.same_as) if act.same_as else None
        if first is not None:
            told = events[first]
            events[first] = msgspec.structs.replace(told, also=(*told.also, act.predicate))
            places[act.predicate] = first
        elif act.actors or act.recipients:
            places[act.predicate] = len(events)
            events.append(_marked_event(act, is_full=joined.marked.is_full))
    document = joined.document
    return GoldDocument(
        id=document.id,
        published=Day.fromisoformat(document.date) if document.date else None,
        outlet=document.outlet,
        url=document.url,
        text=document.text,
        events=tuple(events),
        statements=(),
    )


def _marked_event(act: MarkedAct, *, is_full: bool) -> GoldEvent:
    return GoldEvent(
        type=act.type,
        actors=marked_codes(act.actors),
        recipients=marked_codes(act.recipients),
        status=Status(act.status),
        date=None,
        place=None,
        speaker=next(iter(marked_codes([act.word_of])), None) if act.word_of else None,
        span=act.predicate,
        optional=act.is_doubtful,
        type_either=(act.or_type,) if act.or_type else (),
        mode=act.mode,
        historical=act.is_background,
        unjudged=("date", "place") if is_full else ("date", "place", "speaker"),
    )


def _ranges(events: Iterable[GoldEvent], statements: Iterable[GoldStatement]) -> Iterator[Range]:
    for event in events:
        yield from event.ranges
    for statement in statements:
        yield from statement.ranges


def _with_text(document: GoldDocument, path: Path) -> GoldDocument:
    if document.text_file is None:
        return document
    beside = path.parent / document.text_file
    if beside.parent != path.parent or document.text_file == "..":
        raise BadInput(f"{path}: text_file {document.text_file!r} must name a file beside it")
    try:
        text = read_bytes(beside).decode()  # spans count its very characters: no newline is mended
        return msgspec.structs.replace(document, text=text, text_file=None)
    except ValueError as err:
        raise BadInput(f"{path}, with the text of {beside}: {err}") from err


# --- Which claim answers which gold event, and which statement which gold statement.
_Fits = Callable[[GoldEvent, Claim], bool]
_Gold = Sequence[GoldEvent] | Sequence[GoldStatement]


def match_document(gold: GoldDocument, coded: Coded, codes: Codebook) -> Answered:
    """Match claims with events, and statements with statements.

    A claim answers an event when the type is right, the countries of all that take part are the
    same, those of the actors too where the type has a direction, and both reach into one
    sentence. A statement is answered when the speaker is right and the contents overlap by half.
    """
    sentences = tuple(sentence_spans(gold.text))

    def has_quad(event: GoldEvent, claim: Claim) -> bool:
        return codes.quad(claim.type) in {codes.quad(type_) for type_ in event.types}

    return Answered(
        gold=gold,
        coded=coded,
        sentences=sentences,
        events=_match_events(
            gold, coded, sentences, lambda event, claim: claim.type in event.types
        ),
        quads=_match_events(gold, coded, sentences, has_quad),
        statements=_match_statements(gold, coded),
    )


def same_sides(event: GoldEvent, claim: Claim) -> bool:
    """Whether the countries are the same, and the actors' too where the type has a direction."""
    told = countries_of(claim.actors), countries_of(claim.recipients)
    return same_parties(event.types, event.parties, told)


def shares_sentence(event: GoldEvent, claim: Claim, sentences: Sequence[Span]) -> bool:
    """Whether the claim's clause reaches into a sentence in which gold tells the event."""
    told = sentences_of(claim.citation.span, sentences)
    return any(told & sentences_of(span, sentences) for span in spans_of(event.ranges))


def _match_events(
    gold: GoldDocument, coded: Coded, sentences: Sequence[Span], has_type: _Fits
) -> dict[int, int]:
    weights = {
        (i, j): _closeness(event.ranges, claim.citation)
        for i, event in enumerate(gold.events)
        for j, claim in enumerate(coded.claims)
        if has_type(event, claim)
        and same_sides(event, claim)
        and shares_sentence(event, claim, sentences)
    }
    return _match_required_first(gold.events, weights)


def _match_statements(gold: GoldDocument, coded: Coded) -> dict[int, int]:
    weights = {
        (i, j): closeness
        for i, statement in enumerate(gold.statements)
        for j, found in enumerate(coded.statements)
        if speaker_key(statement.speaker) == speaker_key(speaker_code(found.speaker))
        and (closeness := _closeness(statement.ranges, found.citation)) >= HALF
    }
    return _match_required_first(gold.statements, weights)


def _match_required_first(gold: _Gold, weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    required = {pair: weight for pair, weight in weights.items() if not gold[pair[0]].optional}
    optional = {pair: weight for pair, weight in weights.items() if gold[pair[0]].optional}
    return match_items([required, optional])


def _closeness(ranges: Sequence[Range], citation: Citation) -> float:
    return max(spans_overlap([span], [citation.span]) for span in spans_of(ranges))


def _tally(gold: _Gold, n_found: int, matching: Mapping[int, int]) -> Tally:
    n_optional = sum(gold[i].optional for i in matching)
    return Tally(
        right=len(matching) - n_optional,
        predicted=n_found - n_optional,
        wanted=sum(not item.optional for item in gold),
    )


# --- An answered document -> its misses, in words.
_NOTHING = "nothing"


def document_misses(answered: Answered) -> Iterator[Miss]:
    """Yield what is wrong with the events, then with the statements, each in text order."""
    yield from _event_misses(answered)
    yield from _statement_misses(answered)


def _event_misses(answered: Answered) -> Iterator[Miss]:
    gold = answered.gold
    for i, event in enumerate(gold.events):
        if i not in answered.events and not event.optional:
            why = _nearest(answered, event)
            yield _miss(gold, event, write_event(event), _NOTHING, why)
    for j, claim in enumerate(answered.coded.claims):
        if j not in answered.events.values():
            yield _miss(gold, claim, _NOTHING, write_claim(claim), claim.why)
    for event, claim in answered.pairs():
        for field in FIELDS:
            if field.agrees(event, claim) is False:
                why = f"{field.name} of {write_event(event)}"
                yield _miss(gold, event, field.wanted(event), field.told(claim), why)


def _statement_misses(answered: Answered) -> Iterator[Miss]:
    gold = answered.gold
    for i, statement in enumerate(gold.statements):
        if i not in answered.statements and not statement.optional:
            expected = f"statement of {statement.speaker or 'nobody'}"
            yield _miss(gold, statement, expected, _NOTHING, statement.name or "")
    for j, found in enumerate(answered.coded.statements):
        if j not in answered.statements.values():
            got = f"statement of {speaker_code(found.speaker) or 'nobody'}"
            yield _miss(gold, found, _NOTHING, got)


def _nearest(answered: Answered, event: GoldEvent) -> str:
    near = [
        claim
        for claim in answered.coded.claims
        if shares_sentence(event, claim, answered.sentences)
    ]
    if not near:
        return "no claim in its sentence"
    return "; ".join(f"{write_claim(claim)} {_differs(event, claim)}" for claim in near)


def _differs(event: GoldEvent, claim: Claim) -> str:
    checks = {"type": claim.type in event.types, "sides": same_sides(event, claim)}
    wrong = [name for name, is_right in checks.items() if not is_right]
    return f"differs in {' and '.join(wrong)}" if wrong else "answers another event"


def _miss(
    gold: GoldDocument, of: _Told | Claim | Statement, expected: str, got: str, why: str = ""
) -> Miss:
    words = gold.text[slice(*of.span)] if isinstance(of, _Told) else of.citation.quote
    return Miss(id=gold.id, text=words, expected=expected, got=got, why=why)
