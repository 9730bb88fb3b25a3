"""The desk: web pages and an HTTP API on a ledger, for reading.

In:  a ledger's file.   Out: pages that work without scripts, each with a JSON twin.
Does not: write to the ledger, run scripts in the browser, or ask other hosts.
"""

from detente.web.app import create_app
from detente.web.desk import Desk

__all__ = ["Desk", "create_app"]
