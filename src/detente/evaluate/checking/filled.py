"""A filled form, as CSV -> what its checker found, field by field; and the rulings this amounts to.

In:  a file that somebody's spreadsheet or browser has saved.   Out: a ``Filled``; of it, who says
so and when, and the rulings there are: those that are new.
Does not: count, write rulings, or pass over a cell that is no answer: it is refused, with its row.
"""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from detente.errors import BadInput
from detente.evaluate.checking.forms import CHECKS, COLUMNS, RowKind
from detente.events.rulings import SETTABLE, check_ruling
from detente.ledger.contract import FORMULA_STARTS
from detente.records import Ruling, RulingKind

RIGHT = frozenset({"y", "yes", "right", "1", "true"})
WRONG = frozenset({"n", "no", "wrong", "0", "false"})
OPEN = frozenset({"?", "cannot tell"})
WHOLE = ("type", "actors", "recipients", "status")  # what makes a claim usable
NOTHING = "none"  # the right value, where there is none
_LARGEST = 10_000_000  # characters of a cell: the text of a report


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a value is right; ``None``: cannot be told. ``value`` is what would be right."""

    is_right: bool | None
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedClaim:
    """A claim that was looked at. ``answers`` are by field, ``act`` among them.

    ``weight`` is for how many claims it stands, 0 for one that was not drawn itself.
    """

    id: str
    type: str
    report_id: str
    weight: float
    answers: Mapping[str, Answer]
    note: str = ""

    def is_right(self, name: str) -> bool | None:
        """Whether a field is right; ``None`` where it is open."""
        return self.answers[name].is_right if name in self.answers else None

    @property
    def is_act(self) -> bool | None:
        """Whether the words tell the act at all."""
        return self.is_right("act")

    @property
    def is_whole(self) -> bool | None:
        """Whether all of ``WHOLE`` is right; no act is never. ``None`` where it is open."""
        found = [self.is_right(name) for name in ("act", *WHOLE)]
        return False if False in found else None if None in found else True


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What one checker found. ``plan`` is the sample's, by name; ``form`` its id.

    ``read`` are the reports that are said to be read in full, ``missed`` the report of each act
    that no claim tells.
    """

    checker: str
    form: str
    plan: Mapping[str, str]
    claims: tuple[CheckedClaim, ...]
    read: frozenset[str]
    missed: tuple[str, ...]


def read_filled(path: Path, checker: str | None = None) -> Filled:
    """Read a filled form. Without ``checker`` it is whom the form names, else the file's name.

    Raises:
        BadInput: it is no form of ``detente sample``, or a cell is no answer; with file and row.
    """
    rows = list(_rows(path))
    if not rows or rows[0][1]["row"] != RowKind.SAMPLE:
        raise BadInput(f"{path}: its first row is not that of a sample; leave it as it was written")
    (_, first), *rest = rows
    of_kind: dict[str, list[tuple[int, dict[str, str]]]] = {
        kind: [] for kind in (RowKind.CLAIM, RowKind.REPORT, RowKind.MISSED)
    }
    for number, row in rest:
        if row["row"] not in of_kind:
            raise BadInput(f"{path}, row {number}: {row['row']!r} is no kind of row of a form")
        of_kind[row["row"]].append((number, row))
    named = next((row["checker"] for _, row in rows if row["checker"]), "")
    return Filled(
        checker=checker or named or path.stem,
        form=first["id"],
        plan=dict(_planned(first["words"])),
        claims=tuple(_claims(of_kind[RowKind.CLAIM], path)),
        read=frozenset(
            row["id"] for n, row in of_kind[RowKind.REPORT] if _is_read(row, f"{path}, row {n}")
        ),
        missed=tuple(row["report"] for _, row in of_kind[RowKind.MISSED] if _is_told(row)),
    )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows that hold anything, with their numbers as a spreadsheet counts them."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as err:
        raise BadInput(f"{path} is not UTF-8; save it as CSV UTF-8") from err
    csv.field_size_limit(_LARGEST)
    head, _, _ = text.partition("\n")
    delimiter = max(",;\t", key=head.count)  # spreadsheets write what their country uses
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = next(table, [])
    if missing := [name for name in COLUMNS if name not in names]:
        raise BadInput(f"{path} is no form of detente sample: it has no column {missing[0]!r}")
    for number, cells in enumerate(table, start=2):
        row = {name: _cell(one) for name, one in zip(names, cells, strict=False)}
        if any(row.values()):
            yield number, {name: row.get(name, "") for name in COLUMNS}


def _cell(written: str) -> str:
    """Take off the mark that keeps a spreadsheet from computing a cell."""
    text = written.strip()
    return text[1:] if text[:1] == "'" and text[1:].startswith(FORMULA_STARTS) else text


def _planned(words: str) -> Iterator[tuple[str, str]]:
    for part in words.split("; "):
        name, _, value = part.partition(": ")
        yield name, value


