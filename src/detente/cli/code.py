"""``detente code``: reports in, cited claims and statements out."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from detente.cli import options as opt
from detente.cli.options import CodingChoices, spread, tell_cost
from detente.cli.output import Tally, format_of, is_terminal, open_output, progress
from detente.cli.terminal.lists import write_tables
from detente.codebook import Codebook
from detente.errors import BadInput
from detente.ledger import write_jsonl
from detente.ledger.contract import write_csv
from detente.ledger.formats.parquet import write_parquet
from detente.ledger.formats.plover import write_plover
from detente.ledger.formats.polecat import PolecatWriter
from detente.records import Coded, Run
from detente.sources import read_reports

FORMATS_BY_SUFFIX = {
    ".jsonl": opt.CodeFormat.JSONL,
    ".json": opt.CodeFormat.JSONL,
    ".csv": opt.CodeFormat.CSV,
    ".parquet": opt.CodeFormat.PARQUET,
    ".tsv": opt.CodeFormat.POLECAT,
    ".txt": opt.CodeFormat.TABLE,
}


@spread(CodingChoices, "choices")
def code(
    paths: opt.Paths, *, form: opt.Form = None, output: opt.Output = None, choices: CodingChoices
) -> None:
    """Find who did what to whom in reports.

    Example: detente code story.html --published 2024-02-02

    Each claim comes with the words it rests on. Reads the inputs; writes nothing but what -o
    names, and that not if interrupted: to go on where it stopped use detente add. Exit code: 0
    done, 1 done with problems, 2 could not, 130 interrupted.
    """
    from detente.api import code_reports

    journey, tally = choices.journey(), Tally()
    reports = tell_cost(read_reports(paths, choices.reading()), journey, tally)
    coded = tally.watch_for(output, code_reports(reports, journey))
    chosen, n_rows = chosen_format(form, output), 0
    on_terminal = output is None and is_terminal()
    with tally.until_interrupted(), progress(tally, is_wanted=not on_terminal):
        n_rows = write_coded_as(coded, chosen, output, journey.codebook, journey.run)
    tally.close(_note(chosen, n_rows))


def chosen_format(form: opt.CodeFormat | None, output: Path | None) -> opt.CodeFormat:
    """Choose the format: the one asked for, that of the file's name, or what suits the reader.

    Raises:
        BadInput: a terminal would get what is no text, or the file's ending is of no format.
    """
    on_terminal = output is None and is_terminal()
    if form is opt.CodeFormat.PARQUET and on_terminal:
        raise BadInput("Parquet is no text for a terminal; write it to a file with -o FILE")
    if form is not None or output is None:
        return form or (opt.CodeFormat.TABLE if on_terminal else opt.CodeFormat.JSONL)
    return format_of(output, FORMATS_BY_SUFFIX, opt.CodeFormat.JSONL)


def write_coded_as(
    coded: Iterable[Coded],
    form: opt.CodeFormat,
    output: Path | None,
    codebook: Codebook,
    run: Run | None = None,
) -> int:
    """Write coded reports to a file or stdout; count the rows. Its ``run`` makes Parquet whole."""
    with open_output(output) as stream:
        match form:
            case opt.CodeFormat.TABLE:
                return write_tables(coded, stream)
            case opt.CodeFormat.JSONL:
                return write_jsonl(coded, stream, codebook)
            case opt.CodeFormat.CSV:
                return write_csv(coded, stream)
            case opt.CodeFormat.PARQUET:
                return write_parquet(coded, stream, run)
        return _write_with_reference(coded, form, stream, codebook)


def _write_with_reference(
    coded: Iterable[Coded], form: opt.CodeFormat, stream: BinaryIO, codebook: Codebook
) -> int:
    """Write a format that has what other lists call actors."""
    from detente.importing import reference

    known = reference()
    if form is opt.CodeFormat.PLOVER:
        return write_plover(coded, stream, codebook, known.wikidata)
    return PolecatWriter(codebook=codebook, reference=known).write(coded, stream)


def _note(form: opt.CodeFormat, n_rows: int) -> str:
    """POLECAT has one actor and one recipient a row, so it has more rows than claims."""
    is_expanded = form is opt.CodeFormat.POLECAT
    return f"; {n_rows:,} rows, compound actors expanded" if is_expanded else ""
