"""Sentences with actors -> claims: what happened, by readable rules and a model, and its words."""
