"""What is computed: events and groups of copies, and which claims they take into account.

In:  an open connection; what was computed anew.   Out: what is out of date; how much changed.
Does not: merge claims (events/merge.py does) or find copies (sources/copies.py does).
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING

from detente.ledger.columns import Row, event_columns, record_of
from detente.ledger.tables import insert, number
from detente.records import Actor, Event
from detente.versions import VERSION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

__all__ = [
    "IN_BLOCKS",
    "UNMERGED",
    "Changes",
    "Computed",
    "blocks_before",
    "forget_computed",
    "state",
    "write_computed",
]


# The claims that no event takes into account yet, and those that are named.
UNMERGED = """SELECT record FROM current_claims AS c
WHERE NOT EXISTS (FROM claim_blocks AS b WHERE b.claim_id = c.id AND b.run_id = c.run_id)
    OR id IN (SELECT unnest($claims::VARCHAR[]))
    OR report_id IN (SELECT unnest($reports::VARCHAR[]))
ORDER BY id"""
# The claims of some blocks, but for those that are named.
IN_BLOCKS = """SELECT record FROM current_claims AS c
WHERE EXISTS (FROM claim_blocks AS b WHERE b.claim_id = c.id AND b.run_id = c.run_id
              AND block IN (SELECT unnest($blocks::VARCHAR[])))
    AND id NOT IN (SELECT unnest($without::VARCHAR[]))
ORDER BY id"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a recomputation changed. An event is its claims; other claims make another event."""

    n_new: int
    n_gone: int
    n_changed: int
    n_same: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Computed:
    """What was computed anew: all events of some blocks of claims.

    ``blocks`` are their names, as they were and as they are. ``block_of`` gives each claim that
    is looked at anew its block, by claim; "" for a rejected one. ``copy_groups`` names the group
    of each report with copies, by report id, among ``n_texts`` reports.
    """

    events: Sequence[Event]
    blocks: Collection[str]
    block_of: Mapping[str, str]
    copy_groups: Mapping[str, str] = field(default_factory=dict)
    n_texts: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """What events take into account; equal states have equal events."""

    batch: int
    n_rulings: int
    n_texts: int
    version: str


def state(connection: "DuckDBPyConnection") -> tuple[State | None, State]:
    """Read what events take into account (``None``: nothing yet), and what there is."""
    then = connection.execute("FROM computed").fetchone()
    now = connection.execute(_NOW, [VERSION]).fetchone()
    return State(*then) if then else None, State(*now)  # type: ignore[misc]  # always one row


def blocks_before(connection: "DuckDBPyConnection", claim_ids: Collection[str]) -> set[str]:
    """Find the blocks that these claims had, and those of claims that no longer count."""
    rows = connection.execute(_BLOCKS_BEFORE, {"ids": list(claim_ids)}).fetchall()
    return {block for (block,) in rows}


def forget_computed(connection: "DuckDBPyConnection") -> None:
    """Remove all that is computed, within a transaction."""
    for table in ("events", *_OF_EVENTS, "claim_blocks", "copy_groups", "computed"):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608  # ours


def write_computed(connection: "DuckDBPyConnection", found: Computed) -> Changes:
    """Write what was computed anew within a transaction; only what differs is written."""
    blocks = list(found.blocks)
    before: dict[str, str] = dict(connection.execute(_EVENTS_OF, {"blocks": blocks}).fetchall())
    other = [event for event in found.events if before.get(event.id) != _md5(event)]
    fresh = {event.id for event in found.events}
    changed = [event.id for event in other if event.id in before]
    gone = [event_id for event_id in before if event_id not in fresh]
    _delete(connection, [*changed, *gone])
    _insert(connection, other)
    _write_blocks(connection, found.block_of)
    _write_groups(connection, found.copy_groups)
    connection.execute("DELETE FROM computed")
    connection.execute(f"INSERT INTO computed {_NOW}", [VERSION])
    connection.execute("UPDATE computed SET n_texts = ?", [found.n_texts])
    return Changes(
        n_new=len(other) - len(changed),
        n_gone=len(gone),
        n_changed=len(changed),
        n_same=len(fresh) - len(other),
    )


# Private functions

