"""The world -> reports: files, folders, tables, pages, standard input.

In:  what a person named.   Out: ``Report`` for what can be coded, ``Problem`` for what cannot.
Does not: parse language, know politics, or change the words of a text.
"""

from detente.sources.fetch import Fetched, Fetcher
from detente.sources.files import read_reports
from detente.sources.options import ReadOptions

__all__ = ["Fetched", "Fetcher", "ReadOptions", "read_reports"]
