"""How far the work on an archive is: counts, for whoever shows them.

In:  records of shards as they are done.   Out: numbers.
Does not: print.
"""

from dataclasses import dataclass, field

from detente.archive.folder import ShardRecord

__all__ = ["Counts"]


@dataclass(slots=True, kw_only=True)
class Counts:
    """Counts of what is done. ``n_before``: shards that an earlier call has done.

    ``n_under_way`` are items of the shards that are being coded; ``deaths`` counts processes
    that ended before their work was done.
    """

    n_shards: int
    n_items: int
    n_shards_done: int = 0
    n_before: int = 0
    n_items_done: int = 0
    n_under_way: int = 0
    n_deaths: int = 0
    n_repeated: int = 0
    n_warnings: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, record: ShardRecord) -> None:
        """Count a shard that is done."""
        self.n_shards_done += 1
        self.n_items_done += record.n_items
        self.n_repeated += record.n_repeated
        self.n_warnings += record.n_warnings
        for name in record.files:
            table = name.removesuffix(".parquet")
            self.rows[table] = self.rows.get(table, 0) + record.n_rows(table)

    @property
    def n_problems(self) -> int:
        """How many problems stand for something that was not coded."""
        return self.rows.get("problems", 0) - self.n_warnings

    @property
    def is_done(self) -> bool:
        """Whether all shards are there."""
        return self.n_shards_done == self.n_shards
