"""Two reports on Norland and Sudria, coded by hand: what the brief's tests read."""

from datetime import date

from builders import (
    a_claim,
    a_coding,
    a_date,
    a_place,
    a_report,
    a_speaker,
    a_statement,
    an_actor,
    cited,
)
from detente.records import Coded, Granularity, SpeechKind, Status

__all__ = ["paper", "stories", "wire"]

WIRE_TEXT = """\
Norland's president met Sudria's premier in Vostia City on Monday and discussed fishing.
The two will speak by phone in spring, Norland said.
Sudria denied that its navy had boarded a Norlandic trawler.
Norland could recall its ambassador.
"Fish know no borders," said Ada Brink, a Vostian scholar.
Norland sold wheat to Vostia.
Norland jailed a Sudrian sailor in 1990."""
PAPER_TEXT = """\
The leaders of Norland and Sudria met on Monday, Harbour Wire reported.
Sudria warned Norland that it would close the strait.
Sudria will never give up the strait, its premier said."""


def wire() -> Coded:
    """The agency's report: a meeting, a planned call, a denial, a possible recall, and more."""
    report = a_report(WIRE_TEXT, key="wire.txt", title="Norland and Sudria meet")
    meeting = a_claim(
        report,
        issues=("fishing",),
        date=cited(a_date("2024-01-29"), report, "Monday"),
        place=cited(a_place(), report, "Vostia City"),
        predicate="met",
    )
    call = a_claim(
        report,
        mode="phone",
        status=Status.FUTURE,
        date=cited(
            a_date("2024-03-01", "2024-05-31", granularity=Granularity.SEASON), report, "spring"
        ),
        speaker=cited(a_speaker("NRL-GOV", name="Norland"), report, "Norland", nth=2),
        quote="The two will speak by phone in spring",
        predicate="speak",
    )
    boarding = a_claim(
        report,
        type="COERCE",
        mode="seize",
        actors=(cited(an_actor("SDR-MIL"), report, "its navy"),),
        recipients=(cited(an_actor("NRL-CVL"), report, "a Norlandic trawler"),),
        status=Status.NEGATED,
        speaker=a_speaker("SDR-GOV"),
        quote="Sudria denied that its navy had boarded a Norlandic trawler",
        predicate="boarded",
    )
    recall = a_claim(
        report,
        type="SANCTION",
        mode="withdraw",
        actors=("NRL",),
        recipients=("SDR",),
        status=Status.HYPOTHETICAL,
        quote="Norland could recall its ambassador",
        predicate="recall",
    )
    wheat = a_claim(
        report,
        type="COOPERATE",
        actors=("NRL",),
        recipients=("VST",),
        quote="Norland sold wheat to Vostia",
        predicate="sold",
    )
    arrest = a_claim(
        report,
        type="COERCE",
        mode="arrest",
        actors=("NRL",),
        recipients=("SDR-CVL",),
        is_historical=True,
        date=a_date("1990-01-01", "1990-12-31", granularity=Granularity.YEAR),
        quote="Norland jailed a Sudrian sailor in 1990",
        predicate="jailed",
    )
    scholar = a_statement(
        report,
        speaker=a_speaker("VST-EDU", name="Ada Brink"),
        is_quoted=True,
        kind=SpeechKind.ASSESSMENT,
        issues=("fishing",),
        about=("NRL", "SDR"),
        quote="Fish know no borders",
    )
    claims = (meeting, call, boarding, recall, wheat, arrest)
    return a_coding(report, claims=claims, statements=(scholar,))


def paper() -> Coded:
    """A paper that retells the meeting two days later and adds a threat and a position."""
    report = a_report(
        PAPER_TEXT,
        key="paper.txt",
        outlet="The Vostia Times",
        credited="Harbour Wire",
        published=date(2024, 2, 4),
    )
    meeting = a_claim(
        report,
        issues=("fishing",),
        date=cited(a_date("2024-01-29"), report, "Monday"),
        speaker=a_speaker("OUTLET:Harbour Wire", name="Harbour Wire"),
        quote="The leaders of Norland and Sudria met on Monday",
        predicate="met",
    )
    threat = a_claim(
        report,
        type="THREATEN",
        mode="restrict",
        actors=("SDR",),
        recipients=("NRL",),
        quote="Sudria warned Norland that it would close the strait",
        predicate="warned",
    )
    warning = a_statement(
        report, kind=SpeechKind.WARNING, about=("NRL",), quote="it would close the strait"
    )
    position = a_statement(
        report, about=("SDR",), issues=("strait",), quote="Sudria will never give up the strait"
    )
    return a_coding(report, claims=(meeting, threat), statements=(warning, position))


def stories() -> list[Coded]:
    """Both reports, the later one first."""
    return [paper(), wire()]
