"""Claims of any kind, for properties: reports that name their sides, and what is coded of them.

In:  nothing.   Out: Hypothesis strategies whose records pass the ledger's check.
"""

from datetime import date

from hypothesis import strategies as st

from builders import a_claim, a_date, a_place, a_report, cited, words
from detente.codebook import load_codebook
from detente.records import Actor, Cited, Claim, Coded, Granularity, Precision, Report, Status

CODEBOOK = load_codebook()
ACTS = [
    (one.name, mode)
    for one in CODEBOOK.types
    for mode in (None, *(mode.name for mode in one.modes))
]
NAMES = ["Ann Nor", "the Sudrian navy", "Île Ö", "Nor & Söhne", 'Bo "B" Vost', "Sudria", "=1+1"]
TEXT = " | ".join(NAMES) + " | acted in Vostia City on Monday."
CONTEXTS = [context.name for context in CODEBOOK.contexts]
SECTORS = [None, *(sector.code for sector in CODEBOOK.sectors)]


@st.composite
def _actors(draw: st.DrawFn, report: Report) -> Cited[Actor]:
    name = draw(st.sampled_from(NAMES))
    actor = Actor(
        country=draw(st.sampled_from(["NRL", "SDR", "VST", "IGO", None])),
        sector=draw(st.sampled_from(SECTORS)),
        name=name,
        office=draw(st.sampled_from([None, "President"])),
    )
    return cited(actor, report, name)


@st.composite
def _claims(draw: st.DrawFn, report: Report) -> Claim:
    kind, mode = draw(st.sampled_from(ACTS))
    actors = tuple(draw(st.lists(_actors(report), min_size=1, max_size=3)))
    recipients = tuple(draw(st.lists(_actors(report), max_size=2)))
    first = draw(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    last = max(first, draw(st.dates(date(1990, 1, 1), date(2030, 1, 1))))
    unit = Granularity.DAY if first == last else Granularity.INTERVAL
    when = a_date(first.isoformat(), last.isoformat(), granularity=unit)
    precision = draw(st.sampled_from([Precision.CITY, Precision.REGION, Precision.COUNTRY]))
    where = a_place(precision=precision, geonames_id=draw(st.sampled_from([None, 7])))
    return a_claim(
        report,
        type=kind,
        mode=mode,
        contexts=tuple(draw(st.lists(st.sampled_from(CONTEXTS), unique=True, max_size=2))),
        actors=actors,
        recipients=recipients,
        status=draw(st.sampled_from(Status)),
        is_historical=draw(st.booleans()),
        date=draw(st.sampled_from([None, cited(when, report, "Monday")])),
        place=draw(st.sampled_from([None, cited(where, report, "Vostia City")])),
        predicate="acted",
        score=draw(st.sampled_from([0.0, 0.25, 1.0])),
        echoes=draw(st.sampled_from([(), (words(report, "Monday"),)])),
    )


@st.composite
def coded_reports(draw: st.DrawFn) -> Coded:
    """A report of one line, and up to four claims of it with ids of their own."""
    report = a_report(TEXT, outlet=draw(st.sampled_from(["Harbour Wire", "Île Times", None])))
    claims = draw(st.lists(_claims(report), min_size=1, max_size=4, unique_by=lambda one: one.id))
    return Coded(report=report, claims=tuple(claims))
