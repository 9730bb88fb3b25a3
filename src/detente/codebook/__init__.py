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
from detente.codebook.own_mode import OWN_MODE, is_own
from detente.codebook.own_types import OwnType, check_own_type, read_own_types

__all__ = [
    "OWN_MODE",
    "Cameo",
    "CameoCode",
    "Codebook",
    "Context",
    "Decision",
    "EventType",
    "Issue",
    "Mode",
    "OwnType",
    "Quad",
    "Term",
    "check_own_type",
    "is_own",
    "load_codebook",
    "read_own_types",
]
