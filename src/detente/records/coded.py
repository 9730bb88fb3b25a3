"""What coding one report gives: the report, what it tells, and what went wrong."""

from dataclasses import dataclass

from detente.records.claim import Claim
from detente.records.remark import Remark
from detente.records.run import Problem
from detente.records.statement import Statement
from detente.records.text import Report

__all__ = ["Coded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """One report with all that was found in it, in text order.

    ``is_ruled``: some of its claims stand as a person ruled, not as they were read.
    """

    report: Report
    claims: tuple[Claim, ...] = ()
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_ruled: bool = False
