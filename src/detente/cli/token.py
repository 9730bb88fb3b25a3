"""``detente token``: who may read from afar, rule, or write through a desk."""

from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.ledgers import LedgerFile, ledger_path
from detente.errors import BadInput

if TYPE_CHECKING:
    from detente.ledger.address import LedgerName
    from detente.web.tokens import Tokens

__all__ = ["token"]

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
    """Refuse what is no role.

    Raises:
        BadInput: it is none.
    """
    if role not in ROLES:
        raise BadInput(f"{role!r} is no role; choose one of: {', '.join(ROLES)}")
    return role


def _tokens(ledger: "LedgerName | None") -> "Tokens":
    from detente.ledger.address import beside
    from detente.web.tokens import SUFFIX, Tokens

    return Tokens(beside(ledger_path(ledger), SUFFIX))
