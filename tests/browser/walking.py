"""A desk -> its pages, one after another in a browser, found by following links from one page.

In:  a page of Playwright.   Out: the address of each page while it is open; every link tried.
Does not: follow links to other hosts, or open more than some pages of one route.
"""

import pkgutil
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from fastapi import APIRouter
from playwright.sync_api import Page
from starlette.routing import Match, Route

import detente.web

__all__ = ["Walk", "page_routes", "routes_of"]

LINKS = """() => [
  ...[...document.querySelectorAll("a[href], link[href]")].map(one => one.href),
  ...[...document.querySelectorAll("svg a")].map(one => one.href.baseVal || one.href),
  ...[...document.querySelectorAll("img[src]")].map(one => one.src),
  ...[...document.querySelectorAll("source[srcset]")].map(one => one.srcset),
].filter(one => typeof one === "string")"""


@dataclass
class Walk:
    """A walk through the desk at ``address``: at most ``most`` addresses of a route.

    ``reached`` has the routes that answered, and ``broken`` the links that led nowhere.
    """

    address: str
    most: int = 2
    reached: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)

    def pages(self, window: Page, *starts: str) -> Iterator[str]:
        """Open page after page in ``window``; yield path and query of each while it is open.

        ``starts`` are where a person begins; what forms lead to has to be among them.
        """
        waiting = deque(starts or ("/",))
        known, opened = set(waiting), Counter[str]()
        while waiting:
            asked = waiting.popleft()
            routes = routes_of(asked)
            if not routes or all(opened[route] >= self.most for route in routes):
                continue
            opened.update(routes)
            if not self._is_page(window, asked):
                continue
            window.goto(f"{self.address}{asked}")
            self.reached |= routes_of(window.url.removeprefix(self.address))
            found = [self._own(link, asked) for link in window.evaluate(LINKS)]
            fresh = [one for one in dict.fromkeys(found) if one and one not in known]
            known.update(fresh)
            waiting.extend(fresh)
            yield asked

    def _is_page(self, window: Page, asked: str) -> bool:
        """Ask for an address outside the window; a page that is not to be saved is opened in it."""
        found = window.context.request.get(
            f"{self.address}{asked}",
            headers={"accept": "text/html"},
            max_retries=2,  # the desk may just have closed a connection that was kept
        )
        if not found.ok:
            self.broken.append(f"{found.status} {asked}")
            return False
        self.reached |= routes_of(asked)
        is_saved = found.headers.get("content-disposition", "").startswith("attachment")
        return found.headers["content-type"].startswith("text/html") and not is_saved

    def _own(self, link: str, asked: str) -> str | None:
        """Path and query of a link within the desk."""
        target = urldefrag(urljoin(f"{self.address}{asked}", link)).url
        return target.removeprefix(self.address) if target.startswith(f"{self.address}/") else None


def routes_of(asked: str) -> frozenset[str]:
    """Name the routes that answer an address; a module's first route that fits is its answer."""
    scope = {"type": "http", "method": "GET", "path": unquote(urlsplit(asked).path)}
    fitting = [
        next((route.path for route in routes if route.matches(scope)[0] is Match.FULL), None)
        for routes in _routes()
    ]
    return frozenset(path for path in fitting if path is not None)


def page_routes() -> frozenset[str]:
    """Every route that answers GET, of every module in the room; the API's are not pages."""
    return frozenset(
        route.path for routes in _routes() for route in routes if "GET" in (route.methods or ())
    )


# Private functions


@cache
def _routes() -> tuple[tuple[Route, ...], ...]:
    """Routes by module, in the order in which they are tried."""
    found = pkgutil.walk_packages(detente.web.__path__, "detente.web.")
    names = sorted(one.name for one in found if not one.name.startswith("detente.web.api"))
    modules = [import_module(name) for name in names]
    routers = [getattr(module, "router", None) for module in modules]
    return tuple(
        tuple(route for route in router.routes if isinstance(route, Route))
        for router in routers
        if isinstance(router, APIRouter)
    )
