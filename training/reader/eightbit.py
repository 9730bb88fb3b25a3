"""Learning as it will be read: matrix products of the encoder at eight bits.

In:  a network.     Out: the same, whose matrix products round weights and what they multiply as the
     shipped graph does.
Does not: write the graph (export.py).

Weights are rounded by output to -64 ... 64 times a scale, what they multiply by window to 0 ... 255
(ONNX's DynamicQuantizeLinear). Gradients pass as if nothing were rounded (Bengio et al. 2013).
"""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn
from torch.nn.functional import linear

__all__ = ["rounded"]

WEIGHT_STEPS, STEPS = 64, 255


@contextmanager
def rounded(encoder: nn.Module, mask: Tensor) -> Iterator[None]:
    """Let the matrix products of ``encoder`` round; ``mask`` (windows, pieces) tells the read."""
    products = [one for one in encoder.modules() if isinstance(one, nn.Linear)]
    for one in products:
        one.forward = _Rounding(one, mask)
    try:
        yield
    finally:
        for one in products:
            del one.forward


class _Rounding:
    def __init__(self, of: nn.Linear, mask: Tensor) -> None:
        self.of, self.mask = of, mask

    def __call__(self, given: Tensor) -> Tensor:
        return linear(_by_window(given, self.mask), _by_output(self.of.weight), self.of.bias)


def _by_output(weights: Tensor) -> Tensor:
    with torch.no_grad():
        scale = weights.abs().amax(dim=1, keepdim=True).clamp_min(1e-12) / WEIGHT_STEPS
        change = (weights / scale).round_().mul_(scale).sub_(weights)
    return weights + change


def _by_window(given: Tensor, mask: Tensor) -> Tensor:
    """Round what is multiplied, (windows, pieces, width); what only fills a row has no say."""
    with torch.no_grad():
        read = given * mask[..., None]
        low, high = read.amin(dim=(1, 2), keepdim=True), read.amax(dim=(1, 2), keepdim=True)
        low, high = low.clamp_max(0), high.clamp_min(0)
        scale = ((high - low) / STEPS).clamp_min(1e-12)
        zero = (-low / scale).round_()
        whole = (given / scale).round_().add_(zero).clamp_(0, STEPS)
        change = whole.sub_(zero).mul_(scale).sub_(given)
    return given + change
