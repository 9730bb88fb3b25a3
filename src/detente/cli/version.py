"""``detente version``: the versions behind every row."""

from dataclasses import asdict

import typer

from detente.cli import options as opt
from detente.cli.intake import open_journey

__all__ = ["version"]


def version(
    coder: opt.Coder = opt.DEFAULT_CODER,
    actors: opt.ActorFiles = None,
    issues: opt.IssueFiles = None,
    types: opt.TypeFiles = None,
    spacy_model: opt.SpacyModel = opt.DEFAULT_SPACY_MODEL,
) -> None:
    """Print the versions behind every row.

    Example: detente version

    Two runs with the same versions give the same rows.
    """
    run = open_journey(coder, spacy_model, actors, issues, types).run
    for part, digest in (asdict(run) | {"run": run.id}).items():
        typer.echo(f"{part:<10} {digest}")
