"""``detente types``: types of acts of one's own, from a couple of hundred sentences."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.output import open_output
from detente.codebook import load_codebook, read_own_types
from detente.events.model import load_model
from detente.events.own import FittedTypes, fit_own, read_fitted, read_sentences, write_fitted
from detente.sources.inputs import packaged

types = typer.Typer(name="types", no_args_is_help=True, rich_markup_mode=None)

Definitions = Annotated[
    Path,
    typer.Argument(metavar="TYPES", help="Definitions: TOML, or CSV, with examples or without."),
]
Sentences = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SENTENCES...", help="Marked sentences, as in corpus/; near misses too."
    ),
]
Contrast = Annotated[
    Path | None,
    typer.Option(
        "--contrast", metavar="PATH", help="Marked sentences of other acts. Default: the corpus."
    ),
]
Output = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="Write the fitted types to FILE.")
]
Fitted = Annotated[Path, typer.Argument(metavar="FILE", help="What detente types fit has written.")]


@types.callback()
def own_types() -> None:
    """Make types of acts of your own, from a couple of hundred sentences.

    Example: detente types fit types.toml sentences.txt -o types.json

    docs/own-types.md shows the whole way.
    """


@types.command("fit")
def fit(
    definitions: Definitions,
    sentences: Sentences = None,
    *,
    output: Output,
    contrast: Contrast = None,
) -> None:
    """Fit types of your own on sentences of your own, in seconds.

    Example: detente types fit types.toml sentences.txt -o types.json

    Prints how they do on sentences held back. Then: detente code story.html --types types.json;
    so with add, brief and others. Reads TYPES, SENTENCES and the corpus; writes FILE. Exit code: 0
    done, 2 could not.
    """
    own = read_own_types(definitions, load_codebook())
    from_table = [definitions] if definitions.suffix.lower() == ".csv" else []
    given = read_sentences(
        own, [*from_table, *(sentences or [])], contrast or packaged("corpus/sentences")
    )
    typer.echo(f"fitting on {len(given.examples):,} sentences; a few seconds", err=True)
    heads, figures = fit_own(own, given.examples, given.contrast, load_model())
    fitted = FittedTypes(heads=heads, figures=tuple(figures), sentences=given.digest)
    with open_output(output) as stream:
        stream.write(write_fitted(fitted))
    _show(fitted)


@types.command("show")
def show(file: Fitted) -> None:
    """Show what a file of fitted types holds, and how they do.

    Example: detente types show types.json

    Reads FILE; writes nothing. Exit code: 0 done, 2 could not.
    """
    _show(read_fitted(file))


def _show(fitted: FittedTypes) -> None:
    for line in _lines(fitted):
        typer.echo(line)


def _lines(fitted: FittedTypes) -> Iterator[str]:
    for head, figures in zip(fitted.heads.heads, fitted.figures, strict=True):
        yield f"{head.own.mode}  within {head.own.parent}"
        yield f"  {head.own.definition}"
        called = (("PLOVER", head.own.plover), ("CAMEO", head.own.cameo))
        if told := ", ".join(f"{scheme} {code}" for scheme, code in called if code):
            yield f"  exported as {told}"
        yield (
            f"  held back: finds {figures.recall:.1%} of its {figures.n_sentences:,} sentences; "
            f"{figures.precision:.1%} of what it finds is right"
        )
        n_alarms = sum(figures.alarms_of.values())
        alarms = ", ".join(f"{count} {name}" for name, count in figures.alarms_of.items())
        yield (
            f"  false alarms: {n_alarms:,} in {figures.n_others:,} other acts"
            + (f" ({alarms})" if alarms else "")
        )
        yield f"  counts from a share of {head.threshold:.2f}; model {fitted.heads.model}"
