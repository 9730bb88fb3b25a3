"""The parts of a brief: acts and statements in groups, assessments, its basis, what to watch.

In:  the evidence of a brief, its channels.   Out: sections of acts by status, direction, issue;
statements by speaker; assessments; provenance, reports, blind spots; acts to come by date.
Does not: leave an act between the sides out, weigh outlets, or forecast: all that is to come was
announced or threatened by somebody.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from detente.codebook import Codebook
from detente.records import Actor, Claim, Coded, Report, SpeechKind, Statement, Status, alike
from detente.relations.brief.channels import Channel, Contact
from detente.relations.brief.commitments import (
    MERE_WORDS,
    Commitment,
    CommitmentKind,
    CommitmentState,
)
from detente.relations.brief.limits import COOPERATIVE
from detente.relations.evidence import Act, Evidence, Quote, Voice
from detente.relations.sides import CODE_LENGTH, Direction, Scope, direction_of, side_of, spoken_of
from detente.relations.wording import count_words, day_words, title_of

LEAST_WORDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Acts in one direction about one issue; ``None`` where the words name no issue.

    An act about several issues stands under the one that most acts of its direction share.
    """

    direction: Direction
    issue: str | None
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """All acts between the sides with one status."""

    status: Status
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement. ``side`` is the speaker's, ``None`` for speakers of neither side."""

    statement_id: str
    side: str | None
    speaker: Voice | None
    kind: SpeechKind
    is_quoted: bool
    issues: tuple[str, ...]
    about: tuple[str, ...]
    quote: Quote


def sections_of(evidence: Evidence) -> Iterator[Section]:
    """Yield the acts between the sides, status by status."""
    scope = evidence.scope
    for status in Status:
        acts = [act for act in evidence.between if act.status is status]
        groups = [group for direction in Direction for group in _groups(acts, direction, scope)]
        if groups:
            yield Section(status=status, groups=tuple(groups))


def statements_of(evidence: Evidence) -> Iterator[Said]:
    """Yield statements that speak of a side, or that a side makes; the sides' own come first.

    Left out: words that an act of the brief rests on already, for the act names their speaker,
    and scraps ("to do so") that say nothing alone.
    """
    scope = evidence.scope
    claims = {one.report.id: one.claims for one in evidence.cited}
    said = [
        _said(statement, report, evidence)
        for statement, report in evidence.statements()
        if side_of(statement, scope) or set(statement.about) & set(scope.sides)
        if len(statement.citation.quote.split()) >= LEAST_WORDS
        if statement.kind is SpeechKind.ASSESSMENT or not _is_told(statement, claims[report.id])
    ]
    for side in (*scope.sides, None):
        yield from (one for one in said if one.side == side)


def _groups(of_status: Sequence[Act], direction: Direction, scope: Scope) -> Iterator[Group]:
    """Groups by issue: those with most acts first, the one without an issue at the end."""
    acts = [one for one in of_status if direction_of(one, scope) is direction]
    shared = Counter(issue for act in acts for issue in act.issues)
    by_issue: dict[str | None, list[Act]] = {}
    for act in acts:
        issue = max(act.issues, key=lambda name: (shared[name], name), default=None)
        by_issue.setdefault(issue, []).append(act)
    for issue in sorted(by_issue, key=lambda key: (key is None, -len(by_issue[key]), key or "")):
        yield Group(direction=direction, issue=issue, acts=tuple(by_issue[issue]))


def _is_told(statement: Statement, claims: Iterable[Claim]) -> bool:
    words = statement.citation.span
    return any(2 * words.overlap(claim.citation.span) >= len(words) for claim in claims)


def _said(statement: Statement, report: Report, evidence: Evidence) -> Said:
    named = statement.speaker.value if statement.speaker else None
    return alike(
        Said,
        statement,
        statement_id=statement.id,
        side=side_of(statement, evidence.scope),
        speaker=alike(Voice, named) if named else None,
        quote=evidence.quote(statement, report),
    )


