"""Sentences with actors -> claims: what happened, by readable rules, and the words for it."""
