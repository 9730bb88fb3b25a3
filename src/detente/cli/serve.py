"""``detente serve`` and ``token``: the ledger as pages and an HTTP API, and who may use them."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import CoderChoices, spread
from detente.cli.output import LedgerFile, Wait, computed_anew, ledger_path
from detente.cli.through_desk import noted
from detente.errors import BadInput, needing
from detente.ledger import Ledger
from detente.ledger.address import LedgerName, beside

if TYPE_CHECKING:
    from uvicorn import Server

    from detente.web.access.gate import Guard
    from detente.web.tokens import Tokens

Host = Annotated[
    str, typer.Option("--host", metavar="ADDRESS", help="The address to listen at; else loopback.")
]
Port = Annotated[
    int,
    typer.Option(
        "--port", metavar="NUMBER", min=0, max=65535, help="The port to listen at; 0 for any."
    ),
]
Names = Annotated[
    list[str] | None,
    typer.Option(
        "--name", metavar="HOST", help="A name under which browsers may ask for it. Repeatable."
    ),
]
ReadOnly = Annotated[
    bool,
    typer.Option(
        "--read-only", help="Only show the ledger; others may write it between two requests."
    ),
]
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # refused without names
MOST_AT_ONCE = 200  # connections; more get 503
GRACE_S = 10  # for answers under way at the end


@spread(CoderChoices, "choices")
def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8451,
    names: Names = None,
    read_only: ReadOnly = False,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CoderChoices,
) -> None:
    """Show the ledger in a browser, take reports and rulings; Ctrl-C ends it.

    Example: detente serve --port 8451

    Holds the ledger's file until it ends: commands then ask and add through it, others with tokens
    (detente token). With --read-only others may write the file meanwhile. Computes events first
    where claims or rulings came since; where no ledger is named and none is there, begins one.
    Listens on this machine only, unless --host and --name say otherwise; from elsewhere reading
    needs a token, too. Exit code: 0 done, 2 could not.
    """
    from detente.web import Desk, create_app
    from detente.web.access.askers import is_loopback
    from detente.web.desk import LOOPBACK

    path = ledger_path(ledger)
    if ledger is None and not read_only:
        _make_where_missing(path)
    desk = Desk(
        ledger=path,
        may_write=not read_only,
        is_local=host == "localhost" or is_loopback(host),
        hosts=LOOPBACK | _names(host, names or []),
        config=choices.config(path),
    )
    _bring_up_to_date(path, wait)
    desk.load()
    _ = desk.tokens.active()  # a file of tokens that cannot be used is told now
    with _listening(host, port) as ears, _until_stopped(), desk:
        there = f"http://{_shown(host)}:{ears.getsockname()[1]}/"
        noting = nullcontext() if read_only else noted(path, _reached_at(there))
        typer.echo(f"{path} is at {there} (Ctrl-C ends it)", err=True)
        desk.get_ready()
        with noting:
            _server(create_app(desk)).run(sockets=[ears])


def _make_where_missing(path: LedgerName) -> None:
    """Begin with an empty ledger: its first page says how to go on. A name that was given stays."""
    if isinstance(path, Path) and not path.exists():
        Ledger.open(path).close()
        typer.echo(f"{path} is new and empty; its first page says how to begin", err=True)


def _bring_up_to_date(path: LedgerName, wait_s: float) -> None:
    """Compute the events of a ledger, if claims or rulings came since."""
    with Ledger.open(path, read_only=True, wait_s=wait_s) as opened:
        is_computed = opened.is_computed()
    if not is_computed:
        computed_anew(path, wait_s)


def _server(app: "Guard") -> "Server":
    import uvicorn

    options = uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        limit_concurrency=MOST_AT_ONCE,
    )
    return uvicorn.Server(options)


@contextmanager
def _until_stopped() -> Iterator[None]:
    """End the block at an interrupt or SIGTERM, as a person or a service manager sends it."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(host: str, port: int) -> socket.socket:
    """Take the port; 0 takes any that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        ears = socket.create_server((host, port), family=family)
    except OSError as err:
        told = err.strerror or err
        raise BadInput(f"cannot listen at {host}:{port} ({told}); choose another --port") from err
    # asyncio does so only for sockets that name TCP; without it each answer waits some 40 ms
    ears.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return ears


def _names(host: str, names: list[str]) -> frozenset[str]:
    if host in EVERYWHERE and not names:
        raise BadInput(
            f"--host {host} lets all networks in; say under which names with --name desk.example"
        )
    return frozenset({*names, _shown(host)} - EVERYWHERE)


def _reached_at(address: str) -> str:
    """Where this very machine reaches a desk that listens to all networks."""
    return address.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:").rstrip("/")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


# --- `detente token`: who may read from afar, rule, or write through a desk.
ROLES = ("read", "review", "write")
Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose token it is.")]
token = typer.Typer(
    name="token",
    help=(
        "Tokens for a desk: who may read from afar, rule, or write. Example: detente token add ann "
        "--role review. They are in a file beside the ledger, as digests; a running desk reads it."
    ),
    no_args_is_help=True,
)


@token.command()
def add(
    name: Name,
    *,
    role: Annotated[
        str,
        typer.Option(
            metavar="ROLE",
            help="read; review: rulings, too; write: reports, too.",
            show_default=True,
        ),
    ] = "read",
    ledger: LedgerFile = None,
) -> None:
    """Make a token and show it, once.

    Example: detente token add ann --role review

    Adds a line to the file of tokens beside the ledger. Exit code: 0 done, 2 could not.
    """
    from detente.web.tokens import Role

    tokens = _tokens(ledger)
    secret = tokens.add(name, Role(_checked(role)))
    told = f"a token to {role} for {name.strip()}, shown this once; its digest is in {tokens.path}"
    typer.echo(told, err=True)
    typer.echo(secret)


@token.command("list")
def list_(*, ledger: LedgerFile = None) -> None:
    """List whose tokens hold, for what, and since when.

    Example: detente token list

    Reads the file of tokens beside the ledger. Exit code: 0 done, 2 could not.
    """
    for one in _tokens(ledger).active():
        typer.echo(f"{one.name}\t{one.role}\t{one.made_at:%Y-%m-%d}\t{one.id}")


@token.command()
def revoke(name: Name, *, ledger: LedgerFile = None) -> None:
    """End somebody's token; a running desk knows at its next request.

    Example: detente token revoke ann

    Adds a line to the file of tokens beside the ledger. Exit code: 0 done, 2 could not.
    """
    ended = _tokens(ledger).revoke(name)
    typer.echo(f"the token of {ended.name} to {ended.role} has ended", err=True)


def _checked(role: str) -> str:
    if role not in ROLES:
        raise BadInput(f"{role!r} is no role; choose one of: {', '.join(ROLES)}")
    return role


def _tokens(ledger: LedgerName | None) -> "Tokens":
    from detente.web.tokens import SUFFIX, Tokens

    return Tokens(beside(ledger_path(ledger), SUFFIX))


# --- `detente mcp`: the ledger as tools of an assistant, over stdin and stdout.
@spread(CoderChoices, "choices")
def mcp(
    *,
    desk: Annotated[
        str, typer.Option("--desk", metavar="URL", help="A desk's address, for links to its pages.")
    ] = "",
    ledger: LedgerFile = None,
    wait: Wait = 15.0,
    choices: CoderChoices,
) -> None:
    """Serve the ledger to an assistant by the Model Context Protocol, only to read.

    Example: detente mcp --ledger detente.duckdb

    Speaks on stdin and stdout, as assistants start it; docs/mcp.md shows how to plug it in. Opens
    the ledger for each question, so that others may write meanwhile. A desk (detente serve) answers
    the same at /mcp. Exit code: 0 done, 2 could not.
    """
    with needing("mcp", "serving assistants"):
        import_module("mcp")
    from detente.web import Desk
    from detente.web.mcp import mcp_server

    path = ledger_path(ledger)
    served = Desk(ledger=path, config=choices.config(path), wait_s=wait)
    served.load()
    try:
        mcp_server(served, desk).run("stdio")
    finally:
        served.close()