_OF_EVENTS = ("event_claims", "event_links", "event_dyads")
_NOW = """SELECT coalesce((SELECT max(batch) FROM codings), 0)::INTEGER,
    ((SELECT count(*) FROM rulings WHERE kind <> 'accept')
     + (SELECT count(*) FROM withdrawals JOIN rulings ON id = ruling_id
        WHERE kind <> 'accept'))::INTEGER,
    (SELECT count(*) FROM reports WHERE NOT is_imported)::INTEGER, ?"""
_BLOCKS_BEFORE = """SELECT DISTINCT block FROM claim_blocks AS b
WHERE block <> '' AND (
    claim_id IN (SELECT unnest($ids::VARCHAR[]))
    OR NOT EXISTS (FROM current_claims AS c WHERE c.id = claim_id AND c.run_id = b.run_id)
)"""
_EVENTS_OF = """SELECT id, md5(record) FROM events WHERE id IN (
    SELECT event_id FROM event_claims JOIN claim_blocks USING (claim_id)
    WHERE block IN (SELECT unnest($blocks::VARCHAR[])))"""


def _md5(event: Event) -> str:
    return hashlib.md5(record_of(event).encode(), usedforsecurity=False).hexdigest()


def _delete(connection: "DuckDBPyConnection", ids: Sequence[str]) -> None:
    if not ids:
        return
    number(connection, "DELETE FROM events WHERE id IN (SELECT unnest(?::VARCHAR[]))", [ids])
    for table in _OF_EVENTS:
        sql = f"DELETE FROM {table} WHERE event_id IN (SELECT unnest(?::VARCHAR[]))"  # noqa: S608  # ours
        number(connection, sql, [ids])


def _insert(connection: "DuckDBPyConnection", events: Sequence[Event]) -> None:
    """Insert events, those of the same parties side by side: a dyad's history is read together."""
    ordered = sorted(events, key=_place_on_disk)
    insert(connection, "events", list(map(event_columns, ordered)))
    rows: dict[str, list[Row]] = {table: [] for table in _OF_EVENTS}
    for event in events:
        own = {"event_id": event.id}
        rows["event_claims"] += [{**own, "claim_id": claim} for claim in event.claim_ids]
        rows["event_links"] += [
            {**own, "kind": link.kind.value, "other_id": link.event_id} for link in event.links
        ]
        rows["event_dyads"] += [{"one": one, "other": other, **own} for one, other in _dyads(event)]
    for table in _OF_EVENTS:
        insert(connection, table, rows[table])


def _place_on_disk(event: Event) -> tuple[list[str], date, str]:
    parties = _countries((*event.actors, *event.recipients))
    return (parties, event.date.earliest if event.date else date.max, event.id)


def _dyads(event: Event) -> Iterator[tuple[str, str]]:
    """Yield the pairs of countries that deal with each other, each once, sorted within."""
    actors, recipients = _countries(event.actors), _countries(event.recipients)
    pairs = (*combinations(actors, 2), *product(actors, recipients))
    between = {(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}
    yield from sorted(between)


def _countries(actors: Iterable[Actor]) -> list[str]:
    return sorted({actor.country for actor in actors if actor.country})


def _write_blocks(connection: "DuckDBPyConnection", block_of: Mapping[str, str]) -> None:
    """Put the claims that were looked at into their blocks; forget those that no longer count."""
    connection.execute(
        "DELETE FROM claim_blocks AS b"
        " WHERE claim_id IN (SELECT unnest($ids::VARCHAR[])) OR NOT EXISTS"
        " (FROM current_claims AS c WHERE c.id = claim_id AND c.run_id = b.run_id)",
        {"ids": list(block_of)},
    )
    connection.execute(
        "INSERT INTO claim_blocks SELECT id, run_id, block FROM current_claims JOIN ("
        " SELECT unnest($ids::VARCHAR[]) AS id, unnest($blocks::VARCHAR[]) AS block) USING (id)",
        {"ids": list(block_of), "blocks": list(block_of.values())},
    )


def _write_groups(connection: "DuckDBPyConnection", copy_groups: Mapping[str, str]) -> None:
    connection.execute("DELETE FROM copy_groups")
    rows: list[Row] = [
        {"report_id": report_id, "copy_group": group}
        for report_id, group in sorted(copy_groups.items())
    ]
    insert(connection, "copy_groups", rows)
