"""Names -> identified actors as of a day.

In:  reports, parsed.   Out: links: which words name whom, and why.
Does not: decide who does what to whom (events/ does).
"""

from detente.actors.gazetteer import Gazetteer, load_gazetteer
from detente.actors.link import GazetteerLinker, Linker
from detente.actors.meanings import NameMeaning, explain_name

__all__ = [
    "Gazetteer", "GazetteerLinker", "Linker", "NameMeaning", "explain_name", "load_gazetteer",
]  # fmt: skip
