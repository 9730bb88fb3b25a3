"""Fitted types of a user's own <-> one JSON file that people can read.

In:  heads with their figures.   Out: a file; and from files, heads.
Does not: fit, or let a slip pass. A file that is wrong is a ``BadConfig`` that names it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from detente.codebook import OwnType, check_own_type, load_codebook
from detente.errors import BadConfig
from detente.events.own_fit import OwnFigures
from detente.events.own_heads import OwnHead, OwnHeads

__all__ = ["FittedTypes", "read_fitted", "read_heads", "write_fitted"]

FORM = "detente own types 1"


@dataclass(frozen=True, slots=True, kw_only=True)
class FittedTypes:
    """Heads, their figures in the same order, and the digest of the sentences they are from."""

    heads: OwnHeads
    figures: tuple[OwnFigures, ...]
    sentences: str


class _Type(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    parent: str
    definition: str
    figures: OwnFigures
    threshold: float
    bias: float
    weights: tuple[float, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    form: str
    model: str
    sentences: str
    types: tuple[_Type, ...]


def write_fitted(fitted: FittedTypes) -> bytes:
    """Write fitted types as JSON."""
    file = _File(
        form=FORM,
        model=fitted.heads.model,
        sentences=fitted.sentences,
        types=tuple(
            _Type(
                name=head.own.name,
                parent=head.own.parent,
                definition=head.own.definition,
                figures=figures,
                threshold=head.threshold,
                bias=head.bias,
                weights=head.weights,
            )
            for head, figures in zip(fitted.heads.heads, fitted.figures, strict=True)
        ),
    )
    return msgspec.json.format(msgspec.json.encode(file), indent=1) + b"\n"


def read_fitted(path: Path) -> FittedTypes:
    """Read a file that ``detente types fit`` has written.

    Raises:
        BadConfig: it cannot be read, or is no such file.
    """
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as err:
        raise BadConfig(f"{path}: cannot be read ({err.strerror})") from err
    except msgspec.MsgspecError as err:
        raise BadConfig(
            f"{path}: not what detente types fit writes ({err}); give the file that its -o named"
        ) from err
    if file.form != FORM or not file.types:
        raise BadConfig(f"{path}: is in form {file.form!r}, not {FORM!r}; fit again")
    return FittedTypes(
        heads=OwnHeads(tuple(_head(path.name, one) for one in file.types), file.model),
        figures=tuple(one.figures for one in file.types),
        sentences=file.sentences,
    )


def read_heads(paths: Sequence[Path]) -> OwnHeads:
    """Read the heads of several files as one.

    Raises:
        BadConfig: as ``read_fitted``; two files define a type, or were fitted on two models.
    """
    joint = OwnHeads()
    for path in paths:
        heads = read_fitted(path).heads
        known = {head.own.name for head in joint.heads}
        for head in heads.heads:
            if head.own.name in known:
                raise BadConfig(f"{path}: {head.own.name!r} is in another --types file; drop one")
        if joint.heads and joint.model != heads.model:
            raise BadConfig(f"{path}: fitted for model {heads.model}, others for {joint.model}")
        joint = OwnHeads((*joint.heads, *heads.heads), heads.model)
    return joint


def _head(file: str, one: _Type) -> OwnHead:
    own = OwnType(name=one.name, parent=one.parent, definition=one.definition)
    check_own_type(file, own, {event_type.name for event_type in load_codebook().types})
    return OwnHead(own=own, weights=one.weights, bias=one.bias, threshold=one.threshold)
