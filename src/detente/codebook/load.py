"""The data files -> one checked codebook.

In:  the files in data/, and the user's own issues.   Out: a ``Codebook``, the same for all.
Does not: let a slip pass. A missing code, a name that leads nowhere or a count that differs from
PLOVER's is a ``BadConfig`` that names file and entry.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

from detente.codebook.entries import OwnTypeRow, read_csv, read_toml, refuse, unique
from detente.codebook.model import (
    Cameo,
    CameoCode,
    Codebook,
    Context,
    Cue,
    Decision,
    EventType,
    Issue,
    OwnType,
    StrictEntry,
    Term,
    Words,
    is_own,
)
from detente.errors import UnknownCode
from detente.records import Status, alike, digest

FILES = (
    "types.toml", "contexts.toml", "sectors.csv", "nonstate.csv", "statuses.csv",
    "decisions.toml", "cameo.csv", "icews_events.csv", "issues.csv",
)  # fmt: skip
STATEMENT_ROOT = "01"  # CAMEO's public statements, which have no type


def load_codebook(extra_issues: Sequence[Path] = ()) -> Codebook:
    """Load the codebook; ``extra_issues`` are files in the format of data/issues.csv.

    The user's issues are added to the packaged ones, may belong to them and to each other, and
    may not repeat a name. The packaged part is read once a process.
    """
    book = _packaged()
    for path in extra_issues:
        text = _read_extra(path)
        issues = (*book.issues, *read_issues(path.name, text, book.issues, book.contexts))
        book = replace(book, issues=issues, digest=digest("codebook", book.digest, text))
    return book


def build_codebook(texts: Mapping[str, str]) -> Codebook:
    """Build a codebook from the text of each of ``FILES``, checked throughout."""
    contexts = tuple(read_toml("contexts.toml", texts["contexts.toml"], Context, "name").values())
    types = _types(texts["types.toml"], {context.name for context in contexts})
    decisions = read_toml("decisions.toml", texts["decisions.toml"], Decision, "number")
    book = Codebook(
        types=types,
        contexts=contexts,
        sectors=_terms("sectors.csv", texts),
        nonstate=_terms("nonstate.csv", texts),
        statuses=_terms("statuses.csv", texts),
        issues=read_issues("issues.csv", texts["issues.csv"], (), contexts),
        decisions=tuple(decisions.values()),
        cameo=_cameo(texts, types),
        digest=digest("codebook", *(part for file in FILES for part in (file, texts[file]))),
    )
    _check_counts(book)
    return book


@cache
def _packaged() -> Codebook:
    folder = files("detente.codebook") / "data"
    return build_codebook({file: (folder / file).read_text(encoding="utf-8") for file in FILES})


def _read_extra(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as err:
        refuse(str(path), "the whole file", f"cannot be read: {err}")


def _check_counts(book: Codebook) -> None:
    """PLOVER 2.0's lists are closed: one entry more or fewer is a slip."""
    n_modes = sum(len(event_type.modes) for event_type in book.types)
    for file, what, found, expected in (
        ("types.toml", "types", len(book.types), 16),
        ("types.toml", "modes", n_modes, 67),
        ("contexts.toml", "contexts", len(book.contexts), 37),
        ("sectors.csv", "sectors", len(book.sectors), 25),
    ):
        if found != expected:
            refuse(file, what, f"{found} entries, PLOVER has {expected}")
    if {term.code for term in book.statuses} != set(Status):
        refuse("statuses.csv", "its codes", f"must be {', '.join(Status)}")


# PLOVER's lists


def _types(text: str, contexts: set[str]) -> tuple[EventType, ...]:
    file = "types.toml"
    entries = read_toml(file, text, EventType, "name")
    for name, entry in entries.items():
        if entry.future is not None and entry.future not in entries:
            refuse(file, name, f"its future {entry.future!r} is no event type")
        for mode in entry.modes:
            if mode.context is not None and mode.context not in contexts:
                refuse(file, f"{name}-{mode.name}", f"no context {mode.context!r}")
    return tuple(entries.values())


