"""Names that look like an outlet's, though no list has them: "the Veld Gazette".

In:  a line of text.   Out: the names and where they stand.
Does not: tell whether the outlet is retold (credits.py does), or take a ministry for one.
"""

import re
from collections.abc import Iterator

from detente.records import Span
from detente.sources.outlets import NamedOutlet, Outlet

__all__ = ["find_unlisted"]

_WORD = r"(?:[A-Z][\w.'\u2019&-]*(?:\s+&(?=\s+[A-Z]))?)"
_LAST = (
    r"(?:Argus|Beacon|Bladet|Broadcasting|Bulletin|Chronicle|Courier|Daily|Dispatch|Echo|Examiner"
    r"|Express|Gazette|Globe|Herald|Independent|Inquirer|Journal|Mail|Mercury|Mirror|Monitor"
    r"|News|Observer|Post|Press|Radio|Record|Register|Sentinel|Standard|Star|Sun|Telegraph"
    r"|Television|Times|Today|Tribune|TV|Weekly|World\s+Report|Zeitung)"
)
_FIRST = r"(?:Agence|Channel|Daily|Diario|Radio|Times\s+of)"
_NAMED = (
    re.compile(
        rf"\b(?:[Tt]he\s+)?(?P<name>(?:{_WORD}\s+){{0,4}}?{_LAST})(?![\w\u2019'-])(?!\s+(?:&|{_LAST}))"
    ),
    re.compile(rf"\b(?:[Tt]he\s+)?(?P<name>{_FIRST}\s+(?:{_WORD}|\d+)(?:\s+{_WORD})?)"),
    re.compile(
        r"\b(?:newspaper|daily|weekly|magazine|broadcaster|tabloid|(?:news\s+)agency)\s+"
        rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,3}})"
    ),
    re.compile(
        rf"\b(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})\s+(?:newspaper|news\s+agency|magazine)\b"
    ),
)
_LEADS = re.compile(
    r"^(?:(?:On|In|At|By|But|And|As|The|Also|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\s+)+"
)
_LEAST = 2  # words; "Post reported" may be anything


def find_unlisted(text: str) -> Iterator[NamedOutlet]:
    """Find what is called as outlets are, in text order, none overlapping."""
    found = {
        Span(*match.span("name")): match["name"]
        for named in _NAMED
        for match in named.finditer(text)
    }
    end = 0
    for span in sorted(found, key=lambda one: (one.start, -one.end)):
        name = found[span]
        lead = _LEADS.match(name)
        start = span.start + (lead.end() if lead else 0)
        name = text[start : span.end].rstrip(".")
        is_medium = text[: span.start].rstrip().endswith(("newspaper", "daily", "agency"))
        if start < end or (len(name.split()) < _LEAST and not is_medium):
            continue
        end = span.end
        key = " ".join(name.casefold().split())
        outlet = Outlet(id=key, names=(name,), kind="newspaper", country="", domains=())
        yield NamedOutlet(outlet, Span(start, start + len(name)))
