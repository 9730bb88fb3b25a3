"""The API does what its description says, whatever is sent: schemathesis against a live server."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi import checks as kept

from detente.web import Desk, create_app
from detente.web.counting import Rates
from detente.web.tokens import Role
from web.live import served
from web.written_desk import written_desk

if TYPE_CHECKING:
    from fastapi import FastAPI

CHECKS = [
    schemathesis.checks.not_a_server_error,
    kept.allow_header_conformance,
    kept.content_type_conformance,
    kept.negative_data_rejection,
    kept.response_headers_conformance,
    kept.response_schema_conformance,
    kept.status_code_conformance,
    kept.unsupported_method,
]
OFTEN = Rates(reads="100000/second", writes="100000/second", attempts="100000/second")


app = cast("FastAPI", create_app(Desk(ledger=Path("unused"))).app.app)  # type: ignore[attr-defined]  # within its gate
described = schemathesis.openapi.from_dict(app.openapi())
described.config.checks.negative_data_rejection.expected_statuses = [
    *("400", "401", "404", "405", "413", "414", "415", "422")
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A live desk: its address, and a token to write."""
    with written_desk(tmp_path_factory.mktemp("described"), rates=OFTEN) as desk:
        token = desk.tokens.add("ann", Role.WRITE)
        with served(desk) as address:
            yield address, token


@described.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_does_what_its_description_says(
    case: "schemathesis.Case[Any]", desk: tuple[str, str]
) -> None:
    address, token = desk
    case.call_and_validate(
        base_url=address, headers={"authorization": f"Bearer {token}"}, checks=CHECKS
    )
