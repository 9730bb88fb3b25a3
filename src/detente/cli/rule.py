"""``detente rule``: a person's decision on an event or claim; withdrawn, never deleted."""

import getpass
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar, cast

import typer

from detente.actors import load_gazetteer
from detente.cli.options import spread, text_option
from detente.cli.output import (
    WITH_PROBLEMS,
    LedgerFile,
    Wait,
    asked,
    computed_anew,
    ledger_path,
    open_output,
)
from detente.cli.terminal.explanations import ruling_line
from detente.cli.terminal.lists import SHORT_ID
from detente.cli.through_desk import desk_at, must_have_token
from detente.client import Ruled as SentRuling
from detente.errors import BadInput
from detente.events.decisions import (
    Decision,
    Verdict,
    ruling_lines,
    rulings_from_lines,
    rulings_of,
    together_with,
)
from detente.ledger import Ledger
from detente.ledger.address import LedgerName
from detente.ledger.contract import RuledAnswer, RulingRow
from detente.records import Ruling, RulingKind, Status, alike
from detente.relations.explain import events_ruled, look_up, one_of
from detente.relations.known import codes_in, known_values
from detente.relations.wording import count_words, printable, shorten

Text = str | None
R = TypeVar("R", Ruling, RulingRow)
QUOTED = 60  # characters of the words that a line of the list shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What is decided on an event or claim."""

    accept: Annotated[bool, typer.Option("--accept", help="It is coded right.")] = False
    reject: Annotated[bool, typer.Option("--reject", help="It is no event at all.")] = False
    note: Annotated[bool, typer.Option("--note", help="A note for others: --because.")] = False
    pin: Annotated[bool, typer.Option("--pin", help="It is to stay in sight.")] = False
    same_as: Annotated[Text, text_option("ID", "It is the same as that one.")] = None
    different: Annotated[Text, text_option("ID", "It is not that one.")] = None
    kind: Annotated[Text, text_option("TYPE", "Its type: ACCUSE, ACCUSE/allege.", "--type")] = None
    mode: Annotated[Text, text_option("MODE", 'Its mode; "" takes it away.')] = None
    status: Annotated[Status | None, typer.Option(help="Done, planned, possible, denied.")] = None
    date: Annotated[Text, text_option("DATE", "Its date: 2024-02-02, 2024-02, FIRST/LAST.")] = None
    actor: Annotated[list[str] | None, text_option("CODE", "Who acts: USA-GOV. Repeatable.")] = None
    recipient: Annotated[list[str] | None, text_option("CODE", "To whom. Repeatable.")] = None
    place: Annotated[Text, text_option("PLACE", 'Where: "Bangkok, THA".')] = None

    @property
    def values(self) -> dict[str, str]:
        """What is set, by field."""
        given = {
            "type": self.kind,
            "mode": self.mode,
            "status": self.status,
            "date": self.date,
            "actors": _codes(self.actor),
            "recipients": _codes(self.recipient),
            "place": self.place,
        }
        return {name: value for name, value in given.items() if value is not None}

    def decision(self, ledger: Ledger) -> Decision:
        """Look up the other ids, and put together what is decided."""
        return Decision(
            is_accepted=self.accept,
            is_rejected=self.reject,
            is_noted=self.note,
            is_pinned=self.pin,
            same_as=look_up(ledger, self.same_as) if self.same_as else None,
            different=look_up(ledger, self.different) if self.different else None,
            values=known_values(ledger, self.values, load_gazetteer),
        )

    def for_desk(self) -> SentRuling:
        """Put together what is decided as a desk takes it."""
        marks = {name: True for name in ("accept", "reject", "note", "pin") if getattr(self, name)}
        others = {"same_as": self.same_as, "different": self.different, "set": self.values}
        return cast("SentRuling", {**marks, **{one: it for one, it in others.items() if it}})


@spread(Decided, "decided")
def rule(
    given: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Of an event or claim; its beginning.")
    ] = None,
    *,
    because: Annotated[Text, text_option("WHY", "The reason; a decision needs one.")] = None,
    by: Annotated[
        Text, typer.Option(envvar="DETENTE_BY", metavar="NAME", help="Who decides; else you.")
    ] = None,
    withdraw: Annotated[Text, text_option("RULING", "Withdraw a decision.")] = None,
    show: Annotated[bool, typer.Option("--list", help="List all rulings.")] = False,
    export: Annotated[
        Path | None, text_option("FILE", "Write all rulings as JSON lines; -: here.")
    ] = None,
    take: Annotated[
        Path | None, text_option("FILE", "Take in exported rulings.", "--import")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be ruled.")] = False,
    ledger: LedgerFile = None,
    wait: Wait = 0.0,
    decided: Decided,
) -> None:
    """Decide on an event or claim. Who, when and why are kept; it holds at every merge.

    Example: detente rule 3f9c2a --different 81d0e4 --because "another meeting"

    A decision on an event holds for each of its claims; a note or a pin changes none. Nothing is
    deleted: --withdraw ends a
    decision. Writes the ledger and computes its events anew; where a desk holds it, through the
    desk, in the name of the token in $DETENTE_TOKEN. What is printed is kept. Exit code: 0 done,
    1 a ruling is not applied, 2 could not.
    """
    path = ledger_path(ledger)
    _check_one([given is not None, withdraw is not None, show, bool(export), bool(take)])
    if show or export:
        with asked(ledger, wait) as record:
            _export(record, export) if export else _list(record)
        return
    if take is None and not dry_run and (desk := desk_at(path)) is not None:
        with desk:
            why = _reason(because) if given is not None else ""
            must_have_token(desk, "rule", "review")
            if given is not None:
                answer = desk.rule(given, why, **decided.for_desk())
            else:
                answer = desk.withdraw(_beginning(withdraw or "", desk.rulings(active=True)).id)
        _tell_answer(answer, desk.url)
        return
    if given is not None:
        verdict = Verdict(by=by or _login(), at=datetime.now(UTC), because=_reason(because))
        with asked(ledger, wait, for_events=True) as record:
            rulings = rulings_of(look_up(record, given), decided.decision(record), verdict)
    elif withdraw is not None:
        rulings = _withdrawn(withdraw, path, wait)
    else:
        rulings = _imported(take or Path("-"))
    write_rulings(rulings, path, wait, is_dry=dry_run)


