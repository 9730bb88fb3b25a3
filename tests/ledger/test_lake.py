"""The ledger's SQL in DuckLake's words: the same rows go in."""

import duckdb

from detente.ledger.address import migrations
from detente.ledger.columns import Row, insert
from detente.ledger.lake import spoken


def test_schema_differs_in_nothing_but_the_keys() -> None:
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'main' ORDER BY ALL"
    )
    with duckdb.connect() as file, duckdb.connect() as lake:
        for step in migrations():
            file.execute(step.sql)
            lake.execute(spoken(step.sql))
        constraints = lake.execute(
            "SELECT DISTINCT constraint_type FROM duckdb_constraints()"
        ).fetchall()

        assert lake.execute(columns).fetchall() == file.execute(columns).fetchall()
        assert constraints == [("NOT NULL",)]


def test_what_is_there_already_stays_with_keys_and_without() -> None:
    names = ("report_id", "run_id", "key", "batch")
    fresh = [("there", "1", "new", 2), ("there", "2", "new", 2), ("a", "1", "first", 2)]
    for schema in (migrations()[0].sql, spoken(migrations()[0].sql)):
        with duckdb.connect() as connection:
            connection.execute(schema)
            connection.execute("INSERT INTO codings VALUES ('there', '1', 'old', 1)")
            rows: list[Row] = [dict(zip(names, row, strict=True)) for row in fresh]

            assert insert(connection, "codings", rows) == 2
            assert insert(connection, "codings", rows) == 0
            assert set(connection.execute("FROM codings").fetchall()) == {
                ("there", "1", "old", 1), *fresh[1:]
            }  # fmt: skip


def test_other_statements_are_left_as_they_are() -> None:
    for sql in ("BEGIN", "DELETE FROM events", "INSERT INTO events BY NAME FROM fresh_rows  "):
        assert spoken(sql) == sql
