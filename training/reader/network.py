"""The encoder while it learns: a small BERT over a window, and heads on words and pairs.

In:  word pieces of windows.   Out: logits; three modules that export.py writes as graphs.
Does not: learn (fit.py).

Learned vectors for a piece's mention kind, the type that a rule sees there, its part (before the
sentence or in it), its country's number in the window and how its words tell that country are added
to the piece's own before the encoder reads.

Who takes part is weighed for one act and all mentions together: a small transformer over the act,
the mentions and the countries of the window, which see each other.
"""

from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from detente.codebook import load_codebook
from detente.events.reader.window import KINDS, N_DISTANCES, N_SLOTS, TYPES, Telling

__all__ = ["MODES", "Network", "mean_vectors"]

HIDDEN = 384
WIDE, LAYERS, HEADS = 192, 2, 4  # of the transformer over an act and its mentions
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
        self.slot = nn.Embedding(N_SLOTS, width)
        self.telling = nn.Embedding(len(Telling), width)
        for table in (self.kind, self.rule, self.part, self.slot, self.telling):
            nn.init.normal_(table.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.act = nn.Sequential(
            nn.Linear(width, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, len(TYPES) + 1)
        )
        self.status = nn.Sequential(
            nn.Linear(width, HIDDEN), nn.GELU(), nn.Linear(HIDDEN, 4 + N_FLAGS)
        )
        self.mode = nn.Linear(width, len(MODES))
        self.who = _Who(width)

    def states(  # noqa: PLR0913, PLR0917  # six numbers a piece
        self,
        ids: Tensor,
        kinds: Tensor,
        rules: Tensor,
        parts: Tensor,
        slots: Tensor,
        tellings: Tensor,
        mask: Tensor,
    ) -> Tensor:
        """Read pieces, all (windows, pieces) -> vectors (windows, pieces, width)."""
        words = self.enc.get_input_embeddings()(ids)
        words = words + self.kind(kinds) + self.rule(rules) + self.part(parts)
        words = words + self.slot(slots) + self.telling(tellings)
        return self.enc(inputs_embeds=words, attention_mask=mask).last_hidden_state.float()

    def words(self, words: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Vectors of words (n, width) -> logits of types, statuses, flags, modes."""
        words = self.drop(words)
        statuses = self.status(words)
        return self.act(words), statuses[:, :4], statuses[:, 4:], self.mode(words)


class _Who(nn.Module):  # type: ignore[misc]
    """Acts with their mentions and countries -> who takes part, and whose each is."""

    def __init__(self, width: int) -> None:
        super().__init__()
        kinds = len(KINDS) + 1
        self.act, self.mention, self.country = (nn.Linear(width, WIDE) for _ in range(3))
        self.distance = nn.Embedding(N_DISTANCES, WIDE)
        self.kind = nn.Embedding(kinds, WIDE)
        self.telling = nn.Embedding(len(Telling), WIDE)
        self.slot = nn.Embedding(N_SLOTS, WIDE)
        for table in (self.distance, self.kind, self.telling, self.slot):
            nn.init.normal_(table.weight, std=0.1)
        self.elsewhere = nn.Parameter(torch.zeros(WIDE))
        self.layers = nn.ModuleList([_Layer() for _ in range(LAYERS)])
        self.last = nn.LayerNorm(WIDE)
        self.near, self.by_kind = nn.Embedding(N_DISTANCES, 64), nn.Embedding(kinds, 32)
        self.pair = nn.Sequential(
            nn.Linear(3 * width + 96, HIDDEN), nn.GELU(), nn.Dropout(0.1), nn.Linear(HIDDEN, 3)
        )
        self.role, self.unnamed = nn.Linear(WIDE, 3), nn.Linear(WIDE, 2)
        self.asks, self.doer_asks, self.other_asks, self.answers = (
            nn.Linear(WIDE, WIDE) for _ in range(4)
        )
        self.drop = nn.Dropout(0.1)

    def forward(  # noqa: PLR0913, PLR0917  # what is known of an act and of those near it
        self,
        acts: Tensor,
        mentions: Tensor,
        countries: Tensor,
        distances: Tensor,
        kinds: Tensor,
        tellings: Tensor,
        slots: Tensor,
        numbers: Tensor,
        there: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Say who takes part in each act, whether somebody unnamed does, whose each is.

        Vectors of acts (acts, width), of each act's mentions (acts, mentions, width) and countries
        (acts, countries, width); by act and mention its distance, kind, telling and slot; by act
        and country its slot; ``there`` (acts, 1 + mentions + countries + 1): 0, or a great negative
        number for what only fills the row -> logits of neither, actor, recipient (acts, mentions,
        3); of an unnamed actor and recipient (acts, 2); of each country, then of one that the
        window does not tell (acts, mentions + 2, countries + 1), for the mentions, the unnamed
        actor and recipient.
        """
        many, beside = mentions.shape[1], acts[:, None].expand_as(mentions)
        acts_, mentions_ = self.drop(beside), self.drop(mentions)
        near = torch.cat([self.near(distances), self.by_kind(kinds)], dim=-1)
        pairs = self.pair(torch.cat([acts_, mentions_, acts_ * mentions_, near], dim=-1))
        told = self.mention(mentions) + self.distance(distances) + self.kind(kinds)
        told = told + self.telling(tellings) + self.slot(slots)
        whose = self.country(countries) + self.slot(numbers)
        nowhere = self.elsewhere.expand(acts.shape[0], 1, -1)
        rows = self.drop(torch.cat([self.act(acts)[:, None], told, whose, nowhere], dim=1))
        for layer in self.layers:
            rows = layer(rows, there)
        rows = self.last(rows)
        act, of_mentions, of_countries = rows[:, :1], rows[:, 1 : 1 + many], rows[:, 1 + many :]
        asked = torch.cat(
            [self.asks(of_mentions), self.doer_asks(act), self.other_asks(act)], dim=1
        )
        owners = asked @ self.answers(of_countries).transpose(1, 2) / sqrt(WIDE)
        return (
            pairs + self.role(of_mentions),
            self.unnamed(act[:, 0]),
            owners + there[:, None, 1 + many :],
        )


class _Layer(nn.Module):  # type: ignore[misc]
    def __init__(self) -> None:
        super().__init__()
        self.before, self.between = nn.LayerNorm(WIDE), nn.LayerNorm(WIDE)
        self.given, self.taken = nn.Linear(WIDE, 3 * WIDE), nn.Linear(WIDE, WIDE)
        self.wide = nn.Sequential(
            nn.Linear(WIDE, 2 * WIDE), nn.GELU(), nn.Dropout(0.1), nn.Linear(2 * WIDE, WIDE)
        )

    def forward(self, rows: Tensor, there: Tensor) -> Tensor:
        """Let each row (acts, rows, WIDE) see all others that are there."""
        acts, many, _ = rows.shape
        split = self.given(self.before(rows)).view(acts, many, 3, HEADS, WIDE // HEADS)
        asked, known, said = split.permute(2, 0, 3, 1, 4)
        weights = asked @ known.transpose(-1, -2) / sqrt(WIDE // HEADS) + there[:, None, None]
        heard = (weights.softmax(-1) @ said).transpose(1, 2).reshape(acts, many, WIDE)
        rows = rows + self.taken(heard)
        return rows + self.wide(self.between(rows))


def mean_vectors(states: Tensor, where: Sequence[tuple[int, tuple[int, int]]]) -> Tensor:
    """The mean vector of each range of pieces, given by window and range."""
    lengths = torch.tensor([b - a for _, (a, b) in where], dtype=torch.long)
    pieces = [n * states.shape[1] + place for n, (a, b) in where for place in range(a, b)]
    read = states.flatten(0, 1)[torch.tensor(pieces, dtype=torch.long)]
    rows = torch.arange(len(where)).repeat_interleave(lengths)
    return states.new_zeros((len(where), read.shape[1])).index_add(0, rows, read) / lengths[:, None]