def _terms(file: str, texts: Mapping[str, str]) -> tuple[Term, ...]:
    rows = read_csv(file, texts[file], Term)
    return tuple(unique(file, ((where, row.code, row) for where, row in rows)).values())


# CAMEO and ICEWS


class _IcewsRow(StrictEntry, frozen=True, kw_only=True):
    """A row of icews_events.csv: the text that ICEWS prints for a CAMEO code."""

    text: Words
    code: Words


def _cameo(texts: Mapping[str, str], types: Sequence[EventType]) -> Cameo:
    modes = {event_type.name: {mode.name for mode in event_type.modes} for event_type in types}
    rows = read_csv("cameo.csv", texts["cameo.csv"], CameoCode)
    converted = ((where, row.code, _code(where, row, modes)) for where, row in rows)
    codes = unique("cameo.csv", converted)
    return Cameo(codes=codes, exports=_exports(types, codes), texts=_icews_texts(texts, codes))


def _code(where: str, row: CameoCode, modes: Mapping[str, set[str]]) -> CameoCode:
    is_statement = row.code.startswith(STATEMENT_ROOT)
    if is_statement != (row.type is None):
        refuse("cameo.csv", where, f"{row.code}: root {STATEMENT_ROOT}, and it alone, has no type")
    if row.type is not None and row.type not in modes:
        refuse("cameo.csv", where, f"no event type {row.type!r}")
    if row.mode is not None and row.mode not in modes.get(row.type or "", ()):
        refuse("cameo.csv", where, f"{row.type} has no mode {row.mode!r}")
    return row


def _exports(types: Sequence[EventType], codes: Mapping[str, CameoCode]) -> dict[str, str]:
    """Collect the code of each type and mode; it must lead back to the type or its family."""
    family = {event_type.name: event_type.family or event_type.name for event_type in types}
    exports: dict[str, str] = {}
    for event_type in types:
        modes = {f"{event_type.name}-{mode.name}": mode.cameo for mode in event_type.modes}
        for name, code in {event_type.name: event_type.cameo, **modes}.items():
            back = codes[code].type if code in codes else None
            if back is None or family[back] != family[event_type.name]:
                refuse("types.toml", name, f"CAMEO code {code!r} does not lead back to it")
            exports[name] = code
    return exports


def _icews_texts(texts: Mapping[str, str], codes: Mapping[str, CameoCode]) -> dict[str, str]:
    file = "icews_events.csv"
    rows = list(read_csv(file, texts[file], _IcewsRow))
    for where, row in rows:
        if row.code not in codes:
            refuse(file, where, f"no CAMEO code {row.code!r}")
    return unique(file, ((where, row.text.casefold(), row.code) for where, row in rows))


# --- Rows of issues.csv, or of a user's file like it -> issues.
class _IssueRow(StrictEntry, frozen=True, kw_only=True):
    """A row of issues.csv. ``aliases`` are separated by semicolons."""

    id: Cue
    aliases: str = ""
    parent: Words | None = None
    context: Words
    source: Words


def read_issues(
    file: str, text: str, known: Sequence[Issue], contexts: Sequence[Context]
) -> tuple[Issue, ...]:
    """Read issues that add to ``known``; ``contexts`` are those that an issue may give."""
    rows = [(where, _issue(row)) for where, row in read_csv(file, text, _IssueRow)]
    parents = {issue.id: issue.parent for issue in known}
    for where, issue in rows:
        if issue.id in parents:
            refuse(file, where, f"{issue.id!r} is listed twice")
        parents[issue.id] = issue.parent
    owners = {name.casefold(): issue.id for issue in known for name in issue.names}
    context_names = {context.name for context in contexts}
    for where, issue in rows:
        if issue.context not in context_names:
            refuse(file, where, f"{issue.id}: no context {issue.context!r}")
        _check_parent(file, where, issue, parents)
        _claim_names(file, where, issue, owners)
    return tuple(issue for _, issue in rows)