# --- Statements of experts -> what they judge, with who they are.
EXPERT_SECTORS = ("EDU",)
LONGEST = 120  # characters of what a text says of a person
NEAR = 300
MOST_NAMES = 4
# "Ada Brink, a scholar at the University of Vostia, said ..."; "Vostia analyst Ada Brink said ..."
_AFTER = re.compile(
    r"""^[\u201d"’']*,\s+(?P<what>(?:the|an?|who|its|chief|senior|former|director|professor|head|
    fellow|dean|associate|deputy|vice)\b[^.;\n]*?)(?=,|\.\s|\.$|;|\s(?:said|says|told|warns?|
    warned|notes?|noted|argues?|argued|writes|wrote|added|believes?|suggests?)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE = re.compile(
    r"^(?:,\s+[A-Z][\w.-]+)?,?\s+(?P<what>(?:of|at|with|from)\s+(?:the\s+)?[A-Z][^,.;\n]*)"
)
_BEFORE = re.compile(
    r"(?P<what>(?:[A-Z][\w&’'-]+\s+){0,5}(?:analyst|professor|scholar|expert|historian|economist|"
    r"fellow|researcher|political scientist|strategist))\s+$"
)
_INSTITUTE = re.compile(
    r"(?:[A-Z][\w&’'.-]*\s+){0,4}(?:University|Institute|Institution|College|School|Centre|Center|"
    r"Council|Foundation|Academy|Group|Society|Endowment|Fund|Forum|Chatham House|Brookings|RAND)"
    r"(?:\s+(?:of|for|on|in|and|at|the)\s+(?:the\s+)?[A-Z][\w-]+|\s+[A-Z][\w-]+)*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a named expert judges. ``affiliation`` are the text's words for who that is.

    ``institute`` is the institution among them; ``country`` where the expert stands, if known.
    """

    name: str
    code: str
    country: str | None
    affiliation: str | None
    institute: str | None
    issues: tuple[str, ...]
    quotes: tuple[Quote, ...]


def find_assessments(evidence: Evidence) -> tuple[Assessment, ...]:
    """Find what named experts judge of a side or both, in the order of the reports."""
    by_person: dict[str, list[tuple[Statement, Report]]] = defaultdict(list)
    for statement, report in evidence.statements():
        if _is_judgement(statement) and _is_of_a_side(statement, evidence):
            by_person[_name(statement)].append((statement, report))
    return tuple(_assessment(name, told, evidence) for name, told in by_person.items())


def _is_judgement(statement: Statement) -> bool:
    if statement.speaker is None or statement.kind is not SpeechKind.ASSESSMENT:
        return False
    speaker = statement.speaker.value
    actor = speaker.actor
    words = _name(statement).split()
    is_named = len(words) > 1 and all(word[:1].isupper() for word in (words[0], words[-1]))
    is_expert = actor is None or actor.sector in EXPERT_SECTORS
    return is_named and is_expert and len(statement.citation.quote.split()) >= LEAST_WORDS


def _is_of_a_side(statement: Statement, evidence: Evidence) -> bool:
    return not statement.about or bool(set(statement.about) & set(evidence.scope.sides))


def _name(statement: Statement) -> str:
    return statement.speaker.value.name if statement.speaker else ""


def _assessment(
    name: str, told: Sequence[tuple[Statement, Report]], evidence: Evidence
) -> Assessment:
    first, report = told[0]
    speaker = first.speaker.value if first.speaker else None
    who = _affiliation(first, report)
    institute = _INSTITUTE.search(who) if who else None
    return Assessment(
        name=_as_written(first, name),
        code=speaker.code if speaker else "UNK",
        country=speaker.actor.country if speaker and speaker.actor else None,
        affiliation=who,
        institute=institute[0].strip() if institute else None,
        issues=tuple(dict.fromkeys(issue for statement, _ in told for issue in statement.issues)),
        quotes=tuple(evidence.quote(statement, source) for statement, source in told),
    )


def _as_written(statement: Statement, name: str) -> str:
    """The name as the report writes it, where that is a full name of the same family."""
    quote = statement.speaker.citation.quote if statement.speaker else ""
    words = quote.split(",")[0].split()
    is_full = 1 < len(words) <= MOST_NAMES
    return " ".join(words) if is_full and words[-1:] == name.split()[-1:] else name


def _affiliation(statement: Statement, report: Report) -> str | None:
    """What the text says of the speaker beside the name, at any place where it says so."""
    words = _name(statement).split()
    for match in re.finditer(rf"\b{re.escape(words[-1])}\b", report.text) if words else ():
        after = report.text[match.end() : match.end() + NEAR]
        found = _AFTER.match(after)
        if found:
            return _with_place(found["what"], after[found.end("what") :])
        start = report.text.rfind("\n", 0, match.start()) + 1
        before = _BEFORE.search(report.text[start : match.start()].rpartition(" ")[0] + " ")
        if before:
            return before["what"].strip()[:LONGEST]
    return None


def _with_place(what: str, rest: str) -> str:
    found = _PLACE.match(rest) if not _INSTITUTE.search(what) else None
    return f"{what} {found['what']}"[:LONGEST] if found else what[:LONGEST]


# --- Evidence -> what a brief rests on, and what it cannot see.
LANGUAGES = ("English",)  # what sources/ lets in
OF_MANY = frozenset({"IGO", "NGO"})  # codes that stand for many bodies, told apart by their names
NOBODY = frozenset({"NGO", "ISM", "IMG", "MNC", "GOV", "UNK"})  # without a name


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report that the brief cites, under its number."""

    number: int
    key: str
    title: str | None
    outlet: str | None
    credited: str | None
    url: str | None
    published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a brief rests on. ``n_read`` reports were coded, ``n_cited`` of them are cited.

    ``n_independent`` outlets stand behind these: copies and retellings count with their origin.
    """

    n_read: int
    n_cited: int
    n_independent: int
    outlets: tuple[str, ...]
    credited: tuple[str, ...]
    languages: tuple[str, ...]
    first: date | None
    last: date | None
    n_cooperative: int
    n_conflictual: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty:
    """A third country or body, and how many claims, statements and remarks name it.

    ``country`` is its code, ``name`` that of one of the bodies that share a code: ``IGO``, NATO.
    """

    country: str
    n_named: int
    name: str | None = None


def provenance_of(evidence: Evidence, codebook: Codebook) -> Provenance:
    """Say what a brief rests on; background and what is not done stay out of the balance."""
    reports = [one.report for one in evidence.relied_on]
    days = sorted(report.published for report in reports if report.published)
    done = [
        act for act in evidence.between if act.status is Status.ACTUAL and not act.is_historical
    ]
    n_cooperative = sum(codebook.quad(act.type) in COOPERATIVE for act in done)
    return Provenance(
        n_read=evidence.n_read,
        n_cited=len(reports),
        n_independent=n_independent(evidence),
        outlets=tuple(dict.fromkeys(report.outlet for report in reports if report.outlet)),
        credited=tuple(dict.fromkeys(report.credited for report in reports if report.credited)),
        languages=LANGUAGES if reports else (),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        n_cooperative=n_cooperative,
        n_conflictual=len(done) - n_cooperative,
    )


def n_independent(evidence: Evidence) -> int:
    """Count the outlets on whose word the cited reports rest; unnamed ones count each."""
    facts = evidence.facts
    ids = [one.report.id for one in evidence.relied_on]
    origins = [facts[one].copy_group or one for one in ids]
    named = [facts.get(origin, facts[one]) for origin, one in zip(origins, ids, strict=True)]
    pairs = zip(named, origins, strict=True)
    return len({told.credited or told.outlet or origin for told, origin in pairs})


def blind_spots(evidence: Evidence) -> Iterator[str]:
    """Say in sentences what a brief cannot see."""
    outlets = {one.report.outlet for one in evidence.relied_on}
    n_origins = n_independent(evidence)
    if n_origins == 1 and len(outlets) > 1:
        yield "All of it rests on one outlet, which the others copy or retell."
    elif n_origins == 1:
        yield "All of it is told by one outlet; nothing here is confirmed by a second."
    n_undated = sum(act.when is None for act in evidence.between)
    if n_undated:
        n_acts = len(evidence.between)
        verb = "bears" if n_undated == 1 else "bear"
        yield f"{count_words(n_undated, 'act')} of {n_acts} between the sides {verb} no date."
    if evidence.n_late:
        late = count_words(evidence.n_late, "report")
        day = day_words(evidence.scope.as_of) if evidence.scope.as_of else "asked for"
        yield f"{late} left out: later than {day}, or undated."
    if evidence.n_older:
        older = count_words(evidence.n_older, "earlier report")
        yield f"{older} on both sides left out; the latest are read."
    yield "Only what these reports tell, in English; what was not reported is not here."
    yield "What is called pending or overdue may be done: no act told here is linked to it."


def report_lines(evidence: Evidence) -> tuple[ReportLine, ...]:
    """List the reports that are cited, under their numbers."""
    return tuple(
        alike(ReportLine, report, number=number, title=title_of(report))
        for number, report in enumerate((one.report for one in evidence.cited), start=1)
    )


def third_parties(evidence: Evidence) -> tuple[ThirdParty, ...]:
    """List third countries and bodies of the cited acts and words, the most named first.

    A code of many bodies stands there alone where none of them is named.
    """
    named = Counter(chain.from_iterable(map(_parties, evidence.relied_on)))
    told_apart = {(code, None) for code, name in named if name is not None}
    kept = (
        (party, n)
        for party, n in named.items()
        if party[0] not in evidence.scope.sides and party not in told_apart
    )
    ranked = sorted(kept, key=lambda one: (-one[1], one[0][0], one[0][1] or ""))
    return tuple(
        ThirdParty(country=code, name=name, n_named=n)
        for (code, name), n in ranked
        if len(code) == CODE_LENGTH and (name is not None or code not in NOBODY)
    )


def _parties(coded: Coded) -> Iterator[tuple[str, str | None]]:
    for claim in coded.claims:
        actors = (party.value for party in (*claim.actors, *claim.recipients))
        yield from {(one.country, _own_name(one)) for one in actors if one.country}
    for statement in coded.statements:
        yield from ((code, None) for code in spoken_of(statement))
    for remark in coded.remarks:
        yield from (
            (code, None) for code in {*remark.about, *((remark.side,) if remark.side else ())}
        )


def _own_name(actor: Actor) -> str | None:
    """The name of a body that shares its code; its officials are told by the code alone."""
    is_known = actor.country in OF_MANY and actor.id is not None and actor.office is None
    return actor.name if is_known else None


# --- What is planned, promised or threatened -> what to watch, by date.
TALKS = "CONSULT"
AWAITED = timedelta(days=60)  # for how long what bears no date is waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Something to come. ``act`` is ``None`` for talks whose sides the words leave unnamed."""

    earliest: date | None
    latest: date | None
    act: Act | None = None
    contact: Contact | None = None
    channel: Channel | None = None
    is_threat: bool = False
    unconfirmed_by: tuple[str, ...]
    quotes: tuple[Quote, ...]


def find_watched(
    evidence: Evidence, channels: Sequence[Channel], commitments: Sequence[Commitment]
) -> tuple[Watched, ...]:
    """List planned acts between the sides and open threats: by day, undated ones last."""
    day = evidence.day
    threats = {
        one.act.event_id
        for one in commitments
        if one.kind is CommitmentKind.THREATENED and one.state is CommitmentState.PENDING
    }
    settled = {one.act.event_id for one in commitments if one.state is not CommitmentState.PENDING}
    found = [
        _watched(act, evidence, is_threat=act.event_id in threats)
        for act in evidence.between
        if act.event_id not in settled
        and act.event_id not in evidence.kept
        and _is_fresh(act, day)
        and evidence.is_own_word(act)
        and (act.event_id in threats or _is_to_come(act, day))
    ]
    told = {quote for one in found for quote in one.quotes}
    for channel in channels:
        found += [_talks(one, channel) for one in channel.ahead if not told & set(one.quotes)]
    return tuple(sorted(found, key=_order))


def _is_to_come(act: Act, day: date | None) -> bool:
    """Whether it is a plan for a deed or a talk, and its days are not over."""
    if act.status is not Status.FUTURE or act.type in MERE_WORDS - {TALKS}:
        return False
    return act.when is None or day is None or act.when.latest >= day


def _is_fresh(act: Act, day: date | None) -> bool:
    """Whether it bears a date, or was told not long ago."""
    if act.when is not None and act.status is Status.FUTURE:
        return True
    return act.told is None or day is None or day - act.told <= AWAITED


def _watched(act: Act, evidence: Evidence, *, is_threat: bool) -> Watched:
    return Watched(
        earliest=act.when.earliest if act.when else None,
        latest=act.when.latest if act.when else None,
        act=act,
        is_threat=is_threat,
        unconfirmed_by=evidence.unconfirmed_by(act),
        quotes=act.quotes,
    )


def _talks(contact: Contact, channel: Channel) -> Watched:
    when = contact.when
    return Watched(
        earliest=when.earliest if when else None,
        latest=when.latest if when else None,
        contact=contact,
        channel=channel,
        unconfirmed_by=contact.unconfirmed_by,
        quotes=contact.quotes,
    )


def _order(one: Watched) -> tuple[object, ...]:
    first = one.quotes[0]
    return (one.latest or date.max, one.is_threat, -first.report, first.start)
