"""The network: an encoder that sees who is who, and small heads on what it says.

In:  word pieces and their roles.   Out: logits for type, mode, status, history and contexts.
Does not: learn (fit.py) or leave the room (export.py).

A learned vector for each role is added to the word's own before the encoder reads the sentence
(after the entity markers of Baldini Soares et al. 2019, without their extra words). The heads look
at the mean of the sentence's, the actor's, the recipient's and the predicate's vectors.
"""

from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.functional import gelu
from transformers import AutoModel

from detente.events.model import Role
from training.labels import CONTEXTS, MODES, STATUSES, TYPES

__all__ = ["Logits", "Network"]

HIDDEN = 384
DROPOUT = 0.1


class Logits(NamedTuple):
    """One row a candidate."""

    types: Tensor
    modes: Tensor
    statuses: Tensor
    historical: Tensor
    contexts: Tensor


class Network(nn.Module):  # type: ignore[misc]  # torch is no dependency of ours
    """``base`` is a folder with an encoder's configuration and weights (BERT or MPNet)."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.pad = int(self.encoder.config.pad_token_id)
        self.roles = nn.Embedding(len(Role), width)
        nn.init.normal_(self.roles.weight, std=0.02)
        self.hidden = nn.Linear(len(Role) * width, HIDDEN)
        self.dropout = nn.Dropout(DROPOUT)
        self.types = nn.Linear(HIDDEN, len(TYPES))
        self.modes = nn.Linear(HIDDEN, len(MODES))
        self.statuses = nn.Linear(HIDDEN, len(STATUSES))
        self.historical = nn.Linear(HIDDEN, 1)
        self.contexts = nn.Linear(width, len(CONTEXTS))

    def forward(self, ids: Tensor, roles: Tensor) -> Logits:
        """Read ``ids`` and ``roles``, both (candidates, tokens); padding is the encoder's own."""
        return Logits(*self.outputs(ids, roles)[:-1])

    def outputs(self, ids: Tensor, roles: Tensor) -> tuple[Tensor, ...]:
        """What ``forward`` gives and, last, the view that the heads look at."""
        mask = (ids != self.pad).long()
        words = self.encoder.get_input_embeddings()(ids) + self.roles(roles)
        states = self.encoder(inputs_embeds=words, attention_mask=mask).last_hidden_state
        states = states.float()
        whole = _mean(states, mask)
        parts = [_mean(states, (roles == int(role)).long()) for role in Role if role]
        view = self.dropout(torch.cat([whole, *parts], dim=-1))
        view = self.dropout(gelu(self.hidden(view)))
        return (
            self.types(view),
            self.modes(view),
            self.statuses(view),
            self.historical(view),
            self.contexts(self.dropout(whole)),
            view,
        )


def _mean(states: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(1) / weights.sum(1).clamp(min=1.0)
