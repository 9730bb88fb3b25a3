"""``detente export``: the record in the formats of other programs, with its data dictionary."""

from hashlib import file_digest
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.ask import OF_CLAIMS, Asked, asked_by, known_in
from detente.cli.options import TypeFiles, spread
from detente.cli.output import asked, open_output
from detente.codebook import load_codebook
from detente.errors import BadInput
from detente.events.own import read_heads
from detente.importing import country_names, reference
from detente.ledger.formats import ExportFormat
from detente.ledger.formats.croissant import CSV, PARQUET, DataFile, croissant_of_table
from detente.ledger.formats.exporting import Exported, Exporter, about, fields_of
from detente.relations.wording import count_words

_DESCRIBED = {"csv": CSV, "parquet": PARQUET}  # formats with a Croissant file beside them


@spread(asked_by(f"ledger wait {OF_CLAIMS} standing"), "which")
def export(
    form: Annotated[
        ExportFormat,
        typer.Argument(metavar="FORMAT", help="One of: " + ", ".join(ExportFormat) + "."),
    ],
    *,
    types: TypeFiles = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write; needed.")
    ],
    licence: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Licence of the rows: CC-BY-SA-4.0, or its address."),
    ] = None,
    which: Asked,
) -> None:
    """Write claims (polecat, icews, plover, csv, parquet) or events (graphml, geojson).

    Example: detente export icews -o claims.tsv --dyad CHN USA

    Beside FILE comes FILE.about.json: what each field means, under which runs the rows were made,
    what was left out and what the format has no field for; of csv and parquet also
    FILE.croissant.json, which data hubs read, with the --licence. --types names files whose
    crosswalks say what PLOVER and CAMEO call your own types. Reads the ledger. Exit code: 0 done,
    2 could not.
    """
    from detente.record import ruled_claims

    wanted = which.wanted()
    licence = _known_licence(form, licence)
    with asked(which.ledger, which.wait, for_events=form.is_of_events) as record:
        wanted = known_in(record, "claims", wanted)
        exporter = Exporter(
            ledger=record,
            codebook=load_codebook().with_own(head.own for head in read_heads(types or []).heads),
            countries=country_names(),
            ruled=ruled_claims(record, wanted.get("run")),
            reference=reference(),
        )
        with open_output(output) as stream:
            done = exporter.export(form, wanted, stream)
    if output.is_file():  # a pipe or a device has nothing beside it
        with open_output(output.with_name(f"{output.name}.about.json")) as stream:
            stream.write(about(form, output.name, wanted, done))
        _describe(form, output, licence)
    typer.echo(_note(form.is_of_events, done), err=True)


def _known_licence(form: ExportFormat, licence: str | None) -> str | None:
    """Give an address as it is, else a name as spdx.org spells it."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

    if licence is None:
        return None
    if form.value not in _DESCRIBED:
        raise BadInput(f"{form.value} has no place for a licence; csv and parquet have")
    if "://" in licence:
        return licence
    try:
        name = str(canonicalize_license_expression(licence.strip()))
    except InvalidLicenseExpression:
        name = ""
    if not name or " " in name:  # "MIT OR Apache-2.0" has no page
        raise BadInput(
            f"no licence of spdx.org is named {licence!r}; write one of its short names, such as "
            "CC-BY-SA-4.0, or an address"
        )
    return name


def _describe(form: ExportFormat, output: Path, licence: str | None) -> None:
    media_type = _DESCRIBED.get(form.value)
    if media_type is None:
        return
    with output.open("rb") as written:
        digest = file_digest(written, "sha256").hexdigest()
    table = DataFile(name=output.name, sha256=digest, media_type=media_type)
    told = "Claims and statements that detente found in reports, each with its words."
    with open_output(output.with_name(f"{output.name}.croissant.json")) as stream:
        stream.write(croissant_of_table(table, told, dict(fields_of(form.value)), licence))


def _note(is_of_events: bool, done: Exported) -> str:
    noun = "event" if is_of_events else "claim"
    told = [f"{count_words(done.n_rows, 'row')} of {count_words(done.n_written, noun)}"]
    if done.n_expanded:
        told.append(f"{count_words(done.n_expanded, noun)} of several sides made a row a dyad")
    if done.n_changed:
        told.append(f"{count_words(done.n_changed, 'claim')} changed by rulings")
    if done.n_as_read:
        told.append(
            f"{count_words(done.n_as_read, 'claim')} that rulings reject or change, as they were "
            "read: detente rule --export FILE writes the rulings"
        )
    told += [f"left out {count_words(n, noun)}: {reason}" for reason, n in done.left_out.items()]
    return "; ".join(told)
