"""Who asks, and what they may: the one place where roles are enforced.

In:  a request.   Out: who asks; a refusal. A way to write that nobody thought of needs the highest
role.
Does not: make tokens, or keep who has signed in.
"""

import ipaddress
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import HTTPException, Request
from starlette.datastructures import Headers
from starlette.types import Scope

from detente.web.desk import LOOPBACK, Desk
from detente.web.tokens import Role

READS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN = ("/static/", "/sign-in", "/sign-out", "/health")  # to everybody, whatever the method
# what is sent, but writes less than reports: by how the path begins, the first that fits
NEEDS = (
    ("/api/v1/code", Role.READ),
    ("/code/keep", Role.WRITE),
    ("/code", Role.READ),
    ("/mcp", Role.READ),
    ("/api/v1/rulings", Role.REVIEW),
    ("/review", Role.REVIEW),
    ("/rulings", Role.REVIEW),
    ("/event/", Role.REVIEW),
    ("/claim/", Role.REVIEW),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asks. ``role`` is ``None`` for somebody from afar who has shown no token.

    ``is_local``: on the desk's own machine, which listens to nobody else.
    """

    peer: str
    name: str | None = None
    role: Role | None = None
    token_id: str | None = None
    is_local: bool = False
    is_session: bool = False

    @property
    def counted_as(self) -> str:
        """By what requests are counted."""
        return f"token {self.token_id}" if self.token_id else f"peer {self.peer}"


class Refused(HTTPException):
    """The asker may not do this. ``sign_in`` is where a browser may go instead."""

    sign_in: str | None = None


class TokenNeeded(Refused):
    """Without a token that holds, it does not go on."""

    def __init__(self, detail: str, sign_in: str | None = None) -> None:
        headers = {"www-authenticate": 'Bearer realm="detente"'}
        super().__init__(HTTPStatus.UNAUTHORIZED, detail, headers)
        self.sign_in = sign_in


def find_asker(scope: Scope, desk: Desk) -> Asker:
    """Find out who asks: by a bearer token, else a session, else where it comes from.

    Raises:
        TokenNeeded: the token is none that holds.
    """
    headers = Headers(scope=scope)
    client = scope.get("client")
    peer = str(client[0]) if client else "unknown"
    given = headers.get("authorization")
    if given is not None:
        return _with_token(desk, given, peer)
    if (session := desk.session_of(Request(scope))) is not None:
        return Asker(
            peer=peer,
            name=session.name,
            role=session.role,
            token_id=session.token_id,
            is_session=True,
        )
    # by a name of this machine: a proxy passes other names on
    asks_loopback = host_name(headers.get("host", "")) in LOOPBACK
    is_local = desk.is_local and is_loopback(peer) and asks_loopback
    return Asker(peer=peer, role=Role.READ if is_local else None, is_local=is_local)


def check_access(scope: Scope, asker: Asker) -> None:
    """Refuse what the asker may not do.

    Raises:
        Refused: the token's role does not reach.
        TokenNeeded: there is none.
    """
    needed = role_for(scope["method"], scope["path"])
    if needed is None:
        return
    is_api_write = needed is not Role.READ and scope["path"].startswith("/api/")
    if is_api_write and asker.is_session:
        raise TokenNeeded("the API is written to with a token, not with a page's session")
    if asker.role is None or (not asker.token_id and needed is not Role.READ):
        raise TokenNeeded(_missing(needed), sign_in=_sign_in(scope))
    if not asker.role.covers(needed):
        raise Refused(
            HTTPStatus.FORBIDDEN,
            f"the token of {asker.name} only allows to {asker.role}; this needs one to {needed}: "
            f"detente token add NAME --role {needed}",
        )


def role_for(method: str, path: str) -> Role | None:
    """Name the role that a request needs; ``None`` for what is open to everybody."""
    if any(path == one.rstrip("/") or path.startswith(one) for one in OPEN):
        return None
    if method in READS:
        return Role.READ
    return next((role for begin, role in NEEDS if path.startswith(begin)), Role.WRITE)


def asker_of(request: Request) -> Asker:
    """Tell a route who asks."""
    asker: Asker = request.state.asker
    return asker


def host_name(host: str) -> str:
    """Take the port off: ``[::1]:8000`` is ``[::1]``."""
    if host.startswith("["):
        return host.partition("]")[0].lower() + "]"
    return host.partition(":")[0].lower()


def _with_token(desk: Desk, given: str, peer: str) -> Asker:
    kind, _, secret = given.partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise TokenNeeded("send a token as Authorization: Bearer TOKEN")
    token = desk.tokens.check(secret.strip())
    if token is None:
        raise TokenNeeded("this token is unknown here, or revoked; ask for one: detente token add")
    return Asker(peer=peer, name=token.name, role=token.role, token_id=token.id)


def _missing(needed: Role) -> str:
    return (
        f"this needs a token to {needed}, sent as Authorization: Bearer TOKEN; whoever runs the "
        f"desk makes one with detente token add NAME --role {needed}"
    )


def _sign_in(scope: Scope) -> str | None:
    """Where a browser goes to show its token; ``None`` for what is no page that can be loaded."""
    accepted = Headers(scope=scope).get("accept", "")
    if scope["method"] not in READS or "text/html" not in accepted:
        return None
    query = scope["query_string"].decode("latin-1")
    return f"/sign-in?next={quote(scope['path'] + ('?' + query if query else ''), safe='')}"


def is_loopback(peer: str) -> bool:
    """Whether only this machine has an address; of a name it is not known."""
    try:
        return ipaddress.ip_address(peer.partition("%")[0]).is_loopback
    except ValueError:
        return False
