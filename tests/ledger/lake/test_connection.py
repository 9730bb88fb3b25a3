"""The ledger's SQL in DuckLake's words: the same rows go in."""

import duckdb
import pytest

from detente.ledger.address import migrations
from detente.ledger.lake.connection import keys, spoken


def test_keys_are_those_of_the_schema() -> None:
    with duckdb.connect() as connection:
        for step in migrations():
            connection.execute(step.sql)
        found = connection.execute(
            "SELECT table_name, constraint_column_names FROM duckdb_constraints()"
            " WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')"
        ).fetchall()

    assert keys() == {table: tuple(columns) for table, columns in found}


def test_schema_differs_in_nothing_but_the_keys() -> None:
    columns = (
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = 'main' ORDER BY ALL"
    )
    with duckdb.connect() as file, duckdb.connect() as lake:
        for step in migrations():
            file.execute(step.sql)
            (said,) = spoken(step.sql)
            lake.execute(said)
        constraints = lake.execute(
            "SELECT DISTINCT constraint_type FROM duckdb_constraints()"
        ).fetchall()

        assert lake.execute(columns).fetchall() == file.execute(columns).fetchall()
        assert constraints == [("NOT NULL",)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO codings BY NAME FROM fresh_rows  ON CONFLICT DO NOTHING",
        "INSERT INTO codings BY NAME FROM fresh_rows WHERE key <> 'z' ON CONFLICT DO NOTHING",
        "-- codings.sql\nINSERT INTO codings BY NAME\nFROM fresh_rows\nON CONFLICT\nDO NOTHING;",
    ],
)
def test_of_each_key_the_first_row_goes_in_unless_it_is_there(sql: str) -> None:
    there = [("there", "1", "old", 1)]
    fresh = [
        ("b", "1", "first", 2),
        ("there", "1", "new", 2),
        ("there", "2", "new", 2),
        ("b", "1", "second", 2),
        ("a", "1", "first", 2),
    ]
    found = []
    for step in (migrations()[0].sql, *spoken(migrations()[0].sql)):
        with duckdb.connect() as connection:
            connection.execute(step)
            connection.executemany("INSERT INTO codings VALUES (?, ?, ?, ?)", there)
            connection.execute("CREATE TABLE fresh_rows AS FROM codings LIMIT 0")
            connection.executemany("INSERT INTO fresh_rows VALUES (?, ?, ?, ?)", fresh)
            for said in [sql] if step == migrations()[0].sql else spoken(sql):
                count = connection.execute(said).fetchone()
            found.append((count, set(connection.execute("FROM codings").fetchall())))

    assert found[0] == found[1]
    assert found[0] == ((3,), {*there, fresh[0], fresh[2], fresh[4]})


def test_other_statements_are_left_as_they_are() -> None:
    for sql in ("BEGIN", "DELETE FROM events", "INSERT INTO events BY NAME FROM fresh_rows  "):
        assert spoken(sql) == [sql]
