"""``detente evaluate``, ``sample``, ``check``: how good the coding is, by gold or by people."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.actors import load_gazetteer
from detente.cli.ask import Asked, AsRead, asked_by, known_in
from detente.cli.options import CoderChoices, FiguresForm, FiguresFormat, spread
from detente.cli.output import (
    LedgerFile,
    Wait,
    asked,
    format_of,
    is_table,
    ledger_path,
    open_output,
    progress,
    write_json,
)
from detente.cli.rule import write_rulings
from detente.ledger import Ledger
from detente.relations.wording import count_words

if TYPE_CHECKING:
    from detente.evaluate import Filled
    from detente.evaluate.ledgers import SeriesScores, TurnScores


@dataclass
class Count:
    """How many rows are done."""

    n_done: int = 0

    def __str__(self) -> str:
        return f"{self.n_done:,} rows"


@spread(CoderChoices, "choices")
def evaluate(
    suite: Annotated[
        str,
        typer.Argument(
            metavar="SUITE",
            help="pairs, sentences, documents, speech, dates, status, links, promises, briefs;"
            " series, turns of a ledger.",
        ),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="Gold file or folder of that suite.")
    ],
    *,
    form: FiguresForm = None,
    errors: Annotated[bool, typer.Option("--errors", help="Show the misses, too.")] = False,
    texts: Annotated[
        Path | None,
        typer.Option("--texts", metavar="FOLDER", help="Texts of a key that has none of its own."),
    ] = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    choices: CoderChoices,
) -> None:
    """Measure detente on a gold file.

    Example: detente evaluate dates gold.jsonl --errors

    The series suite holds how warm the relations in a ledger are against experts' scores: a CSV
    with side_a, side_b, month (2024-02), score; turns, where they turn, against keys to briefs.
    Reads FILE, and for these two the ledger, whose events it computes anew where claims or rulings
    came since. docs/measuring.md shows rows of every suite.
    """
    import detente.evaluate as suites
    from detente.evaluate.suites import OF_A_LEDGER

    if suite in OF_A_LEDGER:
        with asked(ledger, wait, for_events=True) as record:
            _measure(suite, file, record, form)
        return
    journey, count = choices.journey(), Count()
    with progress(count, is_wanted=True):
        figures = suites.evaluate(suite, file, journey, partial(setattr, count, "n_done"), texts)
    if not is_table(form):
        write_json(figures.as_json() | ({"errors": list(figures.misses)} if errors else {}))
        return
    typer.echo(suites.render_table(figures))
    if errors:
        typer.echo("\n" + suites.render_misses(figures.misses))


def _measure(suite: str, file: Path, record: Ledger, form: FiguresFormat | None) -> None:
    from detente.evaluate.briefs import read_briefs
    from detente.evaluate.ledgers import render_series, render_turns, score_series, score_turns

    found: SeriesScores | TurnScores
    if suite == "series":
        found = score_series(file, record)
        told = render_series(found)
    else:
        found = score_turns(read_briefs(file), record)
        told = render_turns(found)
    typer.echo(told) if is_table(form) else write_json(found)


# --- A sample of the record to check, and what checkers found in it.
class FormFormat(StrEnum):
    """Formats of a form."""

    CSV = "csv"
    HTML = "html"


FORMATS_BY_SUFFIX = {".csv": FormFormat.CSV, ".html": FormFormat.HTML, ".htm": FormFormat.HTML}
HowMany = Annotated[int, typer.Option("--claims", min=0, metavar="N", help="How many claims.")]
HowManyReports = Annotated[
    int, typer.Option("--reports", min=0, metavar="N", help="How many reports to read in full.")
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Another seed, another sample.")]
FormFile = Annotated[
    Path, typer.Option("-o", "--output", metavar="FILE", help="FILE.csv or FILE.html; needed.")
]


@spread(
    asked_by("ledger wait dyad actor recipient type mode issue status since until outlet run"),
    "which",
)
def sample(
    *,
    n_claims: HowMany = 100,
    n_reports: HowManyReports = 50,
    seed: Seed = 1,
    as_read: AsRead = False,
    output: FormFile,
    which: Asked,
) -> None:
    """Draw a sample of claims and of whole reports, as a form for whoever checks it.

    Example: detente sample --claims 100 --reports 50 -o check.html

    Claims are drawn at random, stratified by type; with --dyad, reports that name both sides. The
    form shows the words and the coding; the HTML one works without a server and saves a CSV.
    Then: detente check check.csv. The same ledger and seed give the same sample. Reads the ledger;
    writes FILE. Exit code: 0 done, 2 could not.
    """
    from detente.evaluate import form_of
    from detente.record import ruled_claims

    chosen, wanted = format_of(output, FORMATS_BY_SUFFIX, FormFormat.CSV), which.wanted()
    with asked(which.ledger, which.wait) as record:
        wanted = known_in(record, "claims", wanted)
        ruled = {} if as_read else ruled_claims(record, wanted.get("run"))
        named = [load_gazetteer().names_of(side) for side in wanted.get("dyad", ())]
        drawn = record.sample(n_claims, n_reports, seed=seed, ruled=ruled, named=named, **wanted)
        runs = [run.id[:8] for run in record.runs()]
    form = form_of(drawn, wanted, runs=runs, is_as_read=as_read)
    with open_output(output) as stream:
        stream.write(form.html() if chosen is FormFormat.HTML else form.csv())
    told = [
        f"{count_words(len(drawn.claims), 'claim')} of {drawn.n_claims:,} ({drawn.by_type})",
        f"{count_words(len(drawn.reports), 'report')} of {drawn.n_reports:,}, seed {seed}",
    ]
    if drawn.n_imported:
        told.append(f"passed over {drawn.n_imported:,} of other programs, which have no words")
    typer.echo("; ".join(told), err=True)


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE [SECOND]", help="A filled form, or those of two checkers."),
    ],
    *,
    rule: Annotated[
        bool, typer.Option("--rule", help="Write the first one's corrections as rulings.")
    ] = False,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who checked; else whom the form names.")
    ] = None,
    form: FiguresForm = None,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
) -> None:
    """Work out from a checked sample how far the record can be trusted.

    Example: detente check check.csv --rule

    Precision by field, recall from the reports read in full, intervals, the agreement of two
    checkers, and a paragraph for a methods section. With --rule what is no act is rejected, what
    has a right value is set, and what is right is accepted. Reads FILE; with --rule writes the
    ledger. Exit code: 0 done, 1 a ruling is not applied, 2 could not.
    """
    from detente.evaluate import check as check_filled
    from detente.evaluate import read_filled
    from detente.evaluate.checking.checked import render_checked

    filled = [read_filled(path, by if n == 0 else None) for n, path in enumerate(files)]
    found = check_filled(filled)
    typer.echo(render_checked(found)) if is_table(form) else write_json(found)
    if rule:
        _rule(filled[0], ledger, wait)


def _rule(filled: "Filled", ledger: LedgerFile, wait: float) -> None:
    from detente.evaluate.checking.filled import corrections_of

    with asked(ledger, wait) as record:
        made = corrections_of(filled, datetime.now(UTC), record.rulings())
    told = [
        f"{count_words(n, noun)} {words}"
        for n, noun, words in (
            (made.n_known, "ruling", "known already"),
            (made.n_open, "answer", "without a ruling: no right value, a speaker, a missed act"),
        )
        if n
    ]
    if told:
        typer.echo("; ".join(told), err=True)
    write_rulings(made.rulings, ledger_path(ledger), wait, to_stderr=True)
