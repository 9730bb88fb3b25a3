"""Whose document a report is: a state's own words, as its address or its outlet's name tell.

In:  a report.   Out: a state, or ``None`` for a news outlet's or nobody's.
Does not: ask what the text says.

"https://www.gov.uk/..." and "https://www.fmprc.gov.cn/..." are known by how states name their
pages, others by a list (data/addresses.csv, and ``[[address]]`` in a user's own file).
"""

from urllib.parse import urlsplit

from detente.actors.gazetteer import Gazetteer
from detente.actors.senses import NameKind
from detente.records import Report

# Before a state's own: "gouv.fr".
_ENDINGS = frozenset({"gov", "gob", "gouv", "gub", "govt", "mil"})
_STATE = frozenset({"GOV", "JUD", "LEG", "MIL"})  # sectors of what speaks for a state


def issuer_of(report: Report, gazetteer: Gazetteer) -> str | None:
    """The state whose own document a report is, by its address, else by its outlet's name."""
    return _by_address(report.url or "", gazetteer) or _by_name(report.outlet or "", gazetteer)


def _by_address(url: str, gazetteer: Gazetteer) -> str | None:
    try:
        domain = urlsplit(url).hostname or ""
    except ValueError:  # no address
        return None
    while domain:
        label, _, rest = domain.partition(".")
        state = gazetteer.addresses.get(domain)
        if state is None and label in _ENDINGS:
            state = gazetteer.addresses.get(f".{rest}")
        if state is not None:
            return state
        domain = rest
    return None


def _by_name(outlet: str, gazetteer: Gazetteer) -> str | None:
    """The state of an organ of this name, if all that bear it are of one: "The White House"."""
    name = outlet.removeprefix("The ").removeprefix("the ")
    states = set()
    for sense in gazetteer.senses(name):
        bearer = gazetteer.entry(sense.actor) if sense.kind is not NameKind.DISCARD else None
        speaks = sense.kind is NameKind.METONYM or (bearer and bearer.sector in _STATE)
        states.add(bearer.country if bearer and speaks else None)
    return states.pop() if len(states) == 1 else None
