"""Small reports of our own, read by the whole journey: what a brief must say of each."""

from datetime import date

import pytest

from detente.pipeline import Journey
from detente.records import Report
from detente.relations import Brief, Scope, brief_from_claims
from detente.relations.brief.limits import LimitKind
from relations.casebook import Case, read_cases

DAY = date(2024, 2, 2)


@pytest.mark.parametrize("case", read_cases(), ids=str)
def test_brief_says_what_the_case_asks_for(case: Case, journey: Journey) -> None:
    report = Report(key="case", text=case.text, outlet="Harbour Wire", published=DAY)
    scope = Scope(side_a=case.sides[0], side_b=case.sides[1])
    brief = brief_from_claims([journey.code(report)], scope, journey.codebook)
    told = said_in(brief)

    for wanted in case.expected:
        assert holds(wanted, told), f"{wanted!r} is not among {told}"


def said_in(brief: Brief) -> list[str]:
    """What a brief says, in the words of the cases."""
    limits = [one for one in brief.limits if one.kind is not LimitKind.HOME]
    disputed = (f"disputed {one.kind.value}" for one in brief.disputed)
    return [
        *(f"channel {c.level.value} {c.state.value} : {c.issues}" for c in brief.channels),
        *(f"limit {one.side} {one.kind.value} : {one.what}" for one in limits),
        *(f"home {one.side}" for one in brief.limits if one.kind is LimitKind.HOME),
        *(f"linked : {one.cue}" for one in brief.linkages),
        *disputed,
        *(f"assessment : {one.name}, {one.affiliation}" for one in brief.assessments),
        *(f"friction : {one.issue}" for one in brief.frictions),
    ]


def holds(wanted: str, told: list[str]) -> bool:
    """Whether a line of a case is among them, or nothing of the kind where it says "no"."""
    if wanted.startswith("no "):
        kind = {
            "channels": "channel",
            "limits": "limit",
            "linkages": "linked",
            "disputes": "disputed",
            "assessments": "assessment",
        }[wanted.removeprefix("no ")]
        return not any(
            line.split()[0] in {kind, "home" if kind == "limit" else kind} for line in told
        )
    head, _, words = wanted.partition(" : ")
    return any(
        line.partition(" : ")[0] == head and words.lower() in line.partition(" : ")[2].lower()
        for line in told
    )
