"""Types of a user's own, as they stand in the mode of a claim: ``own:prisoner-swap``.

In:  a mode.   Out: whether it is a user's own.
Does not: know which there are. They are an open list, like issues: whoever reads a record can tell
by the mode alone that it is none of PLOVER's, and that the act is worth what its type is.
"""

import re
from typing import TypeGuard

__all__ = ["OWN", "OWN_MODE", "is_own"]

OWN = "own:"
OWN_MODE = r"own:[a-z][a-z0-9]*(?:-[a-z0-9]+)*"


def is_own(mode: str | None) -> TypeGuard[str]:
    """Whether a mode names a user's own type: ``own:`` and a name of small letters and hyphens."""
    return mode is not None and re.fullmatch(OWN_MODE, mode) is not None
