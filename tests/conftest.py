"""Golden files: expected output that is read by people and rewritten on demand. Shared ledgers."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from lakes import Lakes, running_lakes

# a loaded machine is slow, and no test may depend on its speed
settings.register_profile("detente", deadline=None)
settings.load_profile("detente")

# a person's own ledger is no place for tests: whoever sets $DETENTE_LEDGER would find them in it
for variable in [name for name in os.environ if name.startswith("DETENTE_")]:
    del os.environ[variable]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str | bytes, str], None]:
    """Compare output with ``golden/NAME`` beside the test; rewrite it with ``--update-golden``."""
    above = [path / "golden" for path in request.path.parents]
    folder = next((path for path in above if path.is_dir()), above[0])

    def check(found: str | bytes, name: str) -> None:
        data = found.encode() if isinstance(found, str) else found
        path = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            path.write_bytes(data)
        assert path.is_file(), f"{path} is missing; run pytest --update-golden and review it"
        _compare(data, path)

    return check


@pytest.fixture(scope="session")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lakes]:
    """Shared ledgers, in a PostgreSQL that runs as long as the tests."""
    with running_lakes(tmp_path_factory.mktemp("lakes")) as found:
        yield found


def _compare(found: bytes, path: Path) -> None:
    expected = path.read_bytes()
    try:
        assert found.decode() == expected.decode()
    except UnicodeDecodeError:
        assert found == expected
