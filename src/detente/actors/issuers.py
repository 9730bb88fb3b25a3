"""Whose document a report is: a state's own words, as its address or its outlet's name tell.

In:  a report.   Out: a state, or ``None`` for a news outlet's or nobody's.
Does not: ask what the text says.

"https://www.gov.uk/..." and "https://www.fmprc.gov.cn/..." are known by how states name their
pages, others by a list (data/addresses.csv): a domain, or with a dot before it a state's ending,
under which its government's pages stand ("gov.cn", "gob.mx").
"""

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from detente.actors.gazetteer import Gazetteer
from detente.actors.senses import NameKind
from detente.records import Report

_ENDINGS = ("gov", "gob", "gouv", "gub", "govt", "mil")  # before a state's own: "gouv.fr"
_STATE = frozenset({"GOV", "JUD", "LEG", "MIL"})  # sectors of what speaks for a state


def issuer_of(report: Report, gazetteer: Gazetteer) -> str | None:
    """The state whose own document a report is, by its address, else by its outlet's name."""
    return _by_address(report.url or "") or _by_name(report.outlet or "", gazetteer)


def _by_address(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # no address
        return None
    labels = host.split(".")
    for start in range(len(labels)):
        state = _addresses().get(".".join(labels[start:]))
        if state is not None:
            return state
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


@cache
def _addresses() -> Mapping[str, str]:
    """Domains of states, those under a state's ending written out."""
    found: dict[str, str] = {}
    with files("detente.actors").joinpath("data/addresses.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            of_state = row["domain"].startswith(".")
            domains = [end + row["domain"] for end in _ENDINGS] if of_state else [row["domain"]]
            found |= dict.fromkeys(domains, row["country"])
    return found
