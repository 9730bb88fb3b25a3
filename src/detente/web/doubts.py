"""Claims of a ledger -> those whose coding is doubtful, the most doubtful first, and why.

In:  an open ledger, a filter of claims.   Out: ``Doubt``, and how many are read and left.
Does not: know whether a coding is right: that is for people to say.

The measure: each sign of doubt is a share between 0 and 1, and a claim's doubt is what is left of
certainty when all are taken as independent, 1 - (1 - a)(1 - b)... (a "noisy or", Pearl 1988,
Probabilistic Reasoning in Intelligent Systems, 4.3.2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from detente.errors import BadInput
from detente.ledger import Filter, Ledger
from detente.ledger.filters import conditions
from detente.records import Status
from detente.relations.wording import STATUS_WORDS
from detente.web.figures import sql_of

__all__ = [
    "LEAST",
    "WEIGHTS",
    "Doubt",
    "Progress",
    "Reading",
    "Reason",
    "doubt_of",
    "next_doubt",
    "progress_of",
]

LEAST = 0.2  # doubt from which on a claim is in the queue
WEIGHTS: Mapping[str, float] = {
    "odds": 0.5,  # rules and model name two types; less, where the model sees this one at all
    "status_odds": 0.4,  # rules and model name two statuses
    "cue": 0.1,  # the status hangs on one word; most errors in statuses are of this kind
    "disputed": 0.6,  # somebody denies what others affirm
    "unconfirmed": 0.2,  # a side was asked, and has not confirmed it
}
_CURSOR = re.compile(r"([01]\.\d{1,4})-([0-9a-z]{1,40})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How rules or model read a claim; ``share`` is what the model gives to the type, 0..1."""

    type: str
    status: Status | None = None
    cue: str | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A sign of doubt, in words, and how much it counts, 0..1."""

    words: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How doubtful the coding of a claim is, 0..1; ``event_id`` is ``None`` for one in no event."""

    claim_id: str
    event_id: str | None
    doubt: float
    reasons: tuple[Reason, ...]
    by_rules: Reading | None
    by_model: Reading | None
    is_ruled: bool

    @property
    def cursor(self) -> str:
        """Where in the queue the claim stands."""
        return f"{self.doubt:.4f}-{self.claim_id}"


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims that fit somebody has ruled on, and how many doubtful ones are left."""

    n_read: int
    n_left: int


def next_doubt(ledger: Ledger, fitting: Filter, after: str | None = None) -> Doubt | None:
    """Find the most doubtful claim that fits and on which nobody has ruled; after a cursor.

    Raises:
        BadInput: ``after`` is no cursor, or claims cannot be asked so.
    """
    words, values = conditions("claims", fitting)
    words += ["NOT d.is_ruled", "d.doubt >= $least"]
    asked: dict[str, object] = {**values, "least": LEAST}
    if after is not None:
        words.append("(d.doubt < $last OR (d.doubt = $last AND d.id > $last_id))")
        asked["last"], asked["last_id"] = _place(after)
    return _first(ledger, words, asked)


def doubt_of(ledger: Ledger, claim_id: str) -> Doubt | None:
    """Tell how doubtful one claim is, ruled on or not; ``None`` for one of another program."""
    return _first(ledger, ["d.id = $id"], {"id": claim_id})


def progress_of(ledger: Ledger, fitting: Filter) -> Progress:
    """Count what is read and what is left.

    Raises:
        BadInput: claims cannot be asked so.
    """
    words, values = conditions("claims", fitting)
    where = f" WHERE {' AND '.join(words)}" if words else ""
    sql = (
        "SELECT count(*) FILTER (is_ruled), count(*) FILTER (NOT is_ruled AND doubt >= $least)"  # noqa: S608  # ours
        f" FROM ({sql_of('doubts')}{where})"
    )
    with ledger.query() as cursor:
        row = cursor.execute(sql, {**WEIGHTS, **values, "least": LEAST}).fetchone()
    return Progress(*row) if row else Progress(0, 0)


# Private functions


def _first(ledger: Ledger, words: list[str], values: dict[str, object]) -> Doubt | None:
    sql = f"{sql_of('doubts')} WHERE {' AND '.join(words)} ORDER BY d.doubt DESC, d.id LIMIT 1"
    with ledger.query() as cursor:
        found = cursor.execute(sql, {**WEIGHTS, **values})
        row, columns = found.fetchone(), [column[0] for column in found.description or ()]
    return _doubt(dict(zip(columns, row, strict=True))) if row else None


def _doubt(row: dict[str, Any]) -> Doubt:
    rules = model = None
    if row["rule_type"]:
        rules = Reading(type=row["rule_type"], status=Status(row["rule_status"]), cue=row["cue"])
    if row["model_type"]:
        model = Reading(type=row["model_type"], share=row["model_share"])
    return Doubt(
        claim_id=row["id"],
        event_id=row["event_id"],
        doubt=row["doubt"],
        reasons=tuple(sorted(_reasons(row), key=lambda one: (-one.share, one.words))),
        by_rules=rules,
        by_model=model,
        is_ruled=row["is_ruled"],
    )


def _reasons(row: dict[str, Any]) -> list[Reason]:
    cue = f", “{row['cue']}”" if row["cue"] else ""
    told = {
        "by_standing": f"its event is {row['standing']}",
        "by_score": "the coder is unsure of the type",
        "by_odds": _odds_words(row),
        "by_status_odds": f"the rules read it as {_status_words(row['rule_status'])}{cue}",
        "by_cue": f"whether it happened hangs on one cue{cue}",
    }
    shares = {name: round(row[name] or 0.0, 2) for name in told}
    return [Reason(told[name], share) for name, share in shares.items() if share > 0]


def _odds_words(row: dict[str, Any]) -> str:
    if row["rule_type"] != row["model_type"]:
        return f"the rules read {row['rule_type']}, the model {row['model_type']}"
    return f"the model gives the type {row['model_share'] or 0:.0%}"


def _status_words(status: str | None) -> str:
    return STATUS_WORDS[Status(status)] if status else "of no status"


def _place(cursor: str) -> tuple[float, str]:
    """Read a cursor.

    Raises:
        BadInput: it is none.
    """
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise BadInput(f"{cursor[:80]!r} is no place in the queue; take it from the page before")
    return float(found[1]), found[2]