def _claims(rows: Iterable[tuple[int, dict[str, str]]], path: Path) -> Iterator[CheckedClaim]:
    """Yield the claims of a form; none may stand there twice, for then it would count twice."""
    seen: dict[str, int] = {}
    for number, row in rows:
        where = f"{path}, row {number}"
        before = seen.setdefault(row["id"], number)
        if before != number:
            raise BadInput(f"{where}: claim {row['id']} stands in row {before} already; keep one")
        yield _claim(row, where)


def _claim(row: Mapping[str, str], where: str) -> CheckedClaim:
    answers = {
        name.removeprefix("check_"): _answer(name, row, where) for name in CHECKS if row[name]
    }
    try:
        weight = float(row["weight"] or 0)
    except ValueError:
        weight = math.nan
    if not 0 <= weight < math.inf:
        raise BadInput(f"{where}: {row['weight']!r} is no weight; leave it as it was")
    return CheckedClaim(
        id=row["id"],
        type=row["type"],
        report_id=row["report"],
        weight=weight,
        answers=answers,
        note=row["note"],
    )


def _answer(column: str, row: Mapping[str, str], where: str) -> Answer:
    written, name = row[column], column.removeprefix("check_")
    known = written.lower()
    if known in RIGHT or known in WRONG:
        return Answer(known in RIGHT)
    if known in OPEN:
        return Answer(None)
    if name == "act":
        raise BadInput(f"{where}: check_act is {written!r}; answer y, n or ?")
    value = "" if known == NOTHING else written
    if name in SETTABLE:
        _check_value(name, value, f"{where}, {column}")
    return Answer(value == row[name], value)


def _check_value(name: str, value: str, where: str) -> None:
    now = datetime.now(UTC)
    try:
        check_ruling(
            Ruling(
                kind=RulingKind.SET,
                target="claim",
                field=name,
                value=value,
                because="checked",
                by="checker",
                made_at=now,
            )
        )
    except BadInput as err:
        raise BadInput(f"{where}: {err} (or answer y, n or ?)") from err


def _is_read(row: Mapping[str, str], where: str) -> bool:
    return bool(row["check_act"]) and _answer("check_act", row, where).is_right is True


def _is_told(row: Mapping[str, str]) -> bool:
    """Whether a missed act is told: more than that there is none, or that nobody can say."""
    said = {name: row[name] for name in (*CHECKS, "note") if row[name]}
    return bool(said) and said not in ({"check_act": "n"}, {"check_act": "?"})


# --- A filled form -> rulings: what its checker found right, no act, or otherwise than coded.
@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """New rulings; ``n_known`` hold already, ``n_open`` answers and acts have none."""

    rulings: tuple[Ruling, ...]
    n_known: int
    n_open: int


def corrections_of(filled: Filled, at: datetime, known: Iterable[Ruling]) -> Corrections:
    """Make rulings of a filled form; ``at`` is an aware instant. Twice is once.

    A value that is wrong without what would be right, a speaker and a missed act have no ruling;
    they are counted. A claim that tells no act is rejected, a value with what would be right is
    set, and a claim whose type, sides and status are right and of which nothing is set is accepted.
    """
    there = {_matter(one) for one in known if one.is_active}
    made = [one for claim in filled.claims for one in _rulings(claim, filled, at)]
    new = tuple(one for one in made if _matter(one) not in there)
    n_open = sum(_is_open(claim, name) for claim in filled.claims for name in claim.answers)
    return Corrections(
        rulings=new,
        n_known=len(made) - len(new),
        n_open=n_open + len(filled.missed),
    )


def _rulings(claim: CheckedClaim, filled: Filled, at: datetime) -> Iterator[Ruling]:
    because = claim.note or f"checked in a sample (seed {filled.plan.get('seed', '?')})"
    made = {"target": claim.id, "because": because, "by": filled.checker, "made_at": at}
    if claim.is_act is False:
        yield Ruling(kind=RulingKind.REJECT, **made)  # type: ignore[arg-type]  # by its names
        return
    settings = [
        (name, one.value)
        for name, one in claim.answers.items()
        if name in SETTABLE and one.is_right is False and one.value is not None
    ]
    for name, value in settings:
        yield Ruling(kind=RulingKind.SET, field=name, value=value, **made)  # type: ignore[arg-type]  # as above
    if not settings and claim.is_whole:
        yield Ruling(kind=RulingKind.ACCEPT, **made)  # type: ignore[arg-type]  # as above


def _is_open(claim: CheckedClaim, name: str) -> bool:
    one = claim.answers[name]
    is_ruled = one.value is not None and name in SETTABLE
    return name != "act" and claim.is_act is not False and one.is_right is False and not is_ruled


def _matter(ruling: Ruling) -> tuple[object, ...]:
    return (ruling.kind, ruling.target, ruling.field, ruling.value, ruling.by)
