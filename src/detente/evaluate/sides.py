"""Claims -> what gold can be compared with: types, countries, and both sides in words.

In:  claims as the system codes them.   Out: folded types, countries as the older records write
them, claims in a line.
Does not: know gold rows.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from detente.evaluate.labels import fold_yield
from detente.evaluate.system import Codes
from detente.records import Actor, Cited, Claim, Report

__all__ = [
    "a_sentence",
    "actor_codes",
    "country_key",
    "everybody",
    "plover_types",
    "write_claim",
    "write_sides",
]

# PLOVER's 2016 records and CAMEO write every intergovernmental body as IGO.
_OLD_IGO = frozenset({"UNO", "EUR"})


def a_sentence(key: str, text: str, published: date | None) -> Report:
    """Make a report of a lone sentence."""
    return Report(key=key, text=text, published=published)


def country_key(country: str | None) -> str | None:
    """Write a country as the older records do: the UN and the EU are IGOs; none is ``None``."""
    return "IGO" if country in _OLD_IGO else country or None


def everybody(claims: Iterable[Claim]) -> list[Actor]:
    """List all actors and recipients of the claims, in order, with repetitions."""
    return [cited.value for claim in claims for cited in (*claim.actors, *claim.recipients)]


def plover_types(claims: Iterable[Claim], codes: Codes, *, folded: bool) -> list[str]:
    """List the claims' types with future acts folded; with ``folded``, YIELD for its two halves."""
    types = (codes.plover_type(claim.type, claim.status) for claim in claims)
    return [fold_yield(type_) for type_ in types] if folded else list(types)


def actor_codes(actors: Iterable[Cited[Actor]]) -> list[str]:
    """Give the codes of cited actors, in order."""
    return [actor.value.code for actor in actors]


def write_claim(claim: Claim) -> str:
    """Write a claim in a line: type, who, to whom, status."""
    sides = write_sides(actor_codes(claim.actors), actor_codes(claim.recipients))
    return f"{claim.type} {sides} ({claim.status})"


def write_sides(actors: Sequence[str], recipients: Sequence[str]) -> str:
    """Write who does something, and to whom if to anybody: ``NRL-GOV+VST > SDR``."""
    who = "+".join(actors) or "somebody"
    return f"{who} > {'+'.join(recipients)}" if recipients else who
