"""``detente version``: the versions behind every row."""

from dataclasses import asdict

import typer

from detente.cli.choices import CoderChoices, spread

__all__ = ["version"]


@spread(CoderChoices, "choices")
def version(
    choices: CoderChoices,
) -> None:
    """Print the versions behind every row.

    Example: detente version

    Two runs with the same versions give the same rows.
    """
    run = choices.journey().run
    for part, digest in (asdict(run) | {"run": run.id}).items():
        typer.echo(f"{part:<10} {digest}")
