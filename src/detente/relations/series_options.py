"""The choices behind a series, each a parameter.

docs/series.md argues for the defaults. Nothing here was fitted to anybody's scores.
"""

from dataclasses import dataclass
from enum import StrEnum

from detente.errors import BadConfig
from detente.relations.periods import Period

__all__ = ["Coverage", "SeriesOptions", "check_positive"]


class Coverage(StrEnum):
    """What tells how much was reported at all in a period."""

    EVENTS = "events"  # all events of the record, between whomever, by the day of the act
    REPORTS = "reports"  # all reports, by the day of publication
    NONE = "none"  # no correction


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesOptions:
    """How a series is computed.

    ``half_life_days``: after so long an act bears half its weight in the stock.
    ``talk_weight``: what a routine contact (CONSULT) counts beside other acts.
    ``threat_weight``: what a threat counts; the deed that carries it out counts by itself.
    ``outlet_weight``: an act that ``n`` independent outlets tell counts ``1 + outlet_weight * ln
    n`` times; 0 counts all acts alike.
    ``intensity_power``: an act is worth its intensity to this power; 1 takes the scale as it is,
    0 counts acts. It moves flow and stock; mean and sum are always of the plain intensity.
    ``voice_unit``: a month with acts worth so much, at usual coverage, speaks with voice ln 2.
    ``prior_voice``: how much voice holds the stock at 0 while little is known.
    ``coverage``, ``coverage_prior``: how flow and voice are corrected for how much is reported at
    all; the prior is a share of a usual period's coverage.
    ``most_days``: acts whose day is known less exactly are left out.
    ``n_draws``, ``seed``, ``interval``: the bootstrap; no draws, no intervals.
    """

    period: Period = Period.MONTH
    half_life_days: float = 180.0
    talk_weight: float = 0.5
    threat_weight: float = 0.5
    outlet_weight: float = 0.5
    intensity_power: float = 0.5
    voice_unit: float = 10.0
    prior_voice: float = 1.0
    coverage: Coverage = Coverage.EVENTS
    coverage_prior: float = 0.5
    most_days: int = 92
    n_draws: int = 200
    seed: int = 1
    interval: float = 0.9

    def __post_init__(self) -> None:
        positive = ("half_life_days", "voice_unit", "prior_voice", "coverage_prior", "most_days")
        for name in positive:
            check_positive(name, getattr(self, name))
        for name in ("talk_weight", "threat_weight", "outlet_weight", "intensity_power"):
            if getattr(self, name) < 0:
                raise BadConfig(f"{name} must not be negative, not {getattr(self, name)}")
        if self.n_draws < 0 or not 0 < self.interval < 1:
            raise BadConfig("n_draws must not be negative, and interval lies between 0 and 1")


def check_positive(name: str, value: float) -> None:
    """Refuse what must be greater than zero.

    Raises:
        BadConfig: it is not.
    """
    if not value > 0:
        raise BadConfig(f"{name} must be greater than 0, not {value}")
