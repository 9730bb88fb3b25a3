"""Archives of any size: files of reports in, Parquet out, on all cores or a cluster.

In:  files and folders, a folder for what comes out, how to read and code.   Out: shards, each
there whole or not at all; a manifest that says of what they were made.
Does not: keep a ledger (``detente import parquet`` takes what comes out), or merge events.
"""

from detente.archive.folder import Archive, Counts, Order
from detente.archive.workers import ENGINES, run_archive

__all__ = ["ENGINES", "Archive", "Counts", "Order", "run_archive"]
