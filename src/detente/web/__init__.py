"""The desk: web pages and an HTTP API on a ledger, to read it, to rule, and to add reports.

In:  a ledger's name.   Out: pages that work without scripts, each with a JSON twin.
Does not: let anybody write without a token, or load anything from other hosts into a page.
"""

from detente.errors import needing

with needing("desk", "the desk"):
    from detente.web.app import create_app
    from detente.web.desk import Desk

__all__ = ["Desk", "create_app"]
