"""A report's words -> who published it, and whom it retells.

In:  a report, and the list of outlets.   Out: an ``Outlet`` or ``None``, for each question.
Does not: look past the top of a report: that a paper is quoted further down makes no retelling;
nor take "told Reuters" for one.
"""

import re
from collections.abc import Iterator
from itertools import islice

from detente.records import Report
from detente.sources.outlets import NamedOutlet, Outlet, Outlets
from detente.sources.unlisted import find_unlisted

__all__ = ["find_agency", "find_retold"]

_N_TOP_LINES = 6  # of the body, in which datelines and bylines stand
_N_LEAD_LINES = 3  # of the body, in which a report says that it retells
_MAX_LINE = 1_500  # characters of a line that are looked at
_REACH = 160  # characters before and after a name
_LINE = re.compile(r"[^\r\n\u2028\u2029]*\S[^\r\n\u2028\u2029]*")

_DASH = r"\s*(?:[:\u2013-\u2015]|-{1,2}|\.\s*-)"
# As in: VOSTIA CITY, February 2 (ANI): ... and (AP/Harbour Wire) - ...
_BEFORE_DATELINE = re.compile(r"^[^!?]{0,90}\((?:[\w .&-]{1,40}/)?$")
_AFTER_DATELINE = re.compile(rf"^(?:/[\w .&-]{{1,40}})?\){_DASH}")
_BEFORE_SLASHES = re.compile(r"^[^!?]{0,60}/$")  # MOSCOW, February 2. /TASS/. ...
_AFTER_SLASHES = re.compile(r"^/[.:\s]")
# As in: By Ann Writer, Associated Press, and By ANN WRITER | AP, and Source: Xinhua.
_BEFORE_BYLINE = re.compile(
    r"^\s*(?:by\b[^!?:]{0,90}(?:[|,\u2013\u2014-]|\bfor|\bof)\s*|source:\s*)?(?:the\s+)?$",
    re.IGNORECASE,
)
_AFTER_BYLINE = re.compile(r"^\s*(?:\||$)")

_MEDIUM = (
    r"(?:(?:the|a|an)\s+)?(?:[\w'\u2019-]+\s+){0,3}"
    r"(?:newspaper|daily|weekly|magazine|(?:news\s+)?agency|broadcaster|website|network|outlet)\s+"
)
_ACCOUNT = r"(?:report|article|story|investigation|analysis|account|dispatch)s?"
_BEFORE_RETOLD = re.compile(
    rf"(?:\b(?:according\s+to|(?:as\s+|first\s+)?reported\s+(?:on\s+\w+day\s+)?by|citing|quoting)"
    rf"|\b{_ACCOUNT}(?:\s+(?:published|carried))?(?:\s+(?:on\s+)?\w+day)?\s+(?:in|by|from)"
    rf"|,\s+report(?:s|ed))\s+(?:the\s+)?(?:{_MEDIUM})?$",
    re.IGNORECASE,
)
_NOT_RETOLD = re.compile(
    r"^(?:['\u2019]s?)?\s+(?:data|calculations?|estimates|polls?|survey|witness(?:es)?|reporters?"
    r"|correspondents?|journalists?|photographers?|interview)\b"
)
_ABBREVIATION = r"(?:\s*\([^()\n]{2,20}\))?"
_KIND = r"(?:\s+(?:newspaper|daily|magazine|(?:news\s+)?agency|news|website|channel|network))?"
_HINT = r"(?:,?\s+(?:which|has|had|have|also|first|earlier|later|separately|exclusively))*"
_TELLS = r"(?:said|says|added|adds|noted|notes|stated|states|claimed|claims)"
_AFTER_RETOLD = re.compile(
    rf"^{_ABBREVIATION}{_KIND}{_HINT}"
    r"(?:,\s+citing\s[^.]{1,120}?,)?"
    rf"\s+(?:reported|reports)\b(?!\s+(?:an?\s+)?(?:\w+\s+)?(?:loss|profit|earnings|revenue))"
)
_AFTER_REPORT = re.compile(rf"^{_ABBREVIATION}\s+(?:news\s+)?report\s+(?:{_TELLS}|that|on)\b")
_AFTER_AGENCY = re.compile(rf"^{_ABBREVIATION}{_KIND}{_HINT}\s+(?:said|says)\b")
_AFTER_CITING = re.compile(rf"^{_ABBREVIATION}{_KIND}\s+(?:said|says)\b[^.]{{0,60}}\bciting\b")
# As in: Norland to leave the pact: Le Monde, and ... - NYT report, and WSJ: Norland to leave.
_CREDITED_TITLE = (
    (re.compile(r":\s+(?:the\s+)?$", re.IGNORECASE), re.compile(r"^\s*$")),
    (re.compile(r"[\u2013\u2014-]\s+(?:the\s+)?$", re.IGNORECASE), re.compile(r"^\s+reports?\s*$")),
    (re.compile(r"^$"), re.compile(r"^:\s")),
)


