"""``detente serve``: the ledger as web pages and an HTTP API, for reading."""

import socket
from contextlib import suppress
from typing import Annotated

import typer

from detente.cli import options as opt
from detente.cli.ledgers import LedgerFile, Wait, computed_anew, ledger_path
from detente.errors import BadInput

__all__ = ["serve"]

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
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  # refused without names
MOST_AT_ONCE = 200  # connections; more get 503
GRACE_S = 10  # for answers under way at the end


def serve(
    *,
    host: Host = "127.0.0.1",
    port: Port = 8451,
    names: Names = None,
    coder: opt.Coder = opt.DEFAULT_CODER,
    actors: opt.ActorFiles = None,
    issues: opt.IssueFiles = None,
    spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """Show the ledger in a browser, and answer programs; Ctrl-C ends it.

    Example: detente serve --port 8451

    Reads the ledger; computes its events anew first where claims or rulings came since. Listens
    on this machine only, unless --host and --name say otherwise; anybody who reaches it may read.
    Exit code: 0 done, 2 could not.
    """
    import uvicorn

    from detente.config import Config
    from detente.ledger import Ledger
    from detente.web import Desk, create_app
    from detente.web.desk import LOOPBACK

    hosts, path = LOOPBACK | _names(host, names or []), ledger_path(ledger)
    with Ledger.open(path, read_only=True, wait_s=wait) as opened:
        is_computed = opened.is_computed()
    if not is_computed:
        computed_anew(path, wait)
    desk = Desk(
        ledger=path,
        hosts=hosts,
        config=Config(
            spacy_model=spacy_model,
            coder=coder,
            actors=tuple(actors or ()),
            issues=tuple(issues or ()),
        ),
    )
    desk.load()
    options = uvicorn.Config(
        create_app(desk),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=GRACE_S,
        limit_concurrency=MOST_AT_ONCE,
    )
    with _listening(host, port) as ears:
        there = f"http://{_shown(host)}:{ears.getsockname()[1]}/"
        typer.echo(f"{path} is at {there} (Ctrl-C ends it)", err=True)
        with suppress(KeyboardInterrupt):  # how a person ends it
            uvicorn.Server(options).run(sockets=[ears])


def _listening(host: str, port: int) -> socket.socket:
    """Take the port; 0 takes any that is free.

    Raises:
        BadInput: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as err:
        told = err.strerror or err
        raise BadInput(f"cannot listen at {host}:{port} ({told}); choose another --port") from err


def _names(host: str, names: list[str]) -> frozenset[str]:
    """Name the hosts that may be asked for.

    Raises:
        BadInput: it would listen to all networks under no name.
    """
    if host in EVERYWHERE and not names:
        raise BadInput(
            f"--host {host} lets all networks in; say under which names with --name desk.example"
        )
    return frozenset({*names, _shown(host)} - EVERYWHERE)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
