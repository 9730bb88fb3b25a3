"""What people and programs give a desk -> rows of its ledger.

In:  reports, problems, rulings.   Out: what became of each; events follow, pages are made anew.
Does not: hold the ledger while reports are coded, or say who may write (access/askers.py does).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from detente.events.decisions import together_with
from detente.events.rulings import check_ruling
from detente.ledger import Added, Ledger
from detente.record import unheeded_rulings
from detente.records import Coded, Problem, Report, Ruling
from detente.relations.sides import countries_of
from detente.web.desk import Desk
from detente.web.failures import NotFound
from detente.web.figures import select
from detente.web.kept import subjects_of, told

RULED_S = 10.0  # how long whoever rules waits for the events that follow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """What was decided. ``lost`` are rulings that are not applied.

    ``n_new`` counts the rulings, or withdrawals, that are new. ``is_computed``: events are those
    of all rulings; false where computing them takes long.
    """

    rulings: tuple[Ruling, ...]
    n_new: int
    lost: tuple[Ruling, ...]
    is_computed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One report that was given.

    ``found`` is what is in it, or why it cannot be kept. ``is_new``: the ledger did not have it.
    ``updates`` are the ids of reports that had its address with another text.
    """

    found: Coded | Problem
    is_new: bool
    updates: tuple[str, ...] = ()


def take_in(desk: Desk, given: Sequence[Report | Problem]) -> list[Taken]:
    """Code the reports that the ledger does not know, and keep them; twice is once.

    One that cannot be coded, or whose quotes are not in its text, is kept as a problem. The
    answer has one entry for each that was given, in order.

    Raises:
        HTTPException: the desk only reads, or too many others are coding.
    """
    desk.must_write()
    reports = {one.id: one for one in given if isinstance(one, Report)}
    with desk.open() as ledger:
        known = ledger.known(reports)
    fresh = [one for one in reports.values() if one.id not in known]
    coded = dict(zip([one.id for one in fresh], desk.code_all(fresh), strict=True))
    problems = [one for one in given if isinstance(one, Problem)]
    new = _keep(desk, coded, problems) if coded or problems else {}
    with desk.open() as ledger:
        return [_taken(ledger, one, new) for one in given]


def rule(desk: Desk, rulings: Sequence[Ruling]) -> Ruled:
    """Write rulings, withdrawn ones among them, and wait for the events that follow.

    Raises:
        BadInput: one cannot be applied; none is written.
        HTTPException: the desk only reads.
    """
    desk.must_write()
    for ruling in rulings:
        check_ruling(ruling)
    (n_made, n_withdrawn, lost), touched = desk.keeper.write(
        lambda ledger: (_rule(ledger, rulings), _about(ledger, rulings))
    )
    desk.touches.touch(touched)
    desk.metrics.count_rulings(n_made, n_withdrawn)
    return Ruled(
        rulings=tuple(rulings),
        n_new=n_made + n_withdrawn,
        lost=lost,
        is_computed=desk.keeper.has_settled(RULED_S),
    )


def withdraw(desk: Desk, ruling_id: str) -> Ruled:
    """Withdraw a ruling and those of the same decision, from now on; twice is once.

    Raises:
        NotFound: nobody made such a ruling.
        HTTPException: the desk only reads.
    """
    desk.must_write()
    with desk.open() as ledger:
        rulings = ledger.rulings(with_withdrawn=True)
    named = ruling_named(rulings, ruling_id)
    now, together = desk.now(), together_with(named, rulings)
    return rule(desk, [replace(one, withdrawn_at=one.withdrawn_at or now) for one in together])


def ruling_named(rulings: Iterable[Ruling], ruling_id: str) -> Ruling:
    """Find a ruling by its id.

    Raises:
        NotFound: there is none.
    """
    for one in rulings:
        if one.id == ruling_id:
            return one
    raise NotFound(f"no ruling has the id {ruling_id[:40]!r}")


def _keep(
    desk: Desk, coded: Mapping[str, Coded | Problem], problems: Sequence[Problem]
) -> dict[str, Coded | Problem]:
    """Write what nobody else has written since; give what is new, by report."""
    run = desk.run  # asked for before the ledger is held

    def write(ledger: Ledger) -> tuple[Added, dict[str, Coded | Problem]]:
        known = ledger.known(coded)
        fresh = {one: found for one, found in coded.items() if one not in known}
        added = ledger.add([*fresh.values(), *problems], run)
        refused = {one.key: one for one in added.refused}
        kept = ledger.known(fresh)
        return added, {
            one: found if one in kept else refused.get(_key(found), found)
            for one, found in fresh.items()
        }

    added, new = desk.keeper.write(write)
    touched = told(coded.values())
    if touched is None:
        desk.touches.touch_all()
    else:
        desk.touches.touch(touched)
    desk.metrics.count_added(added)
    return new


def _key(found: Coded | Problem) -> str:
    return found.report.key if isinstance(found, Coded) else found.key


def _taken(ledger: Ledger, given: Report | Problem, new: dict[str, Coded | Problem]) -> Taken:
    """Say what became of one; what is new is so once, however often it was given."""
    if isinstance(given, Problem):
        return Taken(found=given, is_new=False)
    found = new.pop(given.id, None)
    if isinstance(found, Problem):
        return Taken(found=found, is_new=False)
    if found is not None:
        return Taken(found=found, is_new=True, updates=_earlier(ledger, given))
    stored = next(iter(ledger.reports_of([given.id])), None)
    if stored is None:  # given twice, and refused the first time
        detail = "it was given before in the same list, and could not be kept"
        problem = Problem(key=given.key, room="web", kind="twice", detail=detail)
        return Taken(found=problem, is_new=False)
    claims = ledger.claims(report=stored.id)
    coded = Coded(
        report=stored,
        claims=tuple(sorted(claims, key=lambda one: (one.predicate.span, one.id))),
        statements=tuple(ledger.statements(report=stored.id)),
    )
    return Taken(found=coded, is_new=False, updates=_earlier(ledger, stored))


def _earlier(ledger: Ledger, report: Report) -> tuple[str, ...]:
    """Find the reports at the same address with another text."""
    if report.url is None:
        return ()
    sql = "SELECT id FROM reports WHERE url = $url AND id <> $id ORDER BY published, id"
    return tuple(one for (one,) in select(ledger, sql, {"url": report.url, "id": report.id}))


def _about(ledger: Ledger, rulings: Sequence[Ruling]) -> set[str]:
    """List what rulings touch: the countries and reports of the claims that they are on."""
    ids = {one.target for one in rulings} | {one.other for one in rulings if one.other}
    touched = set[str]()
    for claim in ledger.claims(ids=sorted(ids)):
        touched |= subjects_of(countries_of((*claim.actors, *claim.recipients)))
        touched.add(f"report:{claim.report_id}")
    return touched


def _rule(ledger: Ledger, rulings: Sequence[Ruling]) -> tuple[int, int, tuple[Ruling, ...]]:
    """Write rulings; count those made and those withdrawn now, and list those not applied."""
    before = {one.id: one for one in ledger.rulings(with_withdrawn=True)}
    n_made = ledger.rule(rulings)
    was_active = [one for one in rulings if one.id not in before or before[one.id].is_active]
    n_withdrawn = sum(not one.is_active for one in was_active)
    given = {one.id for one in rulings}
    lost = (one.ruling for one in unheeded_rulings(ledger) if one.ruling.id in given)
    return n_made, n_withdrawn, tuple(lost)
