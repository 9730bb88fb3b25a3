"""Desks on the ledgers of ``shelf.py``, asked without a server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy

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


@pytest.fixture
def held(ordinary: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk that may write to a ledger of its own."""
    with Desk(ledger=Path(copy(ordinary, tmp_path)), may_write=True) as desk:
        yield desk


@pytest.fixture
def ada(held: Desk) -> TestClient:
    """A reviewer who has signed in."""
    from web.signed_in import sign_in  # noqa: PLC0415  # which asks by client_of

    return sign_in(held)
