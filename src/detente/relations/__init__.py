"""How two sides stand, from what reports tell."""

from detente.relations.brief import Brief, brief_from_claims
from detente.relations.render import brief_json, brief_markdown, brief_text
from detente.relations.sides import Scope

__all__ = ["Brief", "Scope", "brief_from_claims", "brief_json", "brief_markdown", "brief_text"]
