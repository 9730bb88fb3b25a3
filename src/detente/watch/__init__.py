"""Feeds -> the ledger, for ever: polls politely, fetches what is new, codes it, keeps it.

In:  a list of feeds, a ledger.   Out: rows in the ledger; a file that remembers what was asked.
Does not: print (cli/watch.py does), or keep anything of its own in the ledger.
"""

from detente.watch.feed_list import WatchedFeed, load_feed_lists
from detente.watch.memory import Memory
from detente.watch.status import FeedStatus, feed_statuses
from detente.watch.watcher import Watcher

__all__ = [
    "FeedStatus", "Memory", "WatchedFeed", "Watcher", "feed_statuses", "load_feed_lists",
]  # fmt: skip
