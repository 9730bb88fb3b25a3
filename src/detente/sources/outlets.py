"""Outlets and agencies: who publishes a report, whom it retells, what its dateline tells.

In:  ``data/outlets.csv``; a report.   Out: ``Outlet`` or ``None``; names that look like an
outlet's, though no list has them; a day told with its year.
Does not: look past the top of a report: that a paper is quoted further down makes no retelling; nor
take "told Reuters" for one. It completes no day without its year, and dates no act.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal

from detente.codebook.entries import read_csv
from detente.codebook.model import StrictEntry, Words
from detente.errors import BadConfig
from detente.language.months import MONTHS
from detente.records import Report, Span
from detente.sources.days import day_from

_FILE = "outlets.csv"
_LOWER = str.maketrans({upper: upper.lower() for upper in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_ARTICLE = "the "
_MAX_ABBREVIATION = 5  # letters; "AP" is written in capitals, in "ap" it is something else


class _Row(StrictEntry, frozen=True, kw_only=True):
    """One line of the file, as people write it; names and domains are parted by ``|``."""

    id: Words
    name: Words
    aliases: str = ""
    kind: Literal["agency", "newspaper", "broadcaster", "site", "government"]
    country: Words
    domains: Words
    source: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One that publishes. ``country`` is ISO alpha-3 of its seat; ``names`` begin with its own."""

    id: str
    names: tuple[str, ...]
    kind: str
    country: str
    domains: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that reports carry."""
        return self.names[0]

    @property
    def is_agency(self) -> bool:
        """Whether others print its reports."""
        return self.kind == "agency"

    @property
    def is_press(self) -> bool:
        """Whether it is a medium that others retell; a government is heard, not retold."""
        return self.kind != "government"


@dataclass(frozen=True, slots=True)
class NamedOutlet:
    """An outlet, and where a text names it (with the article, if the name has one)."""

    outlet: Outlet
    span: Span


class Outlets:
    """The list, to be searched by name, by web address, and in running text."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        """Index the outlets.

        Raises:
            BadConfig: two outlets share an id, a name or a domain.
        """
        from ahocorasick_rs import AhoCorasick, MatchKind  # noqa: PLC0415  # a compiled library

        self._by_name: dict[str, Outlet] = {}
        self._by_domain: dict[str, Outlet] = {}
        patterns: dict[str, tuple[Outlet, str]] = {}
        by_id: dict[str, Outlet] = {}
        for outlet in outlets:
            _claim(by_id, outlet.id, outlet)
            for name in outlet.names:
                _claim(self._by_name, _bare(name), outlet)
                if outlet.is_press:
                    patterns.setdefault(name.translate(_LOWER), (outlet, name))
            for domain in outlet.domains:
                _claim(self._by_domain, domain, outlet)
        self._patterns = tuple(patterns.values())
        self._finder = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)

    def named(self, name: str) -> Outlet | None:
        """Find the outlet that is called ``name``; case and a leading article do not matter."""
        return self._by_name.get(_bare(name))

    def name_of(self, name: str | None) -> str | None:
        """Call an outlet by its own name, if it is known by this one; else leave ``name``."""
        known = self.named(name) if name else None
        return known.name if known else name

    def of_host(self, host: str) -> Outlet | None:
        """Find the outlet that publishes at ``host``, or at a domain above it."""
        labels = host.lower().rstrip(".").split(".")
        domains = (".".join(labels[start:]) for start in range(len(labels) - 1))
        return next(filter(None, map(self._by_domain.get, domains)), None)

    def find(self, text: str) -> Iterator[NamedOutlet]:
        """Find where ``text`` names media, in order; of overlapping names the longest counts."""
        lowered = text.translate(_LOWER)
        for number, start, end in self._finder.find_matches_as_indexes(lowered):
            outlet, name = self._patterns[number]
            if _is_word(text, start, end) and _is_written(text[start:end], name):
                yield NamedOutlet(outlet, Span(start, end))


def read_outlets(text: str) -> Outlets:
    """Check the lines of an outlet file, and index them.

    Raises:
        BadConfig: a line is wrong; the message names file and line.
    """
    return Outlets(
        Outlet(
            id=row.id,
            names=(row.name, *filter(None, row.aliases.split("|"))),
            kind=row.kind,
            country=row.country,
            domains=tuple(row.domains.split("|")),
        )
        for _, row in read_csv(_FILE, text, _Row)
    )


@cache
def load_outlets() -> Outlets:
    """Load the list that comes with the package.

    Raises:
        BadConfig: it is wrong.
    """
    return read_outlets(files("detente.sources").joinpath("data", _FILE).read_text("utf-8"))


def _claim(owners: dict[str, Outlet], key: str, outlet: Outlet) -> None:
    """Give ``key`` to ``outlet``; nobody else may have it."""
    owner = owners.setdefault(key, outlet)
    if owner is not outlet:
        raise BadConfig(f"{_FILE}: {key!r} belongs to {owner.id!r} and to {outlet.id!r}")


def _bare(name: str) -> str:
    """Fold a name's case, blanks and apostrophes, and leave out a leading article."""
    return " ".join(name.casefold().replace("\u2019", "'").split()).removeprefix(_ARTICLE)


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether the range neither begins nor ends within a word."""
    return not (text[max(0, start - 1) : start].isalnum() or text[end : end + 1].isalnum())


def _is_written(words: str, name: str) -> bool:
    """Whether ``words`` are spelled as the name of an outlet, not as common words."""
    if len(name) <= _MAX_ABBREVIATION and name.isupper():
        return words == name
    lead = len(_ARTICLE) if name.translate(_LOWER).startswith(_ARTICLE) else 0
    return not words[lead].islower() or not name[lead].isupper()


# --- A report's words -> who published it, and whom it retells.
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


# --- The dateline of a report -> the day and the outlet that it tells.
_MONTH = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]{{0,6}}\.?"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d))?"
_DAY = re.compile(
    rf"(?:^|[\s,])(?P<day>(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}){_YEAR})$", re.IGNORECASE
)
# As in: ATHENS, Jan. 15 (Aegean Herald) - ..., and MOSCOW, February 2. /TASS/. ...
_DATELINE = re.compile(
    r"(?P<head>[^()/:\u2013-\u2015]{0,70}?)[,.]?\s*"
    r"(?:[(/](?!\w+day[)/])(?P<name>[A-Z][\w .,&'\u2019-]{1,40})[)/]\.?)?"
    r"(?:\s*(?P<mark>--+|[\u2013-\u2015:-])(?=\s)|(?<=/\.)(?=\s))"
)
_COUNTRY = re.compile(r"\s*\[[^\]]*\]")  # VOSTIA CITY [VST], February 2
_PLACE = re.compile(
    r"(?!(?:After|As|At|Before|By|From|In|On|Since|Until)\b)"
    r"[A-Z][\w.'\u2019-]*(?:,?\s(?:[A-Z]|d[aei]l?\s|l[ao]s?\s)[\w.'\u2019-]*){0,4}"
)
_SHORT_DASHES = frozenset({"-", ":"})
# Of a name without a day before it: "GENEVA (Switzerland) -" names no outlet.
_IS_MEDIUM = re.compile(r"\b(?:agency|media|network|news|newswire|service|wire)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Filing:
    """What a dateline tells of its report."""

    day: date | None
    outlet: str | None


def find_filing(text: str) -> Filing:
    """Find what the first dateline at the top of ``text`` tells."""
    lines = islice(_LINE.finditer(text), _N_TOP_LINES)
    read = (_read_filing(line.group().strip()) for line in lines)
    return next(filter(None, read), Filing(None, None))


def _read_filing(line: str) -> Filing | None:
    """Read the dateline with which ``line`` begins; ``None`` without one.

    A day without a name in brackets makes a dateline behind a place in capitals or with a comma,
    or before a long dash. A name without a day must be called like an outlet.
    """
    match = _DATELINE.match(line)
    if match is None:
        return None
    head, name = _COUNTRY.sub("", match["head"]).strip(), match["name"]
    told = _DAY.search(head)
    before = head[: told.start()].strip(" .") if told else head
    place = before.strip(" ,")
    if place and not _PLACE.fullmatch(place):
        return None
    if name:
        is_dateline = told is not None or _is_called_like_an_outlet(name)
    else:
        is_marked = place.isupper() or before[-1:] == "," or match["mark"] not in _SHORT_DASHES
        is_dateline = bool(place) and is_marked and told is not None
    return Filing(_full_day(told), name) if is_dateline else None


def _full_day(told: re.Match[str] | None) -> date | None:
    if told is None or told["year"] is None:
        return None
    try:
        return day_from(told["day"])
    except ValueError:
        return None


def _is_called_like_an_outlet(name: str) -> bool:
    return bool(_IS_MEDIUM.search(name)) or any(find_unlisted(name))


# --- Names that look like an outlet's, though no list has them: "the Veld Gazette".
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
