"""Prompts as files, to be answered by whoever is at hand, and their replies put in the store.

In:  reports; a folder with replies beside the prompts.   Out: prompt files; kept replies.
Does not: ask anybody. A reply written by a person goes the way of a model's: it is checked.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from detente.config import ModelChoice
from detente.errors import BadInput
from detente.llm.client import Asked
from detente.llm.reader import a_reply
from detente.llm.replies import ReplyFolder
from detente.llm.request import Page, Request, guidelines, requests_for
from detente.records import Report, digest

GUIDELINES, INDEX = "guidelines.md", "requests.jsonl"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the index: whose prompt is in which file. The reply is beside it, ``.json``."""

    key: str
    report: str
    file: str


def write_prompts(pages: Iterable[Page], folder: Path) -> int:
    """Write the very words that a model would be sent, a file a request; count the files.

    ``guidelines.md`` is the part that all begin with. A reply goes beside its prompt, under the
    same name with ``.json``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / GUIDELINES).write_text(guidelines(), encoding="utf-8")
    entries = []
    for page in pages:
        for number, request in enumerate(requests_for(page), 1):
            name = f"{_file_name(page.report)}{f'.{number}' if number > 1 else ''}.md"
            (folder / name).write_text(request.messages[-1][1], encoding="utf-8")
            entries.append(Entry(key=page.report.key, report=page.report.id, file=name))
    lines = b"".join(msgspec.json.encode(entry) + b"\n" for entry in entries)
    (folder / INDEX).write_bytes(lines)
    return len(entries)


def keep_replies(folder: Path, choice: ModelChoice, store: ReplyFolder) -> tuple[int, int]:
    """Keep the replies that stand beside prompts; count them, and the prompts without one.

    Raises:
        BadInput: the folder holds no prompts.
    """
    n_kept, n_missing = 0, 0
    before = _read(folder / GUIDELINES)
    for entry in _entries(folder):
        answered = (folder / entry.file).with_suffix(".json")
        if not answered.exists():
            n_missing += 1
            continue
        request = Request((("system", before), ("user", _read(folder / entry.file))))
        asked = request.digest_for(choice.model, choice.parameters)
        store.keep(a_reply(asked, choice, Asked(_read(answered), 0, 0)))
        n_kept += 1
    return n_kept, n_missing


def _file_name(report: Report) -> str:
    """A file's name for a report: its key where that is a plain word, else with a digest."""
    plain = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in report.key)
    plain = plain.strip(".-")[:60] or "report"
    return plain if plain == report.key else f"{plain}-{digest(report.key)[:6]}"


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as err:
        raise BadInput(f"{path}: cannot be read: {err}") from err


def _entries(folder: Path) -> Iterator[Entry]:
    for line in _read(folder / INDEX).splitlines():
        try:
            yield msgspec.json.decode(line, type=Entry)
        except msgspec.DecodeError as err:
            raise BadInput(f"{folder / INDEX}: is no index of prompts: {err}") from err
