"""Answers of a model, written by hand: every builder defaults what is not under test."""

import json
from typing import Any

__all__ = ["a_side", "a_statement", "act", "answer"]


def a_side(words: str | None = None, *codes: str, **more: Any) -> dict[str, Any]:
    """A side by its words; without words a doer whom no words name."""
    return {"mention": None, "words": words, "sentence": None, "codes": list(codes), **more}


def act(**changes: Any) -> dict[str, Any]:
    """The meeting that the second sentence of ``TRUCE`` tells."""
    told = {
        "n": 1,
        "sentence": 2,
        "predicate": "met",
        "clause": "Peru's foreign minister met his Chilean counterpart in Lima on Monday",
        "type": "CONSULT",
        "mode": None,
        "status": "actual",
        "actors": [
            a_side("Peru's foreign minister", "PER-GOV"),
            a_side("his Chilean counterpart", "CHL-GOV"),
        ],
        "recipients": [],
        "when": {"words": "on Monday", "first": "2024-01-29", "last": "2024-01-29"},
        "where": {"words": "Lima", "country": "PER"},
        "speaker": None,
        "same": None,
        "background": False,
        "doubtful": False,
    }
    return told | changes


def a_statement(**changes: Any) -> dict[str, Any]:
    """What the police of ``TRUCE`` say."""
    told = {
        "sentence": 3,
        "words": "A bomb killed six Peruvian soldiers near Tacna on Sunday",
        "cue": "said",
        "speaker": a_side("police", "PER-COP"),
        "kind": "assessment",
    }
    return told | changes


def answer(*acts: dict[str, Any], statements: tuple[dict[str, Any], ...] = ()) -> str:
    """An answer as a model writes it."""
    return json.dumps({"acts": list(acts), "statements": list(statements)})
