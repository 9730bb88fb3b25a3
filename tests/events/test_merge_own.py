"""An own type is no way of PLOVER's to do a thing: it parts no claims from those of others."""

from detente.events.merging.clusters import what_tells_apart
from events.tellings import Telling, told

ONE = {"on": "2024-02-01"}


def apart(one: Telling, other: Telling) -> str | None:
    reports = {telling.claim.report_id: telling.facts for telling in (one, other)}
    return what_tells_apart([one.claim], [other.claim], reports)


def test_a_release_and_an_own_type_can_be_one_deed() -> None:
    release = told("RETREAT", "NRL > SDR", mode="release", **ONE)
    swap = told("RETREAT", "NRL > SDR", mode="own:prisoner-swap", **ONE)

    assert apart(release, swap) is None


def test_two_own_types_are_two_deeds() -> None:
    swap = told("RETREAT", "NRL > SDR", mode="own:prisoner-swap", **ONE)
    visa = told("RETREAT", "NRL > SDR", mode="own:visa-deal", **ONE)

    assert apart(swap, visa) == "mode"