def _issue(row: _IssueRow) -> Issue:
    aliases = (alias.strip() for alias in row.aliases.split(";"))
    return alike(Issue, row, names=(row.id, *filter(None, aliases)))


def _check_parent(file: str, where: str, issue: Issue, parents: Mapping[str, str | None]) -> None:
    seen = {issue.id}
    parent = issue.parent
    while parent is not None and parent not in seen:
        if parent not in parents:
            refuse(file, where, f"{issue.id}: no issue {parent!r} to belong to")
        seen.add(parent)
        parent = parents[parent]
    if parent is not None:
        refuse(file, where, f"{issue.id} belongs to itself, by way of {issue.parent!r}")


def _claim_names(file: str, where: str, issue: Issue, owners: dict[str, str]) -> None:
    """A word that means two issues, whatever its capitals, means neither."""
    for name in issue.names:
        owner = owners.setdefault(name.casefold(), issue.id)
        if owner != issue.id:
            refuse(file, where, f"{issue.id}: {name!r} already names {owner!r}")


# --- A user's own types of acts: names, definitions and the types of PLOVER that they belong to.
def read_own_types(path: Path, book: Codebook) -> tuple[OwnType, ...]:
    """Read a file of definitions.

    Raises:
        BadConfig: it cannot be read, or an entry is wrong; the message names file and entry.
    """
    text = _read_extra(path)
    is_table = path.suffix.lower() == ".csv"
    found = (_from_rows if is_table else _from_toml)(path.name, text)
    if not found:
        how = (
            "a row for each, with parent and definition" if is_table else "one table a type, [name]"
        )
        refuse(path.name, "the whole file", f"it defines no type; write {how}")
    for own in found:
        check_own_type(path.name, own, {event_type.name for event_type in book.types})
        _check_crosswalk(path.name, own, book)
    return found


def _from_toml(file: str, text: str) -> tuple[OwnType, ...]:
    return tuple(
        msgspec.structs.replace(own, definition=own.definition.strip())
        for own in read_toml(file, text, OwnType, "name").values()
    )


def _from_rows(file: str, text: str) -> tuple[OwnType, ...]:
    """Take the rows that define something; a mode lies where its type does."""
    found: dict[str, OwnType] = {}
    for where, row in read_csv(file, text, OwnTypeRow):
        if row.definition is None:
            continue
        if row.code in found:
            refuse(file, where, f"{row.code!r} is defined twice")
        above = found.get(row.code.partition("/")[0])
        parent = row.parent or (above.parent if above else "")
        if not parent:
            refuse(file, where, f"{row.code!r} has no parent; name the type that takes it in")
        found[row.code] = alike(
            OwnType, row, name=row.code, parent=parent, definition=row.definition.strip()
        )
    return tuple(found.values())


def _check_crosswalk(file: str, own: OwnType, book: Codebook) -> None:
    """Refuse a crosswalk to codes that are none.

    Raises:
        BadConfig: the parent has no such mode, or CAMEO no such code.
    """
    try:
        if own.plover is not None:
            book.mode(own.parent, own.plover)
        if own.cameo is not None:
            book.cameo.code(own.cameo)
    except UnknownCode as err:
        refuse(file, own.name, str(err))


def check_own_type(file: str, own: OwnType, types: Container[str]) -> None:
    """Refuse a type that cannot be told from PLOVER's, or has no place among them.

    Raises:
        BadConfig: as ``read_own_types``.
    """
    if not is_own(own.mode):
        advice = 'write small letters, digits and hyphens, as in "prisoner-swap"'
        refuse(file, own.name or "a type without a name", f"{own.name!r} is no name; {advice}")
    if own.parent not in types:
        advice = "name one of PLOVER's sixteen types, as in docs/codebook.md"
        refuse(file, own.name, f"its parent {own.parent!r} is no event type; {advice}")
    if not own.definition:
        refuse(file, own.name, "it has no definition; say in a sentence what it takes in")
