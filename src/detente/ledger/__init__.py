"""All rows: the ledger that keeps them, and the formats that other programs read.

In:  coded reports, rulings, computed events.   Out: records, tables, files.
Does not: find claims, or say what they mean. The only room that imports duckdb.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
