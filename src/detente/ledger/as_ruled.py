"""Claims as people ruled on them -> an answer in which they stand so, and are found so.

In:  an open ledger, the ruled claims by id, a filter.   Out: an ``Answer``, as of claims as read.
Does not: apply rulings (events/rulings.py does), or read more than the ruled claims for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from detente.ledger.address import LedgerName
from detente.ledger.columns import claim_columns, decode
from detente.ledger.filters import Filter, Value
from detente.ledger.read import TABLES, Answer, ask
from detente.records import Claim

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from detente.ledger.store import Ledger

__all__ = ["Ruled", "among", "ask_as_ruled", "n_rejected"]

Ruled = Mapping[str, Claim | None]  # by id: the claim as it was ruled, ``None`` if rejected


def ask_as_ruled(
    connection: "DuckDBPyConnection", path: LedgerName, ruled: Ruled, wanted: Filter
) -> Answer[Claim]:
    """Ask for claims as ruled: rejected ones are left out, changed ones fit by what was set."""
    if not ruled:
        return ask(connection, path, "claims", wanted)
    changed = [{**claim_columns(one, ""), "id": of} for of, one in ruled.items() if one is not None]
    known: dict[str, Value] = {
        "ruled_ids": list(ruled),
        "ruled_rows": msgspec.json.encode(changed).decode(),
    }
    shape = msgspec.json.encode([_shape(connection)]).decode()
    rows, rows_of_run = (
        _ROWS.format(claims=claims, shape=shape)
        for claims in ("current_claims", "(FROM claims WHERE run_id = $run)")
    )

    def decode_as_ruled(record: str) -> Claim:
        claim = decode(Claim, record)
        return ruled.get(claim.id) or claim

    table = replace(
        TABLES["claims"],
        rows=rows,
        rows_of_run=rows_of_run,
        decode=decode_as_ruled,
        known=known,
    )
    return ask(connection, path, "claims", wanted, table)


def n_rejected(ledger: "Ledger", wanted: Filter, ruled: Ruled) -> int:
    """Count the claims that fit as they were read, and are rejected."""
    rejected = [claim_id for claim_id, claim in ruled.items() if claim is None]
    return ledger.claims(**among(wanted, rejected)).count()


def among(wanted: Filter, ids: Iterable[str]) -> Filter:
    """Ask for those of some claims that fit, however many are asked for at most."""
    narrower = Filter(**wanted)
    narrower.pop("limit", None)
    among = wanted.get("ids")
    narrower["ids"] = [one for one in ids if among is None or one in among]
    return narrower


# Private functions

# ``record`` stays what was read: it gives the claim its id.
_ROWS = (
    "(SELECT * FROM {claims} AS read WHERE id NOT IN (SELECT unnest($ruled_ids::VARCHAR[]))"
    " UNION ALL BY NAME"
    " SELECT ruled.*, read.run_id, read.record FROM {claims} AS read JOIN (SELECT unnest("
    "from_json($ruled_rows::JSON, '{shape}'), max_depth := 2)) AS ruled USING (id)"
    ") AS t JOIN reports AS r ON r.id = t.report_id"
)


def _shape(connection: "DuckDBPyConnection") -> dict[str, object]:
    """Say what type each column of a claim has, as DuckDB's ``from_json`` wants to know it."""
    rows = connection.cursor().execute("SELECT column_name, column_type FROM (DESCRIBE claims)")
    return {
        name: [kind.removesuffix("[]")] if kind.endswith("[]") else kind
        for name, kind in rows.fetchall()
        if name not in {"run_id", "record"}
    }
