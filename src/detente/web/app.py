"""The application: all routes, what guards them, and what answers when something fails.

In:  a desk.   Out: an ASGI application, to be served by one process.
Does not: serve, log, or know addresses of the network; ``detente serve`` does.
"""

from importlib.resources import files

from fastapi import FastAPI
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from detente.versions import VERSION
from detente.web import (
    about,
    coding,
    coverage,
    dyads,
    events,
    failures,
    health,
    pictures,
    reports,
    review,
    rulings,
    search,
    signing_in,
    start,
    subjects,
    visits,
    world_pictures,
)
from detente.web.api import records, relations, texts
from detente.web.api import rulings as ruling_rows
from detente.web.api.schema import PREFIX, describe
from detente.web.desk import Desk
from detente.web.gate import Gate
from detente.web.guards import Guard
from detente.web.mcp import PATH, Assistants

__all__ = ["create_app"]


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
    for module in (world_pictures, coverage, pictures):  # first what is no dyad
        app.include_router(module.router)
    for module in (start, dyads, events, reports, search, coding, about, subjects):
        app.include_router(module.router)
    for module in (signing_in, review, rulings, visits, health):
        app.include_router(module.router)
    for module in (records, relations, texts, ruling_rows):
        app.include_router(module.router, prefix=PREFIX)
    app.router.routes.append(Route(PATH, assistants, methods=["POST"]))
    app.mount("/static", StaticFiles(directory=str(files("detente.web").joinpath("static"))))
    describe(app)
    return Guard(Gate(app, desk), desk.hosts)
