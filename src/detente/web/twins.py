"""What a page shows -> the same as JSON, in the shapes of the record's own rows.

In:  a page's context, or records in it.   Out: values that JSON has; claims, statements and events
in the shape of ``detente claims``, ``statements`` and ``events``.
Does not: shorten: words stand as they are in the report.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from detente.codebook import Codebook
from detente.ledger import claim_row, statement_row
from detente.ledger.event_rows import event_row
from detente.records import Event, Report, Ruling
from detente.relations.explanation import Testimony
from detente.web.told import SpokenBy, ToldBy

__all__ = ["report_row", "twin_bytes", "twin_of"]


def twin_bytes(value: object, codebook: Codebook) -> bytes:
    """Write a context as JSON, indented, ended by a line feed."""
    return msgspec.json.format(msgspec.json.encode(twin_of(value, codebook)), indent=2) + b"\n"


def twin_of(value: Any, codebook: Codebook) -> Any:
    """Turn a context into values that JSON has."""
    match value:
        case Event():
            return event_row(value, codebook)
        case ToldBy(claim, report):
            return claim_row(report, claim, codebook)
        case SpokenBy(statement, report):
            return statement_row(report, statement)
        case Report():
            return report_row(value)
    return _parts(value, codebook)


def report_row(report: Report) -> dict[str, Any]:
    """Put a report into the shape of a row, without its text."""
    return {
        "kind": "report",
        "id": report.id,
        "key": report.key,
        "title": report.title,
        "outlet": report.outlet,
        "credited": report.credited,
        "url": report.url,
        "published": report.published,
    }


# Private functions


def _parts(value: Any, codebook: Codebook) -> Any:
    """Turn what is made of parts; what is not stands as it is."""
    match value:
        case Testimony():
            return {"claim": _claim(value, codebook), "excerpts": value.excerpts}
        case Mapping():
            return {key: twin_of(one, codebook) for key, one in value.items()}
        case list() | tuple():
            return [twin_of(one, codebook) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    own_id = {"id": value.id} if isinstance(value, Ruling) else {}
    parts = {name: twin_of(one, codebook) for name, one in _fields(value).items()}
    return {**own_id, **parts}


def _claim(told: Testimony, codebook: Codebook) -> Any:
    if told.report is None:
        return {"id": told.claim.id, **_fields(told.claim)}
    return claim_row(told.report, told.claim, codebook)


def _fields(value: Any) -> dict[str, Any]:
    return {
        one.name: getattr(value, one.name)
        for one in fields(value)
        if one.metadata.get("twin", True)
    }
