"""A desk that may be written to, asked by a browser that has signed in.

In:  a ledger's file.   Out: clients with a session; forms as a browser fills them in.
Does not: send tokens as headers: pages are for people.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from detente.records import Event
from detente.web import Desk
from detente.web.tokens import Role
from web.conftest import client_of
from web.reading import seen_in

__all__ = ["disputed", "form_token", "send", "sign_in", "writing_desk"]


@contextmanager
def writing_desk(path: Path, **options: Any) -> Iterator[Desk]:
    """Hold a ledger as ``detente serve`` does."""
    with Desk(ledger=path, may_write=True, **options) as desk:
        yield desk


def sign_in(desk: Desk, name: str = "Ada", role: Role = Role.REVIEW) -> TestClient:
    """Sign in with a new token, through the page."""
    client = client_of(desk)
    secret = desk.tokens.add(name, role)
    answered = send(client, "/sign-in", {"secret": secret, "next": "/about"}, page="/sign-in")
    assert answered.headers["location"] == "/about"
    return client


def form_token(client: TestClient, page: str) -> str:
    """Take the token out of a page's form."""
    inputs = seen_in(client.get(page).text).named("input")
    return next(one["value"] for one in inputs if one.get("name") == "token")


def send(client: TestClient, address: str, fields: Mapping[str, str], page: str = "/review") -> Any:
    """Send a form as the desk's own page does; redirects are not followed."""
    data = {"token": form_token(client, page), **fields}
    return client.post(address, data=data, follow_redirects=False)


def disputed(desk: Desk) -> Event:
    """The one event that somebody denies."""
    with desk.open() as ledger:
        (found,) = ledger.events(standing="disputed")
    return found
