"""An example of each row of the API, for its description.

In:  nothing.   Out: rows of invented countries, every key with a value.
Does not: come from a ledger; a test holds them against real rows.
"""

from typing import Any

__all__ = ["CURSOR", "CURSORS", "EXAMPLES", "GIVEN_REPORT", "GIVEN_RULING"]

REPORT: dict[str, Any] = {
    "id": "9f0c6a4be1d25a7788aa",
    "key": "norland",
    "outlet": "Harbour Wire",
    "credited": "The Vostia Times",
    "url": "https://example.org/call",
    "published": "2024-02-02",
}
# every key has a value: FastAPI leaves out those that are null
ACTORS = [
    {
        "code": f"{country}-GOV",
        "country": country,
        "sector": "GOV",
        "id": f"{country.lower()}-president",
        "name": name,
        "office": "President",
    }
    for country, name in (("NRL", "Ann Nor"), ("SDR", "Sue Dee"))
]
PLACE = {"country": "VST", "name": "Vostia City", "lat": 10.5, "lon": 20.25}
SPEAKER = {"code": "SDR-GOV", "name": "Sudria", "span": [60, 66]}
ACT: dict[str, Any] = {
    "type": "CONSULT",
    "plover_type": "CONSULT",
    "mode": "visit",
    "contexts": ["diplomatic"],
    "issues": ["fishing"],
    "status": "actual",
    "quad": 1,
    "intensity": 1.5,
}
EXAMPLES: dict[str, dict[str, Any]] = {
    "claims": {
        "kind": "claim",
        "id": "51f2c0d3a4b5968778f0",
        "report": REPORT,
        "sentence": 0,
        **ACT,
        "actors": [{**ACTORS[0], "span": [0, 19]}],
        "recipients": [{**ACTORS[1], "span": [24, 30]}],
        "historical": False,
        "date": {
            "start": "2024-01-29",
            "end": "2024-01-29",
            "basis": "expression",
            "span": [31, 40],
        },
        "place": {**PLACE, "span": [44, 55]},
        "speaker": SPEAKER,
        "span": [0, 40],
        "quote": "Norland's president saw Sudria on Monday",
        "predicate": {"span": [20, 23]},
        "score": 0.9,
        "coder": "detente-0.1/rules",
        "why": "verb see",
        "echoes": [],
    },
    "events": {
        "kind": "event",
        "id": "c0ffee5a4b5968778f01",
        **ACT,
        "actors": ACTORS[:1],
        "recipients": ACTORS[1:],
        "date": {"start": "2024-01-29", "end": "2024-01-29", "basis": "expression"},
        "place": PLACE,
        "standing": {
            "affirmed_by": ["SDR-GOV"],
            "denied_by": [],
            "unconfirmed_by": [],
            "outlets": 2,
            "disputed": False,
        },
        "links": [{"kind": "fulfils", "event": "0ddba115a4b5968778f0"}],
        "claims": ["51f2c0d3a4b5968778f0"],
    },
    "statements": {
        "kind": "statement",
        "id": "7a4be1d25a7788aa9f0c",
        "report": REPORT,
        "speaker": SPEAKER,
        "quoted": False,
        "speech_kind": "position",
        "issues": ["fishing"],
        "about": ["NRL"],
        "span": [12, 44],
        "quote": "the talks on fishing were useful",
        "sentence": 1,
    },
    "reports": {"kind": "report", **REPORT, "title": "A call"},
    "actors": {"code": "NRL-GOV", "country": "NRL", "name": "Norland", "n_events": 12},
}
EXAMPLES["reports/one"] = {
    **EXAMPLES["reports"],
    "text": "Norland's president saw Sudria on Monday.",
    "body_start": 0,
}
EXAMPLES["relations"] = {
    "one": "NRL",
    "other": "SDR",
    "n_events": 22,
    "first": "2023-11-02",
    "last": "2024-01-29",
}
EXAMPLES["rulings"] = {
    "id": "1d25a7788aa9f0c6a4be",
    "kind": "set",
    "target": "51f2c0d3a4b5968778f0",
    "other": "51f2c0d3a4b5968778f0",
    "field": "status",
    "value": "future",
    "because": "the visit is only planned",
    "by": "ann",
    "made_at": "2024-02-05T09:30:00Z",
    "withdrawn_at": "2024-02-06T10:00:00Z",
}
EXAMPLES["problems"] = {
    "key": "norland",
    "room": "sources",
    "kind": "empty",
    "detail": "there is no text in it",
    "is_warning": False,
}
EXAMPLES["coded"] = {"claims": [EXAMPLES["claims"]], "statements": [], "problems": []}
EXAMPLES["taken"] = {
    "n_new": 1,
    "items": [
        {
            "new": True,
            "report": EXAMPLES["reports"],
            "claims": [EXAMPLES["claims"]],
            "statements": [],
            "problems": [],
            "updates": [],
        }
    ],
}
EXAMPLES["ruled"] = {
    "n_new": 1,
    "rulings": [EXAMPLES["rulings"]],
    "lost": [],
    "computed": True,
    "events": ["c0ffee5a4b5968778f01"],
}
GIVEN_REPORT = {
    "text": "Norland's president saw Sudria on Monday.",
    "title": "A call",
    "outlet": "Harbour Wire",
    "url": "https://example.org/call",
    "published": "2024-02-02",
    "key": "norland",
}
GIVEN_RULING = {
    "on": "c0ffee5a",
    "set": {"status": "future"},
    "because": "the visit is only planned",
}
CURSOR = "WyIyMDI0LTAxLTI5IiwiNTFmMmMwZDNhNGI1OTY4Nzc4ZjAiXQ"  # a day and an id
CURSORS = {"actors": "NRL-GOV", "relations": "NRL,SDR", "rulings": EXAMPLES["rulings"]["id"]}
