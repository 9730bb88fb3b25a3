"""Rows of other programs -> columns by the batch: what each row tells, and where in the row.

In:  one call a row, by the readers of GDELT, ICEWS and POLECAT.   Out: ``Told``, as Arrow tables.
Does not: write (ledger/import_rows.py does), or read files. The report of such a claim is the row
itself: its text is the line, and every value cites its cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from detente.codebook import load_codebook
from detente.records import Actor, DateBasis, Place, Problem, SpeechKind, Status

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["NO_CELL", "Act", "Cell", "TellsWhat", "Told", "cell_at"]


class Cell(NamedTuple):
    """Where a cell stands in its line, in code points; ``length`` is 0 for none."""

    start: int
    length: int


NO_CELL = Cell(0, 0)
Seats = tuple[int | None, int, int, int | None, int, int, int | None, int, int]
Side = tuple[int | None, Cell]  # an actor's number, and where the row names it
_NOBODY = (None, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What a code of another program is here.

    ``type`` is ``None`` for mere words, which become a statement of kind ``speech``.
    ``is_mutual``: both sides are actors. ``is_turned``: the row's target is the actor.
    """

    type: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: Status = Status.ACTUAL
    is_mutual: bool = False
    is_turned: bool = False
    speech: SpeechKind = SpeechKind.POSITION


class TellsWhat(NamedTuple):
    """One row. ``act``, ``one``, ``second``, ``other`` and ``place`` are numbers of ``Told``.

    ``one`` acts, ``second`` with it, ``other`` is acted upon (``Told.seats`` tells). Of mere words
    ``one`` is the speaker.
    """

    key: str
    text: str
    credited: str | None
    url: str | None
    published: date | None
    act: int
    act_at: int
    act_length: int
    one: int | None
    one_at: int
    one_length: int
    second: int | None
    second_at: int
    second_length: int
    other: int | None
    other_at: int
    other_length: int
    first: date | None
    last: date | None
    date_at: int
    date_length: int
    place: int | None
    place_at: int
    place_length: int
    is_historical: bool


@dataclass(slots=True)
class Told:
    """A batch of rows, and all acts, actors and places that any batch has named.

    ``outlet`` is whose rows they are (GDELT), ``scheme`` whose codes (CAMEO);
    ``basis`` is what its dates rest on.
    """

    outlet: str
    scheme: str
    basis: DateBasis = DateBasis.EXPRESSION
    rows: list[TellsWhat] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _acts: dict[Act, int] = field(default_factory=dict)
    _kinds: list[Act] = field(default_factory=list)
    _actors: dict[Actor, int] = field(default_factory=dict)
    _places: dict[Place, int] = field(default_factory=dict)

    def act(self, act: Act) -> int:
        """Number an act."""
        if act not in self._acts:
            self._acts[act] = len(self._acts)
            self._kinds.append(act)
        return self._acts[act]

    def actor(self, actor: Actor) -> int:
        """Number an actor."""
        return self._actors.setdefault(actor, len(self._actors))

    def place(self, place: Place) -> int:
        """Number a place."""
        return self._places.setdefault(place, len(self._places))

    def complain(self, problem: Problem) -> None:
        """Take in a problem with a file or a row."""
        self.problems.append(problem)

    def empty(self) -> None:
        """Begin the next batch."""
        self.rows, self.problems = [], []

    def seats(self, act: int, one: Side, other: Side) -> Seats:
        """Say who acts, who acts with it and who is acted upon, each with its cell."""
        kind = self._kinds[act]
        if kind.is_turned:
            one, other = other, one
        if not kind.is_mutual or other[0] is None:
            return (one[0], *one[1], *_NOBODY, other[0], *other[1])
        if one[0] is None:
            return (other[0], *other[1], *_NOBODY, *_NOBODY)
        return (one[0], *one[1], other[0], *other[1], *_NOBODY)

    def tables(self) -> "dict[str, pa.Table]":
        """Rows and what they point to, as Arrow tables by the names that SQL knows them by."""
        import pyarrow as pa  # noqa: PLC0415  # heavy, and only here

        return {
            "told": _table(_ROW, self.rows, pa),
            "told_acts": _table(_ACT, [_act_row(no, one) for one, no in self._acts.items()], pa),
            "told_actors": _table(
                _ACTOR, [_actor_row(no, one) for one, no in self._actors.items()], pa
            ),
            "told_places": _table(
                _PLACE, [_place_row(no, one) for one, no in self._places.items()], pa
            ),
        }


def cell_at(cells: list[str], index: int) -> Cell:
    """Find a cell in the line that its cells make, joined by tabs."""
    return Cell(sum(map(len, cells[:index])) + index, len(cells[index]))


# Private functions

_ROW = {
    "key": "string",
    "text": "string",
    "credited": "string",
    "url": "string",
    "published": "date32",
    "act": "int32",
    "act_at": "int32",
    "act_length": "int32",
    "one": "int32",
    "one_at": "int32",
    "one_length": "int32",
    "second": "int32",
    "second_at": "int32",
    "second_length": "int32",
    "other": "int32",
    "other_at": "int32",
    "other_length": "int32",
    "first": "date32",
    "last": "date32",
    "date_at": "int32",
    "date_length": "int32",
    "place": "int32",
    "place_at": "int32",
    "place_length": "int32",
    "is_historical": "bool_",
}
_ACT = {
    "no": "int32",
    "type": "string",
    "mode": "string",
    "plover_type": "string",
    "quad": "int8",
    "intensity": "float64",
    "contexts": "",
    "status": "string",
    "speech": "string",
}
_ACTOR = {
    "no": "int32",
    "code": "string",
    "country": "string",
    "id": "string",
    "name": "string",
    "json": "string",
}
_PLACE = {
    "no": "int32",
    "country": "string",
    "name": "string",
    "lat": "float64",
    "lon": "float64",
    "json": "string",
}


def _table(types: Mapping[str, str], rows: Sequence[tuple[object, ...]], pa: Any) -> "pa.Table":
    """Make a table; ``types`` names Arrow's types, "" for a list of words."""
    columns = list(zip(*rows, strict=True)) or [()] * len(types)
    kinds = [getattr(pa, name)() if name else pa.list_(pa.string()) for name in types.values()]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, kinds, strict=True)]
    return pa.Table.from_arrays(arrays, names=list(types))  # type: ignore[no-any-return]  # pa is Any


def _act_row(number: int, act: Act) -> tuple[object, ...]:
    codebook = load_codebook()
    return (
        number,
        act.type,
        act.mode,
        codebook.plover_type(act.type, act.status) if act.type else None,
        int(codebook.quad(act.type)) if act.type else None,
        codebook.intensity(act.type, act.mode) if act.type else None,
        list(act.contexts),
        act.status.value,
        act.speech.value,
    )


def _actor_row(number: int, actor: Actor) -> tuple[object, ...]:
    return (number, actor.code, actor.country, actor.id, actor.name, _json(actor))


def _place_row(number: int, place: Place) -> tuple[object, ...]:
    return (number, place.country, place.name, place.lat, place.lon, _json(place))


def _json(record: Actor | Place) -> str:
    return msgspec.json.encode(record).decode()