def find_agency(report: Report, outlets: Outlets) -> Outlet | None:
    """Find who signs the report in its dateline or byline."""
    for line in islice(_body_lines(report), _N_TOP_LINES):
        for named in outlets.find(line):
            before, after = line[: named.span.start], line[named.span.end :]
            if _signs(before, after):
                return named.outlet
    return None


def find_retold(report: Report, outlets: Outlets) -> Iterator[Outlet]:
    """Find the media that the report says it retells, at its top; the first named first."""
    if report.title:
        yield from (
            named.outlet
            for named in _named_in(report.title, outlets)
            if _is_retold(report.title, named) or _credits(report.title, named)
        )
    for line in islice(_body_lines(report), _N_LEAD_LINES):
        yield from (named.outlet for named in _named_in(line, outlets) if _is_retold(line, named))


def _named_in(text: str, outlets: Outlets) -> list[NamedOutlet]:
    """List the outlets named in ``text``: those of the list, and what else is called like one.

    A listed name counts before an unlisted one that holds it, but for "The Times of Veld".
    """
    named = list(outlets.find(text))
    for other in find_unlisted(text):
        met = [one for one in named if one.span.overlap(other.span)]
        if all(one.span.end < other.span.end for one in met):
            named = [one for one in named if one not in met] + [other]
    return sorted(named, key=lambda one: one.span.start)


def _body_lines(report: Report) -> Iterator[str]:
    for match in _LINE.finditer(report.text, report.body_start):
        yield match.group()[:_MAX_LINE].strip()


def _signs(before: str, after: str) -> bool:
    """Whether a name between these words signs a report."""
    return bool(
        (_BEFORE_DATELINE.search(before) and _AFTER_DATELINE.search(after))
        or (_BEFORE_SLASHES.search(before) and _AFTER_SLASHES.search(after))
        or (_BEFORE_BYLINE.search(before) and _AFTER_BYLINE.search(after))
    )


def _is_retold(text: str, named: NamedOutlet) -> bool:
    """Whether ``text`` passes on what the named outlet reported."""
    start, end = named.span.start, named.span.end
    before, after = text[max(0, start - _REACH) : start], text[end : end + _REACH]
    if _NOT_RETOLD.search(after):
        return False
    tells = _AFTER_RETOLD.search(after) or _AFTER_CITING.search(after)
    if named.outlet.is_agency:
        tells = tells or _AFTER_AGENCY.search(after)
    if not _is_common(text[start:end]):
        tells = tells or _AFTER_REPORT.search(after)
    return bool(tells or _BEFORE_RETOLD.search(before))


def _is_common(name: str) -> bool:
    """Whether a name is an article and one word: "the Australian report" is no newspaper's."""
    return name[:4].lower() == "the " and " " not in name[4:]


def _credits(title: str, named: NamedOutlet) -> bool:
    """Whether a title credits the named outlet; " - Le Monde" only names the site itself."""
    before, after = title[: named.span.start], title[named.span.end :]
    return any(left.search(before) and right.search(after) for left, right in _CREDITED_TITLE)
