"""Rows of a gold document; every builder defaults what is not under test."""

from typing import Any

TEXT = "Norland met Sudria. Norland's envoy said so."


def an_event_row(**changes: Any) -> dict[str, Any]:
    """A meeting, with every key that a row needs."""
    row = {
        "type": "CONSULT",
        "actors": ["NRL-GOV", "SDR-GOV"],
        "recipients": [],
        "status": "actual",
        "date": None,
        "place": None,
        "speaker": None,
        "span": [0, 18],
    }
    return {**row, **changes}


def a_document_row(**changes: Any) -> dict[str, Any]:
    """A document with one event and one statement."""
    row = {
        "id": "d1",
        "published": "2024-02-02",
        "outlet": "Harbour Wire",
        "text": TEXT,
        "events": [an_event_row()],
        "statements": [a_statement_row()],
    }
    return {**row, **changes}


def a_statement_row(**changes: Any) -> dict[str, Any]:
    """A statement of Norland's government."""
    return {"speaker": "NRL-GOV", "span": [37, 44], **changes}
