"""The data files -> one checked codebook.

In:  the files in data/, and the user's own issues.   Out: a ``Codebook``, the same for all.
Does not: let a slip pass. A missing code, a name that leads nowhere or a count that differs from
PLOVER's is a ``BadConfig`` that names file and entry.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from detente.codebook.cameo import Cameo, CameoCode
from detente.codebook.entries import (
    CameoRow,
    ContextEntry,
    DecisionEntry,
    IcewsRow,
    ModeEntry,
    TermRow,
    TypeEntry,
    read_csv,
    read_toml,
    refuse,
    unique,
)
from detente.codebook.issues import read_issues
from detente.codebook.model import Codebook, Context, Decision, EventType, Mode, Term
from detente.records import Status, digest

__all__ = ["FILES", "build_codebook", "load_codebook"]

FILES = (
    "types.toml",
    "contexts.toml",
    "sectors.csv",
    "nonstate.csv",
    "statuses.csv",
    "decisions.toml",
    "cameo.csv",
    "icews_events.csv",
    "issues.csv",
)
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
    contexts = _contexts(texts["contexts.toml"])
    types = _types(texts["types.toml"], {context.name for context in contexts})
    book = Codebook(
        types=types,
        contexts=contexts,
        sectors=_terms("sectors.csv", texts),
        nonstate=_terms("nonstate.csv", texts),
        statuses=_terms("statuses.csv", texts),
        issues=read_issues("issues.csv", texts["issues.csv"], (), contexts),
        decisions=_decisions(texts["decisions.toml"]),
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
    entries = read_toml(file, text, TypeEntry)
    for name, entry in entries.items():
        if entry.future is not None and entry.future not in entries:
            refuse(file, name, f"its future {entry.future!r} is no event type")
        for mode_name, mode in entry.modes.items():
            if mode.context is not None and mode.context not in contexts:
                refuse(file, f"{name}-{mode_name}", f"no context {mode.context!r}")
    return tuple(_event_type(name, entry) for name, entry in entries.items())


def _event_type(name: str, entry: TypeEntry) -> EventType:
    return EventType(
        name=name,
        quad=entry.quad,
        intensity=entry.intensity,
        needs_recipient=entry.needs_recipient,
        is_mutual=entry.is_mutual,
        is_mutual_alone=entry.is_mutual_alone,
        future=entry.future,
        family=entry.family,
        definition=entry.definition,
        takes_in=entry.takes_in,
        leaves_out=entry.leaves_out,
        examples=entry.examples,
        source=entry.source,
        cameo=entry.cameo,
        modes=tuple(_mode(mode_name, mode) for mode_name, mode in entry.modes.items()),
    )


def _mode(name: str, entry: ModeEntry) -> Mode:
    return Mode(
        name=name,
        intensity=entry.intensity,
        definition=entry.definition,
        example=entry.example,
        source=entry.source,
        cameo=entry.cameo,
        context=entry.context,
    )


def _contexts(text: str) -> tuple[Context, ...]:
    entries = read_toml("contexts.toml", text, ContextEntry)
    return tuple(
        Context(name=name, definition=entry.definition, cues=entry.cues, source=entry.source)
        for name, entry in entries.items()
    )


def _decisions(text: str) -> tuple[Decision, ...]:
    entries = read_toml("decisions.toml", text, DecisionEntry)
    return tuple(
        Decision(
            number=int(number), title=entry.title, decision=entry.decision, reason=entry.reason
        )
        for number, entry in entries.items()
    )


def _terms(file: str, texts: Mapping[str, str]) -> tuple[Term, ...]:
    rows = read_csv(file, texts[file], TermRow)
    terms = unique(file, ((where, row.code, row) for where, row in rows))
    return tuple(
        Term(code=code, name=row.name, definition=row.definition, source=row.source)
        for code, row in terms.items()
    )


# CAMEO and ICEWS


def _cameo(texts: Mapping[str, str], types: Sequence[EventType]) -> Cameo:
    modes = {event_type.name: {mode.name for mode in event_type.modes} for event_type in types}
    rows = read_csv("cameo.csv", texts["cameo.csv"], CameoRow)
    converted = ((where, row.code, _code(where, row, modes)) for where, row in rows)
    codes = unique("cameo.csv", converted)
    return Cameo(codes=codes, exports=_exports(types, codes), texts=_icews_texts(texts, codes))


def _code(where: str, row: CameoRow, modes: Mapping[str, set[str]]) -> CameoCode:
    is_statement = row.code.startswith(STATEMENT_ROOT)
    if is_statement != (row.type is None):
        refuse("cameo.csv", where, f"{row.code}: root {STATEMENT_ROOT}, and it alone, has no type")
    if row.type is not None and row.type not in modes:
        refuse("cameo.csv", where, f"no event type {row.type!r}")
    if row.mode is not None and row.mode not in modes.get(row.type or "", ()):
        refuse("cameo.csv", where, f"{row.type} has no mode {row.mode!r}")
    return CameoCode(
        code=row.code,
        name=row.name,
        type=row.type,
        mode=row.mode,
        quad=row.quad,
        goldstein=row.goldstein,
        source=row.source,
        note=row.note,
    )


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
    rows = list(read_csv(file, texts[file], IcewsRow))
    for where, row in rows:
        if row.code not in codes:
            refuse(file, where, f"no CAMEO code {row.code!r}")
    return unique(file, ((where, row.text.casefold(), row.code) for where, row in rows))
