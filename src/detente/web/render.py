"""A template and what it shows -> HTML. All text is data: it is escaped, and nothing in it hides.

In:  a template's name, records.   Out: a page.
Does not: let a name be missing, or a character through that turns, hides or ends text.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from detente.codebook import LABELS
from detente.errors import VERSION
from detente.ledger.columns import standing_of
from detente.records import (
    Actor,
    Claim,
    DateBasis,
    Event,
    EventDate,
    Report,
    Ruling,
    RulingKind,
    Status,
)
from detente.relations.brief.affairs import DOUBTFUL
from detente.relations.naming import Names
from detente.relations.wording import (
    APART_WORDS,
    LINK_WORDS,
    OUTLET,
    STATUS_WORDS,
    act_words,
    claim_words,
    count_words,
    date_words,
    day_words,
    printable,
    shorten,
    statement_words,
    title_of,
)

IMPOSED = "sanctions imposed"
DAYS = {
    DateBasis.EXPRESSION: "as the words tell",
    DateBasis.DATELINE: "the day of the report's dateline",
    DateBasis.PUBLICATION: "the day of publication; the words tell none",
    DateBasis.EVENT: "by the occasion that the words name",
}
FIELDS = {"actors": "who acts", "recipients": "to whom"}
_MARK = re.compile(r"(?<= by )\[(\d+):(\d+)\]")
_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# in a sentence of a list: "is fulfilled by ..."
LINKS = {key: f"is {words}" if key[1] else words for key, words in LINK_WORDS.items()}


def render(template: str, **shown: Any) -> str:
    """Render a template of ``templates/``."""
    return _environment().get_template(template).render(**shown)


def compile_all() -> None:
    """Compile all templates, for which the first reader else waits."""
    for name in _environment().list_templates():
        _environment().get_template(name)


def visible(text: str) -> str:
    """Write out characters that turn the direction of text or control a screen; drop hidden ones.

    Line feeds and tabs stay.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def parties_of(actors: Iterable[Any]) -> list[Actor]:
    """Take actors out of their citations; each once."""
    bare = [one if isinstance(one, Actor) else one.value for one in actors]
    return list(dict.fromkeys(bare))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("detente.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.filters.update(_FILTERS)
    made.globals.update(
        DOUBTFUL=DOUBTFUL,
        STATUS_WORDS=STATUS_WORDS,
        LINKS=LINKS,
        APART=APART_WORDS,
        VERSION=VERSION,
        is_outlet=lambda code: code.startswith(OUTLET),
    )
    return made


def _finalize(value: Any) -> Any:
    """Look at each value that a template shows; what is markup was made by a template."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Markup):
        return visible(value)
    return value


def _visible(char: str) -> str:
    if char in "\n\t" or unicodedata.category(char) not in _HIDDEN:
        return char
    is_control = unicodedata.category(char) in {"Cc", "Cs"} or char in _TURNING
    return f"<U+{ord(char):04X}>" if is_control else ""


def when_words(when: EventDate | None) -> str:
    """Write when something was, or was told where the words have no day, or that nobody tells."""
    if when is None:
        return "undated"
    words = date_words(when)
    return f"told {words}" if when.basis is DateBasis.PUBLICATION else words


def _act(one: Claim | Event) -> str:
    """Name an act; of sanctions that were imposed says so."""
    words = LABELS.get((one.type, one.mode)) or act_words(one.type, one.mode)
    return IMPOSED if words == "sanctions" and one.status is Status.ACTUAL else words


def _doing(one: Claim | Event) -> str:
    """The codebook's own words: ``CONSULT, visit``."""
    return f"{one.type}, {one.mode}" if one.mode else one.type


def _web_address(url: str | None) -> str | None:
    """An address that a page may lead to."""
    return url if url and url.startswith(("https://", "http://")) else None


def _marked(text: str, report_ids: Sequence[str]) -> Markup:
    """Link the marks within a line: ``[2:5]`` leads to report 2."""

    def link(found: re.Match[str]) -> str:
        number = int(found[1])
        if not 0 < number <= len(report_ids):
            return found[0]
        return f'<a class="cite" href="/report/{report_ids[number - 1]}">{found[1]}:{found[2]}</a>'

    return Markup(_MARK.sub(link, str(escape(visible(text)))))  # noqa: S704  # escaped before


def _headline(report: Report, width: int = 90) -> str:
    """A report's title; without one its first words, else its key."""
    told = title_of(report) or report.text[: 2 * width] or report.key
    return shorten(printable(told), width)


def _ruled(ruling: Ruling, names: Names) -> str:
    told = {
        RulingKind.SET: f"{FIELDS.get(ruling.field or '', ruling.field)}: {_value(ruling, names)}",
        RulingKind.ACCEPT: "coded right",
        RulingKind.REJECT: "rejected",
        RulingKind.SAME_AS: f"the same as {ruling.other}",
        RulingKind.DIFFERENT: f"not {ruling.other}",
        RulingKind.NOTE: "note",
        RulingKind.PIN: "pinned",
    }
    return told[ruling.kind]


def _value(ruling: Ruling, names: Names) -> str:
    """What a field of a claim is ruled to be, in words."""
    value = ruling.value or ""
    match ruling.field:
        case "type":
            kind, _, mode = value.partition("/")
            return act_words(kind, mode or None)
        case "status":
            return STATUS_WORDS[Status(value)]
        case "actors" | "recipients":
            return " and ".join(map(names.party, value.split())) or "nobody"
        case _:
            return value or "none"


def _voice(claim: Claim) -> str:
    """On whose word a claim stands."""
    if claim.speaker is None:
        return "in the outlet's own voice"
    speaker = claim.speaker.value
    teller = "as told by" if speaker.code.startswith(OUTLET) else "on the word of"
    return f"{teller} {speaker.name}"


_FILTERS: dict[str, Any] = {
    "day": lambda day: day_words(day) if day else "undated",
    "day_basis": lambda when: DAYS[when.basis],
    "month_end": lambda day: day.replace(day=monthrange(day.year, day.month)[1]),
    "when": when_words,
    "claim_day": lambda claim: when_words(claim.date.value if claim.date else None),
    "act": _act,
    "doing": _doing,
    "type_words": lambda code: act_words(code, None),
    "mode_words": lambda one: act_words(*one),
    "first_capital": lambda words: words[:1].upper() + words[1:],
    "side_name": lambda code, desk: desk.names.side(code),
    "coded": lambda one: f"{one.type}/{one.mode}" if one.mode else one.type,
    "parties": parties_of,
    "count": count_words,
    "standing": lambda event: standing_of(event.standing),
    "plain": printable,
    "short": lambda text, width=160: shorten(printable(text), width),
    "web_address": _web_address,
    "ruled": _ruled,
    "voice": _voice,
    "title_of": title_of,
    "headline": _headline,
    "marked": _marked,
    "claim_words": lambda told: claim_words(told.claim, told.report),
    "statement_words": lambda told: statement_words(told.statement, told.report),
}
