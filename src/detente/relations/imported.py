"""A row of another program -> words for people: "GDELT event 123: GRC-GOV -> TUR, code 190".

In:  the report that an imported row is, a claim or statement of it.   Out: one line.
Does not: change what is kept: the text is the row, and spans count in it.
"""

import re

from detente.records import Claim, Report, Statement

__all__ = ["cells_apart", "claim_words", "row_name", "statement_words", "title_of"]

_PROGRAMS = frozenset({"GDELT", "ICEWS", "POLECAT"})
_TABS = re.compile(r"\t[\t ]*")
_APART = " | "


def row_name(report: Report) -> str | None:
    """Call an imported row by its program and number; ``None`` for any other report."""
    if report.outlet not in _PROGRAMS or "\t" not in report.text:
        return None
    program, _, number = report.key.partition(":")
    is_numbered = program == report.outlet.lower()
    return f"{report.outlet} event {number}" if is_numbered else f"{report.outlet} {report.key}"


def title_of(report: Report) -> str | None:
    """Take a report's title, an imported row's name; ``None`` where there is neither."""
    return report.title or row_name(report)


def claim_words(claim: Claim, report: Report) -> str:
    """Quote a claim; say an imported one in words."""
    name = row_name(report)
    if name is None:
        return claim.citation.quote
    actors, recipients = (
        " + ".join(dict.fromkeys(one.value.code for one in side))
        for side in (claim.actors, claim.recipients)
    )
    sides = f"{actors or 'somebody'} -> {recipients}" if recipients else actors
    return f"{name}: {sides}, {_code(claim.predicate.quote)}"


def statement_words(statement: Statement, report: Report) -> str:
    """Quote a statement; say an imported one, which has a code and no words, in words."""
    name = row_name(report)
    if name is None:
        return statement.citation.quote
    speaker = statement.speaker.value.code if statement.speaker else "somebody"
    about = f" on {', '.join(statement.about)}" if statement.about else ""
    return f"{name}: {speaker}{about}, {statement.kind.value}"


def cells_apart(words: str) -> str:
    """Write the cells of a row apart; empty ones are left out."""
    return _TABS.sub(_APART, words)


def _code(words: str) -> str:
    """GDELT tells the act by a number only, the others by words."""
    return f"code {words}" if words.isdecimal() else words
