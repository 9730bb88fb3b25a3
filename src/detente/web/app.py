"""The application: all routes, what guards them, and what answers when something fails.

In:  a desk.   Out: an ASGI application, to be served by one process.
Does not: serve, log, or know addresses of the network; ``detente serve`` does.
"""

from importlib.resources import files

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from detente.errors import VERSION
from detente.web import failures, pages, pictures, world_pictures
from detente.web.access.gate import Gate, Guard
from detente.web.api import records, relations, writes
from detente.web.api.schema import PREFIX, describe
from detente.web.desk import Desk
from detente.web.mcp import PATH, Assistants
from detente.web.views import (
    changes,
    coding,
    compare,
    dyads,
    events,
    feeds,
    queued,
    reports,
    review,
    search,
    start,
    subjects,
)


def create_app(desk: Desk) -> Guard:
    """Make the application of a desk."""
    assistants = Assistants(desk)
    app = FastAPI(
        lifespan=assistants.living,
        title="detente",
        version=VERSION,
        docs_url=None,  # its page would load scripts from another host
        redoc_url=None,
        openapi_url=f"{PREFIX}/openapi.json",
        redirect_slashes=False,
    )
    app.state.desk = desk
    failures.install(app)
    for module in (world_pictures, start, pictures, feeds, compare):  # first what is no dyad
        app.include_router(module.router)
    for module in (
        dyads,
        events,
        reports,
        search,
        coding,
        queued,
        subjects,
        pages,
        review,
        changes,
    ):
        app.include_router(module.router)
    for router in (records.router, relations.router, writes.router, writes.ruling_routes):
        app.include_router(router, prefix=PREFIX)
    app.router.routes.append(Route(PATH, assistants, methods=["POST"]))
    static = StaticFiles(directory=str(files("detente.web").joinpath("static")))
    app.mount("/static", GZipMiddleware(static, minimum_size=1_000))
    describe(app, records.words_of)
    return Guard(Gate(app, desk), desk.hosts)
