"""A trained network -> the files that the package carries.

In:  a network, its tokenizer, a temperature.   Out: coder.onnx (eight-bit), tokenizer, labels.
Does not: train or measure.
"""

import json
import shutil
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.labels import CONTEXTS, MODES, STATUSES, TYPES
from training.network import Network

__all__ = ["export"]

OPSET = 17


class _Outputs(torch.nn.Module):  # type: ignore[misc]  # torch is no dependency of ours
    """The network with its view, on which heads for types of one's own are fitted."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: torch.Tensor, roles: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return self.network.outputs(ids, roles)


def export(network: Network, base: Path, temperature: float, folder: Path) -> Path:
    """Write the model's three files into ``folder`` and give the graph's path.

    Weights are cut to seven bits of eight (``reduce_range``), so that processors without VNNI
    don't saturate and all sum to the same integers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    full, small = folder / "full.onnx", folder / "coder.onnx"
    network.eval()
    example = torch.ones(1, 8, dtype=torch.long)
    axes = {0: "candidates", 1: "tokens"}
    torch.onnx.export(
        _Outputs(network),
        (example, example),
        str(full),
        input_names=["ids", "roles"],
        output_names=["types", "modes", "statuses", "historical", "contexts", "view"],
        dynamic_axes={"ids": axes, "roles": axes},
        opset_version=OPSET,
        dynamo=False,
    )
    quantize_dynamic(full, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    shutil.copyfile(base / "tokenizer.json", folder / "tokenizer.json")
    labels = {
        "types": TYPES,
        "modes": MODES,
        "statuses": STATUSES,
        "contexts": CONTEXTS,
        "temperature": round(temperature, 3),
    }
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")
    return small
