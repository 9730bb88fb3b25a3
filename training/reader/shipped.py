"""The graphs that the package carries -> a network that can go on learning.

In:  a folder with states.onnx, words.onnx, who.onnx.   Out: a network with their weights; those of
the encoder as exact as eight bits are.
Does not: learn.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.reader.network import Network

__all__ = ["shipped"]

Weights = Mapping[str, NDArray[Any]]


def shipped(folder: Path, base: Path) -> Network:
    """Read a network's weights out of its graphs; ``base`` gives its shape.

    Raises:
        RuntimeError: the graphs lack weights that the network has.
    """
    network = Network(base)
    found: dict[str, NDArray[Any]] = {}
    for name in ("states", "words", "who"):
        graph = onnx.load(folder / f"{name}.onnx").graph
        held = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        found |= dict(_named(held)) | dict(_multiplied(graph, held))
    known = network.state_dict()
    network.load_state_dict(
        {key: torch.tensor(np.ascontiguousarray(found[key])) for key in found if key in known}
    )
    return network


def _named(held: Weights) -> Iterator[tuple[str, NDArray[Any]]]:
    """Weights that a graph holds under the network's own names."""
    for name in held:
        own = name.removesuffix("_quantized")
        yield own.removeprefix("network."), _plain(own, held)


def _multiplied(graph: onnx.GraphProto, held: Weights) -> Iterator[tuple[str, NDArray[Any]]]:
    """Weights of matrix products, which a graph holds turned over and without their names."""
    for node in graph.node:
        if node.op_type in {"MatMul", "MatMulInteger"}:
            own = node.input[1].removesuffix("_quantized")
            if own.startswith("onnx::"):
                yield f"{_path(node.name)}.weight", _plain(own, held).T


def _plain(name: str, held: Weights) -> NDArray[Any]:
    if f"{name}_quantized" not in held:
        return held[name]
    whole, zero = held[f"{name}_quantized"], held[f"{name}_zero_point"]
    plain: NDArray[Any] = (whole.astype(np.float32) - zero.astype(np.float32)) * held[
        f"{name}_scale"
    ]
    return plain


def _path(node: str) -> str:
    """``/who/pair/pair.0/MatMul`` is ``who.pair.0``."""
    parts: list[str] = []
    for part in node.strip("/").removesuffix("_quant").removesuffix("/MatMul").split("/"):
        if parts and part.startswith(f"{parts[-1]}."):
            parts[-1] = part
        else:
            parts.append(part)
    return ".".join(parts)
