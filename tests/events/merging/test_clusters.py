"""What a person is told when asking why two events are not one."""

import pytest

from builders import a_place
from detente.events.merging.clusters import what_tells_apart
from events.tellings import Telling, someone, told

ONE = {"on": "2024-02-01"}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (told("ACCUSE", "NRL > SDR", **ONE), told("ACCUSE", "NRL > SDR", **ONE), None),
        (told("ACCUSE", "NRL > SDR", **ONE), told("ACCUSE", "SDR > NRL", **ONE), "act"),
        (told("ACCUSE", "NRL > SDR", **ONE), told("ACCUSE", "NRL > SDR", on="2024-02-02"), "day"),
        (
            told("CONSULT", "NRL SDR", **ONE),
            told("CONSULT", "NRL SDR", status="future", **ONE),
            "status",
        ),
        (
            told("CONSULT", "NRL SDR", by="NRL-GOV", **ONE),
            told("CONSULT", "NRL SDR", by="NRL-GOV", status="negated", **ONE),
            "denial",
        ),
        (
            told("ACCUSE", "NRL > SDR", actors=(someone("ada-holm"),), **ONE),
            told("ACCUSE", "NRL > SDR", actors=(someone("ben-holm"),), **ONE),
            "parties",
        ),
        (
            told("CONSULT", "NRL SDR", mode="phone", **ONE),
            told("CONSULT", "NRL SDR", mode="third-party", **ONE),
            "mode",
        ),
        (
            told("ASSAULT", "NRL > SDR", at="Norburg", **ONE),
            told("ASSAULT", "NRL > SDR", at=a_place("Farport", lat=14.0), **ONE),
            "place",
        ),
        (
            told("ACCUSE", "NRL > SDR", issues=("trade",), **ONE),
            told("ACCUSE", "NRL > SDR", issues=("taiwan",), **ONE),
            "issue",
        ),
        (
            told("ACCUSE", "NRL > SDR", report="story"),
            told("ACCUSE", "NRL > SDR", report="story", mode="allege"),
            "report",
        ),
    ],
)
def test_first_thing_that_clashes_is_named(one: Telling, other: Telling, apart: str | None) -> None:
    reports = {telling.claim.report_id: telling.facts for telling in (one, other)}

    assert what_tells_apart([one.claim], [other.claim], reports) == apart
