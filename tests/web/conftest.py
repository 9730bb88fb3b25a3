"""Desks on the ledgers of ``shelf.py``, asked without a server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from detente.web import Desk, create_app
from web.shelf import hostile_ledger, ordinary_ledger

Client = Callable[[Path], TestClient]


def client_of(desk: Desk, **headers: str) -> TestClient:
    """Ask a desk as a browser on its own machine does."""
    accepted = {"accept": "text/html", **headers}
    return TestClient(
        create_app(desk),
        base_url="http://localhost",
        headers=accepted,
        client=("127.0.0.1", 50_000),
    )


@pytest.fixture(scope="session")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return ordinary_ledger(tmp_path_factory.mktemp("ordinary"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile_ledger(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def desk(ordinary: Path) -> TestClient:
    return client_of(Desk(ledger=ordinary))


@pytest.fixture(scope="session")
def hostile_desk(hostile: Path) -> TestClient:
    return client_of(Desk(ledger=hostile))
