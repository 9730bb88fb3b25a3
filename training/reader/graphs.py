"""Ensembles of trees as the graphs that ship: made, added up, bent, asked for their sums.

In:  boosters, folders of graphs.   Out: graphs, ``rows`` in, ``probabilities`` out.
Does not: fit.
"""

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from lightgbm import Booster
from numpy.typing import NDArray
from onnx import ModelProto
from onnxmltools import convert_lightgbm
from onnxmltools.convert.common.data_types import FloatTensorType

from detente.events.model import session
from detente.events.reader.deciders import NAMES

__all__ = ["Before", "graph_of"]

OPSET = 15
TREES = "TreeEnsembleClassifier"
NUMBERS = ("nodes_treeids", "class_treeids")  # of trees, from 0
ALL_TREES = ("classlabels_int64s", "post_transform")  # what is of no one tree

Line = tuple[float, float]  # slope and lift


class Before:
    """The graphs of a folder, which others go on from."""

    def __init__(self, folder: Path) -> None:
        self.graphs = {name: onnx.load(folder / f"{name}.onnx") for name in NAMES}
        self._sums = {name: session(_plain(graph)) for name, graph in self.graphs.items()}

    def sums(self, name: str, rows: NDArray[Any]) -> NDArray[np.float64]:
        """The trees' sums for each row: (rows,) of two classes, (rows, classes) of more."""
        (found,) = self._sums[name].run(["probabilities"], {"rows": rows})
        sums: NDArray[np.float64] = np.asarray(found, np.float64)
        return sums[:, 1] if sums.shape[1] == 2 else sums  # noqa: PLR2004


def graph_of(
    booster: Booster, before: ModelProto | None = None, line: Line = (1.0, 0.0)
) -> ModelProto:
    """Write an ensemble as a graph, after the trees of another if one is given.

    ``line`` bends the sums: slope and lift.
    """
    rows = [("rows", FloatTensorType([None, booster.num_feature()]))]
    graph = convert_lightgbm(booster, initial_types=rows, zipmap=False, target_opset=OPSET)
    for output in graph.graph.output:
        output.type.tensor_type.shape.dim[0].dim_param = "rows"
    whole = _joined(before, graph) if before is not None else graph
    slope, lift = line
    told = _attributes(whole)
    weights = [
        slope * weight + (lift if tree == 0 else 0.0)
        for weight, tree in zip(
            told["class_weights"].floats, told["class_treeids"].ints, strict=True
        )
    ]
    _set(told["class_weights"].floats, weights)
    return whole


def _joined(before: ModelProto, added: ModelProto) -> ModelProto:
    whole = deepcopy(before)
    ours, theirs = _attributes(whole), _attributes(added)
    n_trees = max(ours["nodes_treeids"].ints) + 1
    for name, one in theirs.items():
        if name in NUMBERS:
            ours[name].ints.extend(n_trees + number for number in one.ints)
        elif name not in ALL_TREES:
            for kind in ("ints", "floats", "strings"):
                getattr(ours[name], kind).extend(getattr(one, kind))
    return whole


def _plain(graph: ModelProto) -> bytes:
    """The same without what turns sums into shares."""
    plain = deepcopy(graph)
    _attributes(plain)["post_transform"].s = b"NONE"
    return bytes(plain.SerializeToString())


def _attributes(model: ModelProto) -> Mapping[str, Any]:
    (trees,) = (node for node in model.graph.node if node.op_type == TREES)
    return {one.name: one for one in trees.attribute}


def _set(repeated: Any, values: list[float]) -> None:
    del repeated[:]
    repeated.extend(values)
