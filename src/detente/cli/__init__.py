"""The command line: reads options, calls one thing, renders; the only room that prints."""

from detente.cli.app import app, main

__all__ = ["app", "main"]
