"""Codebook data -> types, modes, contexts, sectors, issues and the conversions to CAMEO."""

from detente.codebook.cameo import Cameo, CameoCode
from detente.codebook.load import load_codebook
from detente.codebook.model import (
    Codebook,
    Context,
    Decision,
    EventType,
    Issue,
    Mode,
    Quad,
    Term,
)

__all__ = [
    "Cameo",
    "CameoCode",
    "Codebook",
    "Context",
    "Decision",
    "EventType",
    "Issue",
    "Mode",
    "Quad",
    "Term",
    "load_codebook",
]
