"""``detente mcp``: the ledger as tools of an assistant, over stdin and stdout."""

from typing import Annotated

import typer

from detente.cli.options import CoderChoices, spread
from detente.cli.output import LedgerFile, Wait, ledger_path

__all__ = ["mcp"]


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
    from detente.web import Desk
    from detente.web.mcp import mcp_server

    path = ledger_path(ledger)
    served = Desk(ledger=path, config=choices.config(path), wait_s=wait)
    served.load()
    try:
        mcp_server(served, desk).run("stdio")
    finally:
        served.close()
