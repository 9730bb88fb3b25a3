"""Codebook data -> types, modes, contexts, sectors, issues and the conversions to CAMEO."""

from detente.codebook.load import check_own_type, load_codebook, read_own_types
from detente.codebook.model import (
    ARMED,
    BODIES,
    LABELS,
    NOT_STATES,
    ORGANS,
    OWN_MODE,
    PRIVATE,
    PRIVATE_BODIES,
    REBELS,
    SECOND,
    STRAYS,
    Cameo,
    CameoCode,
    Codebook,
    Context,
    Decision,
    EventType,
    Issue,
    Mode,
    OwnType,
    Quad,
    Term,
    is_own,
)

__all__ = [
    "ARMED", "BODIES", "LABELS", "NOT_STATES", "ORGANS", "OWN_MODE", "PRIVATE", "PRIVATE_BODIES",
    "REBELS", "SECOND",
    "STRAYS",
    "Cameo", "CameoCode", "Codebook", "Context", "Decision", "EventType", "Issue", "Mode",
    "OwnType", "Quad", "Term", "check_own_type", "is_own", "load_codebook", "read_own_types",
]  # fmt: skip
