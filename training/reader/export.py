"""What was learned -> the files that the package carries.

In:  a network, graphs of trees.   Out: states.onnx (eight-bit), words.onnx, who.onnx,
     one .onnx an ensemble, tokenizer.json, modes.json.
Does not: learn or measure.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.reader.network import MODES, Network

__all__ = ["export_encoder", "export_trees", "export_words"]

OPSET = 17
MENTIONS, COUNTRIES = {0: "acts", 1: "mentions"}, {0: "acts", 1: "countries"}
WHO = {
    "acts": {0: "acts"}, "mentions": MENTIONS, "countries": COUNTRIES, "distances": MENTIONS,
    "kinds": MENTIONS, "tellings": MENTIONS, "slots": MENTIONS, "numbers": COUNTRIES,
}  # fmt: skip


class _States(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, *rest: Tensor) -> Tensor:
        given = [ids, *rest, torch.ones_like(ids)]
        return self.network.states(*given)


class _Words(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, words: Tensor) -> tuple[Tensor, ...]:
        return self.network.words(words)


class _Who(nn.Module):  # type: ignore[misc]
    def __init__(self, network: Network) -> None:
        super().__init__()
        self.who = network.who

    def forward(self, acts: Tensor, mentions: Tensor, countries: Tensor, *rest: Tensor) -> Tensor:
        rows = 2 + mentions.shape[1] + countries.shape[1]
        there = acts.new_zeros(1).expand(acts.shape[0], rows)
        return self.who(acts, mentions, countries, *rest, there)


def export_encoder(network: Network, folder: Path) -> None:
    """Write the three graphs into ``folder``.

    Weights of the encoder are cut to seven bits of eight (``reduce_range``), so that processors
    without VNNI don't saturate and all sum to the same integers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    full = folder / "full.onnx"
    ids, width = torch.ones(1, 8, dtype=torch.long), network.enc.config.hidden_size
    pieces = ["ids", "kinds", "rules", "parts", "slots", "tellings"]
    two = _axes((*pieces, "states"), {0: "windows", 1: "pieces"})
    given = (ids, ids * 0, ids * 0, ids, ids * 0, ids * 0)
    _write(_States(network), given, full, pieces, ["states"], two)
    quantize_dynamic(
        full,
        folder / "states.onnx",
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )
    full.unlink()
    outputs = ["types", "statuses", "flags", "modes"]
    words = _axes(("words", *outputs), {0: "words"})
    _write(
        _Words(network), (torch.zeros(3, width),), folder / "words.onnx", ["words"], outputs, words
    )
    numbers = torch.zeros(3, 4, dtype=torch.long)
    weighed = (
        torch.zeros(3, width), torch.zeros(3, 4, width), torch.zeros(3, 2, width), numbers, numbers,
        numbers, numbers, numbers[:, :2],
    )  # fmt: skip
    _write(
        _Who(network), weighed, folder / "who.onnx", list(WHO), ["roles", "unnamed", "whose"], WHO
    )


def export_words(base: Path, folder: Path) -> None:
    """Write the tokenizer and the modes' names, which all encoders share, into ``folder``."""
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    (folder / "modes.json").write_text(json.dumps(MODES, indent=1) + "\n", encoding="utf-8")


def export_trees(graphs: Mapping[str, onnx.ModelProto], folder: Path) -> None:
    """Write the deciders' graphs into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, graph in graphs.items():
        onnx.save(graph, str(folder / f"{name}.onnx"))


def _axes(names: Iterable[str], open_: Mapping[int, str]) -> dict[str, Mapping[int, str]]:
    return {name: open_ for name in names}  # noqa: C420  # RUF024 forbids fromkeys


def _write(  # noqa: PLR0913, PLR0917  # what torch asks for
    module: nn.Module,
    given: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    axes: Mapping[str, Mapping[int, str]],
) -> None:
    torch.onnx.export(
        module,
        given,
        str(path),
        input_names=inputs,
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=OPSET,
        dynamo=False,
    )
