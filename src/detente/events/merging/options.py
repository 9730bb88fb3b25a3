"""How far apart reports may be and still tell of one deed; all in days unless said otherwise."""

from dataclasses import dataclass

__all__ = ["MergeOptions"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOptions:
    """Parameters of merging.

    ``undated``: a deed told without a day was done on the day of publication or at most so many
    days before. ``denial``: a denial without a day answers what was told at most so many days
    before or after. ``plan``: a plan without a day is for at most so many days ahead.
    ``vague``: dates longer than this join an event only if no other fits as well, and ``long``
    ones (plans without a day, too) only if more than the states is the same. ``near``:
    places at most so many kilometres apart are one, a region and a city in it ``region``.
    ``most_rivals``: so many events are compared with a claim; a busier day is not looked through.
    ``late``: a planned deed may come so late. ``promise``, ``threat``, ``breach``, ``answer``: how
    long after its cause an event is linked to it; ``measure``: a threat's very measure, of which
    no more is known.
    """

    undated: int = 2
    denial: int = 7
    plan: int = 90
    vague: int = 7
    long: int = 62
    near: int = 30
    region: int = 300
    most_rivals: int = 400
    late: int = 31
    promise: int = 365
    threat: int = 90
    measure: int = 31
    breach: int = 365
    answer: int = 30
