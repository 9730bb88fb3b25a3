"""``/health`` and ``/metrics``: for whoever watches the desk."""

import msgspec
from fastapi import APIRouter
from fastapi.responses import Response

from detente.web.answers import JSON
from detente.web.desk import DeskOf
from detente.web.metrics import MEDIA_TYPE

__all__ = ["router"]

router = APIRouter()
_FRESH = {"cache-control": "no-store"}


@router.get("/health", include_in_schema=False)
def health(desk: DeskOf) -> Response:
    """Say that the ledger can be read; else the answer is an error, 503 while it is busy."""
    with desk.open() as ledger, ledger.query() as cursor:
        cursor.execute("SELECT version FROM schema_version").fetchall()
    return Response(msgspec.json.encode({"status": "ok"}), media_type=JSON, headers=_FRESH)


@router.get("/metrics", include_in_schema=False)
def metrics(desk: DeskOf) -> Response:
    """Write all counts as Prometheus reads them."""
    return Response(desk.metrics.text(), headers={"content-type": MEDIA_TYPE, **_FRESH})
