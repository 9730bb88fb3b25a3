"""Ledgers for the desk's tests: an ordinary one, and one whose every word is hostile.

In:  a folder.   Out: a ledger's file, its events computed.
Does not: parse text: claims are built.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from builders import (
    a_claim,
    a_coding,
    a_date,
    a_place,
    a_problem,
    a_report,
    a_run,
    a_speaker,
    a_statement,
    an_actor,
    cited,
)
from detente.ledger import Ledger
from detente.record import compute_events
from detente.records import Coded, Report, Ruling, RulingKind, Status

__all__ = ["HOSTILE", "N_REPORTS", "hostile_ledger", "ordinary_ledger"]

N_REPORTS = 60  # more than two pages; several share a day, one has none
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{7*7}}{% raw %}",
    "</textarea></title><svg onload=alert(1)>",
    "&lt;b&gt;&amp;",
    "\u202egnitteles\u202c\u2066\u200b\u00ad",
    "bell\x07escape\x1b[31m",
    "javascript:alert(1)",
)


def ordinary_ledger(folder: Path) -> Path:
    """Norland and Sudria meet again and again; Sudria denies once, and plans once."""
    path = folder / "ordinary.duckdb"
    codings = [_meeting(number) for number in range(N_REPORTS)]
    with Ledger.open(path) as ledger:
        added = ledger.add([*codings, _dispute(), _plan(), a_problem()], a_run())
        assert not added.refused
        compute_events(ledger)
    return path


def hostile_ledger(folder: Path, hostile: Sequence[str] = HOSTILE) -> Path:
    """Every text, name, address and reason holds what could break a page."""
    path = folder / "hostile.duckdb"
    all_words = " ".join(hostile)
    codings = [_hostile(number, words) for number, words in enumerate((*hostile, all_words))]
    problem = a_problem(key=all_words, kind="empty", detail=all_words)
    ruling = Ruling(
        kind=RulingKind.SET,
        target=codings[0].claims[0].id,
        field="place",
        value="Vostia City, VST",
        because=all_words,
        by=all_words,
        made_at=datetime(2024, 3, 1, tzinfo=UTC),
    )
    with Ledger.open(path) as ledger:
        added = ledger.add([*codings, problem], a_run())
        assert not added.refused
        ledger.rule([ruling])
        compute_events(ledger)
    return path


# Private functions


def _meeting(number: int) -> Coded:
    day = date(2024, 1, 1) + timedelta(days=10 * (number // 3))
    report = a_report(
        f"Norland's president met Sudria's minister about matter {number}.\n"
        "It went well, Sudria said.",
        key=f"meeting-{number}",
        title=f"Meeting {number}",
        outlet=("Harbour Wire", "Sudville Post", "Vostia/Daily 50%")[number % 3],
        published=day if number else None,
    )
    claim = a_claim(
        report,
        mode="visit",
        issues=("fishing",) if number % 2 else (),
        date=a_date(day.isoformat()),
        place=a_place(),
        predicate="met",
    )
    said = a_statement(report, quote="It went well", issues=("fishing",), about=("NRL",))
    return a_coding(report, claims=(claim,), statements=(said,))


def _dispute() -> Coded:
    report = a_report("Norland jailed a sailor, Norland said; Sudria denied it.", key="dispute")
    norland, sudria = cited(a_speaker("NRL-GOV"), report, "Norland said"), a_speaker("SDR-GOV")
    sides = {"actors": ("NRL-GOV",), "recipients": ("SDR-CVL",), "type": "COERCE", "mode": "arrest"}
    told = a_claim(report, **sides, speaker=norland, predicate="jailed", date=a_date("2024-02-01"))
    denied = a_claim(
        report,
        **sides,
        status=Status.NEGATED,
        speaker=sudria,
        predicate="denied",
        date=a_date("2024-02-01"),
    )
    return a_coding(report, claims=(told, denied))


def _plan() -> Coded:
    report = a_report("Norland will visit Sudria.", key="plan", published=date(2024, 2, 3))
    visit = a_claim(report, mode="visit", status=Status.FUTURE, date=a_date("2025-05-01"))
    return a_coding(report, claims=(visit,))


def _hostile(number: int, words: str) -> Coded:
    report: Report = a_report(
        f"Norland met Sudria {words} {words}.",
        key=f"{words} {number}",
        title=words,
        outlet=words,
        credited=words,
        url=words if words.startswith("http") else f"javascript:alert(1)//{words}",
        published=date(2024, 1, 1) + timedelta(days=number),
    )
    actor = an_actor("NRL-GOV", name=words, id=words, office=words)
    speaker = a_speaker("SDR-GOV", name=words)
    claim = a_claim(
        report,
        actors=(cited(actor, report, "Norland"), "SDR-GOV"),
        speaker=speaker,
        place=a_place(words),
        issues=(words,),
        predicate="met",
        date=a_date((date(2023, 1, 1) + timedelta(days=31 * number)).isoformat()),
        why=words,
    )
    said = a_statement(report, quote=words, speaker=speaker, issues=(words,), about=("NRL",))
    return a_coding(report, claims=(claim,), statements=(said,))
