"""Content digests: the ids of records.

In:  the parts that make a record what it is.   Out: a short hexadecimal id.
Does not: hash joined strings, which let ("a.b", "c") and ("a", "b.c") meet.
"""

import hashlib
import json
from collections.abc import Sequence

__all__ = ["ID_LENGTH", "digest"]

ID_LENGTH = 20  # 80 bits: a collision among 10 billion records has a chance below 1 in 10,000

Part = str | int | float | bool | None


def digest(*parts: Part | Sequence[Part]) -> str:
    """Digest ``parts`` as one JSON array: SHA-256, the first ``ID_LENGTH`` hexadecimal digits."""
    array = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(array.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
