"""A brief -> text for a terminal, Markdown, or JSON. The same lines in each.

In:  a ``Brief``.   Out: text, ended by a line feed.
Does not: work anything out, or cut what a machine reads: JSON has every word, text shortens quotes.
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

import msgspec

from detente.relations.acts import Act, Quote, Voice
from detente.relations.brief import Brief, Group, ReportLine, Said, Section
from detente.relations.sides import Direction, Scope
from detente.relations.wording import (
    OUTLET,
    STATUS_WORDS,
    act_words,
    count_words,
    date_words,
    day_words,
    printable,
    shorten,
)

__all__ = ["brief_json", "brief_markdown", "brief_text"]

WIDTH = 100  # columns of the plain text
QUOTE_WIDTH = 180  # characters of a quote: two lines of the plain text
INDENT = "  "


def brief_json(brief: Brief) -> str:
    """Write a brief as one JSON object, indented; keys in the order of the record's fields."""
    return msgspec.json.format(msgspec.json.encode(brief), indent=2).decode() + "\n"


def brief_text(brief: Brief) -> str:
    """Write a brief as plain text of 100 columns."""
    blocks = [
        [_title(brief.scope)],
        [part for line in _basis(brief) for part in _wrapped(line, "")],
    ]
    for section in brief.sections:
        blocks.append([_section_name(section).upper()])
        blocks.extend(_text_group(group, brief.scope) for group in section.groups)
    if brief.third_parties:
        blocks.append(["ALONE OR WITH OTHERS", *_text_acts(brief.third_parties, INDENT)])
    if brief.statements:
        blocks.append(["SAID", *_text_statements(brief.statements)])
    blocks.append(["WHAT THIS CANNOT SEE", *_bullets(brief.cannot_see)])
    if brief.reports:
        blocks.append(["REPORTS", *_numbered(brief.reports)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def brief_markdown(brief: Brief) -> str:
    """Write a brief as Markdown; the reports' own words are escaped."""
    blocks = [f"# {_title(brief.scope)}", "\n".join(_basis(brief))]
    for section in brief.sections:
        blocks.append(f"## {_section_name(section)}")
        blocks.extend(_md_group(group, brief.scope) for group in section.groups)
    if brief.third_parties:
        blocks.append("## Alone or with others")
        blocks.append("\n".join(_md_act(act) for act in brief.third_parties))
    if brief.statements:
        blocks.append("## Said")
        blocks.append("\n".join(_md_said(said) for said in brief.statements))
    blocks.append("## What this cannot see")
    blocks.append("\n".join(f"- {escape(line)}" for line in brief.cannot_see))
    if brief.reports:
        blocks.append("## Reports")
        blocks.append("\n".join(f"- [{r.number}] {escape(_report(r))}" for r in brief.reports))
    return "\n\n".join(blocks) + "\n"


def escape(text: str) -> str:
    """Escape text so that Markdown shows it as it is."""
    marked = "".join(f"\\{char}" if char in r"\`*_[]<>#|~!" else char for char in printable(text))
    return f"\\{marked}" if marked[:1] in "-+=" and marked else marked


# Lines that all forms share


def _title(scope: Scope) -> str:
    covered = f" since {day_words(scope.since)}" if scope.since else ""
    known = f", as of {day_words(scope.as_of)}" if scope.as_of else ""
    names = ((scope.name_a, scope.side_a), (scope.name_b, scope.side_b))
    sides = " and ".join(f"{name} ({code})" if name else code for name, code in names)
    return printable(f"{sides}{covered}{known}")


def _basis(brief: Brief) -> list[str]:
    """What the brief rests on, and how cooperative the done acts are."""
    told = brief.provenance
    if not told.n_cited:
        read = f"None of {count_words(told.n_read, 'report')} speaks of both sides"
        return [f"{read if told.n_read else 'No report was read'}; there is nothing to say."]
    when = " to ".join(dict.fromkeys(day_words(day) for day in (told.first, told.last) if day))
    outlets = printable(", ".join(told.outlets)) or "no named outlet"
    retelling = f", retelling {printable(', '.join(told.credited))}" if told.credited else ""
    others = f" (of {told.n_read} read)" if told.n_read > told.n_cited else ""
    rests = f"Rests on {count_words(told.n_cited, 'report')}{others} by {outlets}{retelling}"
    lines = [f"{rests}; {when}." if when else f"{rests}."]
    if told.n_cooperative or told.n_conflictual:
        lines.append(
            f"Done between the sides, background apart: {told.n_cooperative} cooperative, "
            f"{told.n_conflictual} conflictual."
        )
    return lines


def _section_name(section: Section) -> str:
    return STATUS_WORDS[section.status].capitalize()


def _group_name(group: Group, scope: Scope) -> str:
    a, b = scope.sides
    parties = {
        Direction.BOTH: f"{a} and {b} together",
        Direction.A_TO_B: f"{a} towards {b}",
        Direction.B_TO_A: f"{b} towards {a}",
    }[group.direction]
    about = f", on {group.issue}" if group.issue else ""
    return printable(f"{parties}{about}")


def _who(act: Act) -> str:
    actors, recipients = " + ".join(act.actors), " + ".join(act.recipients)
    return f"{actors or 'somebody'} -> {recipients}" if recipients else actors


def _what(act: Act) -> str:
    mode = f", {act.mode}" if act.mode else ""
    return f"{act_words(act.type, act.mode)} ({act.type}{mode})"


def _facts(act: Act) -> list[str]:
    """When, where, on whose word."""
    told = f"undated, told {day_words(act.told)}" if act.told else "undated"
    facts = [date_words(act.when) if act.when else told]
    if act.place:
        facts.append(f"in {printable(act.place)}")
    if act.is_historical:
        facts.append("background")
    return facts + ([_voices(act.voices)] if act.voices else [])


def _voices(voices: Sequence[Voice]) -> str:
    tellers = [voice.name for voice in voices if voice.code.startswith(OUTLET)]
    parties = [voice.name for voice in voices if not voice.code.startswith(OUTLET)]
    named = [f"on the word of {' and '.join(parties)}"] if parties else []
    named += [f"as told by {' and '.join(tellers)}"] if tellers else []
    return printable(", ".join(named))


def _mark(quote: Quote) -> str:
    return f"[{quote.report}:{quote.sentence}]"


def _words(quote: Quote) -> str:
    """The words, shortened around the word that names the act."""
    before = printable(quote.words[: quote.focus])
    return shorten(printable(quote.words), QUOTE_WIDTH, around=len(before))


def _speaker(said: Said) -> str:
    kind = f"{said.kind}, quoted" if said.is_quoted else said.kind.value
    if said.speaker is None:
        return f"somebody ({kind})"
    return printable(f"{said.speaker.name} ({said.speaker.code}; {kind})")


def _about(said: Said) -> str:
    about = ", ".join((*said.about, *said.issues))
    return printable(f"on {about}") if about else ""


def _report(line: ReportLine) -> str:
    told = [line.outlet or "no named outlet"]
    told += [f"retelling {line.credited}"] if line.credited else []
    told += [day_words(line.published) if line.published else "undated"]
    title = f"{line.title}. " if line.title else ""
    return printable(f"{title}{', '.join(told)} ({line.url or line.key})")


# Plain text


def _text_group(group: Group, scope: Scope) -> list[str]:
    return [f"{INDENT}{_group_name(group, scope)}", *_text_acts(group.acts, INDENT * 2)]


def _text_acts(acts: Sequence[Act], indent: str) -> Iterator[str]:
    for act in acts:
        facts = "   ".join((_what(act), *_facts(act)))
        yield from _wrapped(f"{_who(act)}  {facts}", indent)
        yield from _text_quotes(act.quotes, indent + INDENT)


def _text_quotes(quotes: Sequence[Quote], indent: str) -> Iterator[str]:
    """Words told twice are shown once, under all their marks."""
    marks: dict[str, list[str]] = {}
    for quote in quotes:
        marks.setdefault(_words(quote), []).append(_mark(quote))
    for words, places in marks.items():
        yield from _wrapped(f'"{words}" {" ".join(places)}', indent)


def _text_statements(statements: Sequence[Said]) -> Iterator[str]:
    for said in statements:
        yield from _wrapped(f"{_speaker(said)}   {_about(said)}", INDENT)
        yield from _text_quotes([said.quote], INDENT * 2)


def _bullets(lines: Sequence[str]) -> Iterator[str]:
    for line in lines:
        yield from _wrapped(line, INDENT)


def _numbered(lines: Sequence[ReportLine]) -> Iterator[str]:
    for line in lines:
        yield from _wrapped(f"[{line.number}] {_report(line)}", INDENT)


def _wrapped(text: str, indent: str) -> list[str]:
    return wrap(
        text.rstrip(),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent and indent + INDENT,
        break_on_hyphens=False,
    )


# Markdown


def _md_group(group: Group, scope: Scope) -> str:
    lines = [f"**{escape(_group_name(group, scope))}**", ""]
    return "\n".join((*lines, *(_md_act(act) for act in group.acts)))


def _md_act(act: Act) -> str:
    facts = "; ".join((_what(act), *_facts(act)))
    quotes = "".join(f"\n  > {escape(_words(q))} {escape(_mark(q))}\n" for q in act.quotes)
    return f"- {escape(_who(act))}: {escape(facts)}\n{quotes}".rstrip("\n")


def _md_said(said: Said) -> str:
    about = f" {escape(_about(said))}" if _about(said) else ""
    return (
        f"- {escape(_speaker(said))}{about}\n"
        f"\n  > {escape(_words(said.quote))} {escape(_mark(said.quote))}"
    )
