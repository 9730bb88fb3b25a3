"""``detente llm``: what a model would be asked, as files; and replies that others have written."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from detente.cli import options as opt
from detente.cli.options import CodingChoices, spread
from detente.cli.output import Tally, is_table, open_output
from detente.config import DEFAULT_CODER, ModelChoice
from detente.errors import BadInput
from detente.llm.compare import Difference, Kind, differences
from detente.llm.replies import ReplyFolder
from detente.llm.request import Page
from detente.records import Coded, Problem, Report
from detente.relations.wording import printable
from detente.sources import read_reports

Folder = Annotated[
    Path, typer.Argument(metavar="DIR", help="A folder of prompts, with replies beside them.")
]
OutFolder = Annotated[
    Path, typer.Option("-o", "--output", metavar="DIR", help="A folder for the prompts.")
]

llm = typer.Typer(name="llm", rich_markup_mode=None, no_args_is_help=True)


@llm.callback()
def about() -> None:
    """What a model would be asked, as files; and replies that others have written.

    Example: detente llm prompts stories/ -o prompts/
    """


@llm.command("prompts")
@spread(CodingChoices, "choices")
def prompts(paths: opt.Paths, *, output: OutFolder, choices: CodingChoices) -> None:
    """Write the very prompts that --coder llm would send for reports.

    Example: detente llm prompts stories/ -o prompts/

    A reply goes beside its prompt, under the same name with .json; detente llm keep takes it in.
    Writes DIR only. Asks nobody. Exit code: 0 done, 2 could not.
    """
    from detente.llm.offline import write_prompts

    n_files = write_prompts(_pages(paths, choices, Tally()), output)
    typer.echo(f"{n_files:,} prompts in {output}", err=True)


@llm.command("keep")
@spread(CodingChoices, "choices")
def keep(folder: Folder, *, choices: CodingChoices) -> None:
    """Keep the replies that stand beside prompts, as if the model had been asked.

    Example: detente llm keep prompts/ --llm-model readers --llm-replies replies/

    Then detente code --coder llm with the same model and no --llm-url reads them. Exit code: 0
    done, 2 could not.
    """
    from detente.llm.offline import keep_replies

    choice = _model(choices)
    n_kept, n_missing = keep_replies(folder, choice, ReplyFolder(choice.replies))
    typer.echo(f"{n_kept:,} replies kept in {choice.replies}; {n_missing:,} missing", err=True)


@spread(CodingChoices, "choices")
def compare(
    paths: opt.Paths,
    *,
    form: opt.ListForm = None,
    output: opt.Output = None,
    choices: CodingChoices,
) -> None:
    """Show where the built-in reader and a large model read the same reports otherwise.

    Example: detente compare stories/ --llm-model qwen3 --llm-url http://127.0.0.1:11434/v1

    One line an act that one of them alone tells, or that both tell otherwise; which is right, a
    person says. Asks the model as --coder llm does. Exit code: 0 done, 1 done with problems, 2
    could not.
    """
    tally, counts = Tally(), dict.fromkeys(Kind, 0)
    found = []
    for reader, model in _both(paths, choices, tally):
        for one in differences(reader, model):
            counts[one.kind] += 1
            found += [one] if one.kind is not Kind.SAME else []
    with open_output(output) as stream:
        for one in found:
            stream.write(
                (_shown(one).encode() if is_table(form, output) else msgspec.json.encode(one))
                + b"\n"
            )
    tally.close("; " + ", ".join(f"{n:,} {kind}" for kind, n in counts.items()))


def _shown(one: Difference) -> str:
    """A difference for a person: where, then both readings, then the words."""
    what = f"{one.kind}: {', '.join(one.fields)}" if one.fields else one.kind.value
    told = (("reader", one.reader), ("model", one.model), ("words", one.quote))
    lines = [f"  {name:<7} {printable(words)}" for name, words in told if words]
    return "\n".join([printable(f"{one.key}, sentence {one.sentence + 1}, {what}"), *lines])


def _both(paths: list[str], choices: CodingChoices, tally: Tally) -> Iterator[tuple[Coded, Coded]]:
    from detente.api import code_reports

    model = replace(choices, coder="llm").journey()
    own = replace(choices, coder=DEFAULT_CODER).journey()
    reports = opt.tell_cost(read_reports(paths, choices.reading()), model, tally)
    for coded in tally.watch(code_reports(reports, model)):
        (reader,) = code_reports([coded.report], own)
        if isinstance(reader, Coded):
            yield reader, coded


def _pages(paths: list[str], choices: CodingChoices, tally: Tally) -> Iterator[Page]:
    """Read reports as a model is asked about them; no model is needed for it."""
    journey = replace(choices, coder=DEFAULT_CODER).journey()
    for found in read_reports(paths, choices.reading()):
        if isinstance(found, Problem):
            tally.tell(found)
        elif isinstance(found, Report):
            yield journey.page(found)


def _model(choices: CodingChoices) -> ModelChoice:
    choice = choices.model_choice()
    if choice is None:
        raise BadInput("name whose replies these are with --llm-model")
    return choice
