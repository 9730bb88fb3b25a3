"""The labels of the gold files: PLOVER types with YIELD, quad classes, sectors.

In:  types as the codebook has them.   Out: types as the gold files have them.
Does not: read the codebook; the labels belong to the formats, whatever the codebook becomes.
"""

from typing import Final, Literal, TypeVar

__all__ = [
    "MUTUAL_TYPES",
    "PAIR_TYPES",
    "QUADS",
    "SECTORS",
    "TYPES",
    "YIELD",
    "YIELD_QUAD",
    "fold_yield",
]

_Type = TypeVar("_Type", bound=str | None)

YIELD: Final = "YIELD"
YIELD_QUAD: Final = 2  # in the pairs suite, YIELD is material cooperation whichever half it is
QUADS: Final = (1, 2, 3, 4)
PAIR_TYPES: Final = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    YIELD,
    "COOPERATE",
    "AID",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)
_FOLDED = frozenset({"CONCEDE", "RETREAT"})
TYPES: Final = frozenset(PAIR_TYPES) - {YIELD} | _FOLDED

# Talks, agreements and joint work have no direction: all sides may be listed as actors.
MUTUAL_TYPES: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})
# PLOVER 2.0, section "Sector codes"; no country has one of these for its code.
_FREQUENT_SECTORS = frozenset(
    {"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK"}
)
_OTHER_SECTORS = frozenset(
    {
        "AGR",
        "BUS",
        "CRM",
        "CVL",
        "EDU",
        "ELI",
        "JRN",
        "LAB",
        "MED",
        "REF",
        "OPP",
        "PRE",
        "REL",
        "SOC",
    }
)
SECTORS: Final = _FREQUENT_SECTORS | _OTHER_SECTORS


def fold_yield(type_: _Type) -> _Type | Literal["YIELD"]:
    """Turn CONCEDE and RETREAT into YIELD; leave the rest, and ``None``, as it is."""
    return YIELD if type_ in _FOLDED else type_
