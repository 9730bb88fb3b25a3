"""Each query on a ledger of twenty events, against rows that a person has checked."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from builders import a_place
from detente.ledger import Ledger
from detente.relations.measures.moves import moves_of, sql
from detente.relations.sides import Direction
from relations.dealings import a_ledger, an_event

Golden = Callable[[str, str], None]
DYADS = {
    "ones": ["NRL", "SDR"],
    "others": ["SDR", "VST"],
    "standing": "wars?",
    "at_home": ["resign"],
}
MUTUAL = {"mutual": ["CONSULT", "AGREE", "COOPERATE"], "alone": ["SUPPORT", "ASSAULT"]}
MONTHS = {"period": "month", "most_days": 92}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    harbour, bay = a_place("Vostia City"), a_place("Grey Bay", country=None, lat=-1.0, lon=2.0)
    nowhere = a_place("Sudria", country="SDR", lat=None, lon=None)
    events = [
        an_event("2024-01-05", "CONSULT-visit", "NRL+SDR", place=harbour, issues=("fishing",)),
        an_event("2024-01-31", "ACCUSE", "NRL>SDR", outlets=3, issues=("fishing", "trade")),
        an_event("2024-01-31", "ACCUSE", "NRL>SDR", outlets=3, number=1),
        an_event("2024-01-31", "ACCUSE", "NRL>SDR", outlets=0, number=2),
        an_event("2024-01-31", "ACCUSE", "SDR>NRL", place=bay),
        an_event("2024-02-01", "AID", "SDR>NRL", place=harbour, issues=("fishing",)),
        an_event("2024-02-01", "AID", "SDR>NRL", status="future", issues=("fishing",)),
        an_event("2024-02-29", "THREATEN-restrict", "NRL>SDR", status="hypothetical"),
        an_event("2024-02-29", "ASSAULT-drone", "NRL>SDR", status="negated", place=harbour),
        an_event("2024-01-25", "REQUEST", "SDR>NRL", until="2024-02-05", place=nowhere),
        an_event("2023-01-01", "SANCTION", "NRL>SDR", until="2023-12-31"),
        an_event("2024-04-01", "COOPERATE", "NRL+SDR+VST", issues=("trade",)),
        an_event("2024-04-02", "COERCE-seize", "NRL+VST>SDR", place=bay),
        an_event("2024-04-03", "SUPPORT", "VST>NRL"),
        an_event("2024-04-04", "SUPPORT", "VST>SDR"),
        an_event("2024-04-05", "SUPPORT", "SDR>VST"),
        an_event("2024-04-06", "PROTEST", "NRL"),
        an_event("2024-04-07", "COERCE-arrest", "NRL>NRL"),
        an_event("2024-05-31", "AGREE", "NRL+SDR", status="future"),
        an_event("2024-06-01", "RETREAT-release", "SDR>NRL"),
    ]
    path = a_ledger(tmp_path_factory.mktemp("twenty") / "twenty.duckdb", events)
    with Ledger.open(path, read_only=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("dyad_cells", DYADS | MONTHS | MUTUAL),
        ("dyad_issues", DYADS | MONTHS | MUTUAL),
        ("coverage_events", MONTHS),
        (
            "dyad_places",
            {
                "one": "NRL",
                "other": "SDR",
                "most_days": 92,
                "first": date(2024, 1, 31),
                "last": date.max,
                **MUTUAL,
            },
        ),
        (
            "dyads",
            {
                "first": date.min,
                "as_of": date(2024, 4, 4),
                "most_days": 92,
                "most": 10,
                **MUTUAL,
            },
        ),
        ("places", {"most_days": 92, "first": date(2024, 1, 1), "last": date(2024, 4, 2)}),
        ("last_act", {"most_days": 92, "as_of": date(2024, 4, 30)}),
    ],
)
def test_query_finds_the_rows_that_a_person_has_checked(
    name: str, values: dict[str, object], ledger: Ledger, golden: Golden
) -> None:
    with ledger.query() as cursor:
        if name in {"dyad_cells", "dyad_issues"}:  # they ask the table that another query makes
            cursor.execute(sql("period_moves"), values)
            values = {}
        found = cursor.execute(sql(name), values)
        columns = [column[0] for column in found.description or ()]
        rows = found.fetchall()
    if name == "dyad_cells":  # the only query that leaves the order to its reader
        rows.sort(key=lambda row: row[:7])
    lines = ["\t".join(columns), *("\t".join(map(str, row)) for row in rows)]
    golden("\n".join(lines) + "\n", f"{name}.tsv")


@pytest.mark.parametrize("dyad", [("NRL", "SDR"), ("SDR", "NRL")])
def test_moves_come_by_day_and_know_who_acts(dyad: tuple[str, str], ledger: Ledger) -> None:
    moves = moves_of(ledger, dyad)
    told = {(str(move.day), move.type): move for move in moves}
    assert told["2024-01-05", "CONSULT"].direction is Direction.BOTH
    assert ("2024-01-30", "REQUEST") in told
    sender = "a-to-b" if dyad[0] == "NRL" else "b-to-a"
    assert told["2024-04-02", "COERCE"].direction == sender
    assert len(moves) == 14
    assert moves == sorted(moves, key=lambda move: (move.day, move.event_id))


def test_reports_count_by_day_of_publication_and_copies_once(tmp_path: Path) -> None:
    from builders import a_coding, a_report, a_run  # noqa: PLC0415
    from detente.ledger import Computed  # noqa: PLC0415

    first, copy = a_report("Norland met Sudria."), a_report("Norland met Sudria!", key="copy")
    later = a_report("Norland called Sudria.", key="later", published=date(2024, 3, 1))
    with Ledger.open(tmp_path / "reports.duckdb") as ledger:
        ledger.add([a_coding(one) for one in (first, copy, later)], a_run())
        groups = {first.id: first.id, copy.id: first.id}
        ledger.write_events(Computed(events=[], blocks=(), block_of={}, copy_groups=groups))
        with ledger.query() as cursor:
            rows = cursor.execute(sql("coverage_reports"), {"period": "month"}).fetchall()
    assert rows == [(date(2024, 2, 1), 1, True), (date(2024, 3, 1), 1, True)]
