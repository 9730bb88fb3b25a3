"""The encoder while it learns: a small BERT over a window, and heads on words and pairs.

In:  word pieces of windows.   Out: logits; three modules that export.py writes as graphs.
Does not: learn (fit.py).

Learned vectors for a piece's mention kind, the type that a rule sees there, and its part (before
the sentence or in it) are added to the piece's own before the encoder reads.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from detente.codebook import load_codebook
from detente.events.reader.window import KINDS, N_DISTANCES, TYPES

__all__ = ["MODES", "Network", "mean_vectors"]

HIDDEN = 384
MODES = [f"{kind.name}/{mode.name}" for kind in load_codebook().types for mode in kind.modes]
N_FLAGS = 3  # background, told before, done by somebody whom no words name


class Network(nn.Module):  # type: ignore[misc]  # torch is no dependency of ours
    """``base`` is a folder with an encoder's configuration and weights."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(base, add_pooling_layer=False)
        width, kinds = self.enc.config.hidden_size, len(KINDS) + 1
        self.kind = nn.Embedding(kinds, width)
        self.rule = nn.Embedding(len(TYPES) + 1, width)
        self.part = nn.Embedding(2, width)
        for table in (self.kind, self.rule, self.part):
            nn.init.normal_(table.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.act = nn.Sequential(
            nn.Linear(width, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, len(TYPES) + 1)
        )
        self.status = nn.Sequential(
            nn.Linear(width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 4 + N_FLAGS)
        )
        self.mode = nn.Linear(width, len(MODES))
        self.dist = nn.Embedding(N_DISTANCES, 64)
        self.mk = nn.Embedding(kinds, 32)
        self.role = nn.Sequential(
            nn.Linear(3 * width + 96, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, 3)
        )

    def states(
        self, ids: Tensor, kinds: Tensor, rules: Tensor, parts: Tensor, mask: Tensor
    ) -> Tensor:
        """Read pieces, all (windows, pieces) -> vectors (windows, pieces, width)."""
        words = self.enc.get_input_embeddings()(ids)
        words = words + self.kind(kinds) + self.rule(rules) + self.part(parts)
        return self.enc(inputs_embeds=words, attention_mask=mask).last_hidden_state.float()

    def words(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Vectors of words (n, width) -> logits of types, statuses, flags, modes."""
        words = self.drop(words)
        statuses = self.status(words)
        return self.act(words), statuses[:, :4], statuses[:, 4:], self.mode(words)

    def pairs(self, acts: Tensor, mentions: Tensor, distances: Tensor, kinds: Tensor) -> Tensor:
        """Vectors of words and mentions, pair by pair -> logits of neither, actor, recipient."""
        near = torch.cat([self.dist(distances), self.mk(kinds)], dim=-1)
        return self.role(self.drop(torch.cat([acts, mentions, acts * mentions, near], dim=-1)))


def mean_vectors(states: Tensor, where: list[tuple[int, tuple[int, int]]]) -> Tensor:
    """The mean vector of each range of pieces, given by window and range."""
    if not where:
        return states.new_zeros((0, states.shape[-1]))
    return torch.stack([states[window, a:b].mean(0) for window, (a, b) in where])
