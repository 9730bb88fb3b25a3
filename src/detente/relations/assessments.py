"""Statements of experts -> what they judge, with who they are.

In:  the evidence of a brief.   Out: one assessment a person, with all its statements' words.
Does not: take an official's view for an expert's, or look a person up.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from detente.records import Report, SpeechKind, Statement
from detente.relations.acts import Quote
from detente.relations.evidence import Evidence

__all__ = ["Assessment", "find_assessments"]

EXPERT_SECTORS = ("EDU",)
LEAST_WORDS = 4
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


# Private functions


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
    return " ".join(words) if is_full and words[-1] == name.rsplit(maxsplit=1)[-1] else name


def _affiliation(statement: Statement, report: Report) -> str | None:
    """What the text says of the speaker beside the name, at any place where it says so."""
    surname = _name(statement).split()[-1]
    for match in re.finditer(rf"\b{re.escape(surname)}\b", report.text):
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
