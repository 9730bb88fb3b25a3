"""What a model is asked to answer: its shape, as records and as a JSON schema.

In:  the text of a reply.   Out: acts and statements as the model writes them; malformed parts.
Does not: check what they say (check.py does), or mend a reply.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from detente.codebook import Codebook
from detente.records import SpeechKind, Status

_NAMES = {str: "string", int: "integer", bool: "boolean"}
MOST_ITEMS = 400  # acts, or statements, of one reply; a long report has 60
T = TypeVar("T")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes part or speaks: the id of a mention or quoted words, and the codes it has here.

    ``sentence`` is the number of the sentence of the words where it is not the act's own.
    """

    mention: str | None = None
    words: str | None = None
    sentence: int | None = None
    codes: tuple[str, ...] = ()


class When(msgspec.Struct, frozen=True, kw_only=True):
    """The words that date an act, and the days they mean by the model's word."""

    words: str
    first: str | None = None
    last: str | None = None


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """The words that place an act, and the country by the model's word."""

    words: str
    country: str | None = None


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act as the model writes it; ``same`` is the number of its first telling."""

    n: int
    sentence: int
    predicate: str
    clause: str
    type: str
    mode: str | None = None
    status: str = Status.ACTUAL
    actors: tuple[Side, ...] = ()
    recipients: tuple[Side, ...] = ()
    when: When | None = None
    where: Where | None = None
    speaker: Side | None = None
    same: int | None = None
    background: bool = False
    doubtful: bool = False


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One statement as the model writes it."""

    sentence: int
    words: str
    cue: str | None = None
    speaker: Side | None = None
    kind: str = SpeechKind.POSITION


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a part of an answer: ``at`` "act 3", "statement 1", "the reply"."""

    at: str
    detail: str

    def __str__(self) -> str:
        return f"{self.at}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as far as it can be read. ``is_whole``: it was one JSON object to its end."""

    acts: tuple[Act, ...] = ()
    statements: tuple[Said, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_whole: bool = True


def read_answer(reply: str) -> Answer:
    """Read a reply: JSON alone, in a fence, or with prose around it; of a cut one what is whole."""
    start = json_start(reply)
    if start < 0:
        return Answer(faults=(Fault("the reply", "it holds no JSON object"),), is_whole=False)
    try:
        found, _ = json.JSONDecoder().raw_decode(reply, start)
    except (json.JSONDecodeError, RecursionError):
        cut = Fault("the reply", "it is no whole JSON object; answer shorter, with JSON alone")
        found = {key: list(_whole_items(reply, key)) for key in ("acts", "statements")}
        return _answer(found, (cut,), is_whole=False)
    return _answer(found, (), is_whole=True)


def json_start(reply: str) -> int:
    """Where a reply's JSON begins, after the thoughts that some models write; -1: nowhere."""
    thought = reply.find("</think>") if reply.lstrip().startswith("<think>") else -1
    return reply.find("{", max(thought, 0))


def answer_schema(codebook: Codebook) -> dict[str, Any]:
    """JSON schema of an answer, strict as structured output wants it: every key required."""
    modes = sorted({mode.name for kind in codebook.types for mode in kind.modes})
    codes: dict[str, dict[str, Any]] = {
        "type": {"type": "string", "enum": [kind.name for kind in codebook.types]},
        "mode": {"type": ["string", "null"], "enum": [*modes, None]},
        "status": {"type": "string", "enum": [status.value for status in Status]},
        "kind": {"type": "string", "enum": [kind.value for kind in SpeechKind]},
    }
    return an_object(
        acts=_shape(tuple[Act, ...], codes), statements=_shape(tuple[Said, ...], codes)
    )


def _shape(kind: Any, codes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """JSON schema of a type; a field with one of the names of ``codes`` is of these."""
    inner = get_args(kind)
    if kind in _NAMES:
        return {"type": _NAMES[kind]}
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _shape(inner[0], codes)}
    if inner:  # or nothing
        shape = _shape(inner[0], codes)
        is_plain = inner[0] in _NAMES
        null = {"type": "null"}
        return {"type": [shape["type"], "null"]} if is_plain else {"anyOf": [shape, null]}
    own = msgspec.structs.fields(kind)
    return an_object(**{one.name: codes.get(one.name) or _shape(one.type, codes) for one in own})


def an_object(**fields: Any) -> dict[str, Any]:
    """JSON schema of an object, every key required and no other let in."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _answer(found: object, faults: tuple[Fault, ...], *, is_whole: bool) -> Answer:
    if not isinstance(found, dict) or not isinstance(found.get("acts"), list):
        wrong = Fault("the reply", 'it is no object with a list "acts"')
        return Answer(faults=(*faults, wrong), is_whole=False)
    acts, no_acts = _items(found["acts"], Act, "act")
    told = found.get("statements")
    statements, no_statements = _items(told if isinstance(told, list) else [], Said, "statement")
    return Answer(acts, statements, (*faults, *no_acts, *no_statements), is_whole)


def _items(
    given: Sequence[object], kind: type[T], name: str
) -> tuple[tuple[T, ...], tuple[Fault, ...]]:
    """Read each item by itself: one that is malformed spoils no other."""
    items, faults = list[T](), list[Fault]()
    for place, one in enumerate(given[:MOST_ITEMS], 1):
        try:
            items.append(msgspec.convert(_cited(one), kind))
        except (msgspec.ValidationError, RecursionError) as err:
            number = one.get("n", place) if isinstance(one, dict) and name == "act" else place
            faults.append(Fault(f"{name} {number}", f"it has not the shape asked for: {err}"))
    if len(given) > MOST_ITEMS:
        faults.append(Fault("the reply", f"it has {len(given)} {name}s; {MOST_ITEMS} are read"))
    return tuple(items), tuple(faults)


def _cited(one: object) -> object:
    """Leave out a day or place that the model knows by itself: without words it cites nothing."""
    if not isinstance(one, dict):
        return one
    wordless = (
        name
        for name in ("when", "where")
        if isinstance(given := one.get(name), dict) and given.get("words") is None
    )
    return {**one, **dict.fromkeys(wordless)}


def _whole_items(reply: str, key: str) -> Iterator[object]:
    """Yield the items of a list that a cut reply has whole."""
    at = reply.find(f'"{key}"')
    at = reply.find("[", at) + 1 if at >= 0 else 0
    decoder = json.JSONDecoder()
    while at:
        while reply[at : at + 1] and reply[at] in " \t\r\n,":
            at += 1
        if reply[at : at + 1] != "{":
            return
        try:
            item, at = decoder.raw_decode(reply, at)
        except (json.JSONDecodeError, RecursionError):
            return
        yield item
