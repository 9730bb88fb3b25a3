"""Whoever looks at a page: what they may do, the token of their forms, the cookies they get.

In:  a request.   Out: a ``Visitor``, which every page's template knows.
Does not: decide who may what: access.py has done so before a page is asked.
"""

from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.responses import Response

from detente.web.access import asker_of
from detente.web.desk import desk_of
from detente.web.forms import COOKIE, fresh_cookie, token_for
from detente.web.tokens import Role

__all__ = ["KEPT_S", "Visitor", "VisitorOf", "visitor_of"]

KEPT_S = 400 * 24 * 3600  # what browsers keep a cookie for at most


@dataclass(kw_only=True)
class Visitor:
    """Somebody who looks at one page. ``here`` is the page's address, to come back to.

    ``may_write``: the desk takes rulings and reports at all. ``name`` and ``role`` are those of the
    token with which they signed in.
    """

    here: str
    secret: bytes = field(repr=False)
    may_write: bool
    name: str | None = None
    role: Role | None = None
    form_cookie: str = ""
    _fresh: dict[str, dict[str, Any]] = field(default_factory=dict, repr=False)

    @property
    def may_rule(self) -> bool:
        """Whether they may rule here."""
        return self.may_write and self.name is not None and self._covers(Role.REVIEW)

    @property
    def may_add(self) -> bool:
        """Whether they may add reports here."""
        return self.may_write and self.name is not None and self._covers(Role.WRITE)

    @property
    def token(self) -> str:
        """What their forms carry; asking for it gives them the cookie that it signs."""
        if not self.form_cookie:
            self.form_cookie = fresh_cookie()
            self.keep(COOKIE, self.form_cookie)
        return token_for(self.form_cookie, self.secret)

    def keep(self, name: str, value: str, max_age: int | None = None) -> None:
        """Let their browser keep a cookie; no script and no other site sees it."""
        self._fresh[name] = {"value": value, "max_age": max_age}

    def dress(self, response: Response, *, is_secure: bool = False) -> None:
        """Give the answer the cookies that are to be kept."""
        for name, kept in self._fresh.items():
            response.set_cookie(
                name, **kept, path="/", httponly=True, samesite="strict", secure=is_secure
            )

    def _covers(self, needed: Role) -> bool:
        return self.role is not None and self.role.covers(needed)


def visitor_of(request: Request) -> Visitor:
    """Find out who looks; the same one all through a request."""
    known: Visitor | None = getattr(request.state, "visitor", None)
    if known is not None:
        return known
    desk, asker = desk_of(request), asker_of(request)
    query = f"?{request.url.query}" if request.url.query else ""
    found = Visitor(
        here=request.url.path + query,
        secret=desk.secret,
        may_write=desk.may_write,
        name=asker.name,
        role=asker.role,
        form_cookie=request.cookies.get(COOKIE, ""),
    )
    request.state.visitor = found
    return found


VisitorOf = Annotated[Visitor, Depends(visitor_of)]