def write_rulings(
    rulings: Sequence[Ruling],
    path: LedgerName,
    wait_s: float,
    *,
    is_dry: bool = False,
    to_stderr: bool = False,
) -> None:
    """Keep rulings, list those that are kept, compute the events anew, and say what changed.

    Raises:
        Exit: with 1 where a ruling is not applied.
    """
    from detente.record import unheeded_rulings

    n_new, unheeded = 0, []
    if not is_dry:
        with Ledger.open(path, wait_s=wait_s) as ledger:
            n_new = ledger.rule(rulings)
            given = {ruling.id for ruling in rulings}
            unheeded = [one for one in unheeded_rulings(ledger) if one.ruling.id in given]
    for ruling in rulings:
        typer.echo(ruling_line(ruling), err=to_stderr)
    if is_dry:
        return
    told = [f"{count_words(len(rulings), 'ruling')} ({n_new:,} new)", computed_anew(path, wait_s)]
    typer.echo("; ".join(filter(None, told)), err=True)
    for one in unheeded:
        typer.echo(f"{ruling_line(one.ruling)}: {one.why}", err=True)
    if unheeded:
        raise typer.Exit(WITH_PROBLEMS)


def _tell_answer(answer: RuledAnswer, address: str) -> None:
    """List the rulings that a desk has kept.

    Raises:
        Exit: with 1 where one is not applied.
    """
    for row in answer.rulings:
        typer.echo(ruling_line(alike(Ruling, row, kind=RulingKind(row.kind))))
    told = f"{count_words(len(answer.rulings), 'ruling')} ({answer.n_new:,} new)"
    events = "" if answer.computed else "; its events follow in some moments"
    typer.echo(f"{told}, through the desk at {address}{events}", err=True)
    for lost in answer.lost:
        typer.echo(f"{lost} is not applied: detente rule --list tells why", err=True)
    if answer.lost:
        raise typer.Exit(WITH_PROBLEMS)


def _check_one(wanted: Sequence[bool]) -> None:
    """Refuse to do nothing, or several things at once."""
    if sum(wanted) != 1:
        raise BadInput("give an ID to decide on, or one of --withdraw, --list, --export, --import")


def _reason(because: str | None) -> str:
    if not because or not because.strip():
        raise BadInput('say why, for those who read it later: --because "..."')
    return because.strip()


def _codes(written: Sequence[str] | None) -> str | None:
    return " ".join(codes_in(one, load_gazetteer) for one in written) if written else None


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError) as err:
        raise BadInput("say who decides: --by NAME, or set $DETENTE_BY") from err


def _withdrawn(given: str, path: LedgerName, wait_s: float) -> list[Ruling]:
    """Withdraw a ruling, and those of the same decision."""
    with Ledger.open(path, read_only=True, wait_s=wait_s) as ledger:
        active = ledger.rulings()
    ruling = _beginning(given, active)
    now = datetime.now(UTC)
    return [replace(one, withdrawn_at=now) for one in together_with(ruling, active)]


def _beginning(given: str, rulings: Iterable[R]) -> R:
    return one_of((one for one in rulings if one.id.startswith(given)), given, "rulings")


def _imported(path: Path) -> list[Ruling]:
    if str(path) == "-":
        return rulings_from_lines(sys.stdin.buffer, "standard input")
    with path.open("rb") as stream:
        return rulings_from_lines(stream, str(path))


def _list(ledger: Ledger) -> None:
    from detente.record import unheeded_rulings

    rulings = ledger.rulings(with_withdrawn=True)
    why = {one.ruling.id: f" ({one.why})" for one in unheeded_rulings(ledger)}
    events = events_ruled(ledger, rulings)
    quotes = {
        one.id: one.citation.quote
        for one in ledger.claims(ids=sorted({one.target for one in rulings}))
    }
    for ruling in rulings:
        event, quote = events.get(ruling.target), quotes.get(ruling.target)
        of = f"; event {event[:SHORT_ID]}" if event else ""
        words = f': "{shorten(quote, QUOTED)}"' if quote else ""
        typer.echo(f"{ruling_line(ruling)}{printable(of + words)}{why.get(ruling.id, '')}")


def _export(ledger: Ledger, path: Path) -> None:
    with open_output(None if str(path) == "-" else path) as stream:
        for line in ruling_lines(ledger.rulings(with_withdrawn=True)):
            stream.write(line)
