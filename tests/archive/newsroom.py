"""Files of reports, and what an archive's folder holds in the end."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from detente.archive import Order

MakeOrder = Callable[..., Order]

TEXTS = [f"Norland met Sudria on day {n}. Sudria said so." for n in range(10)]


def write_rows(path: Path, texts: Sequence[str]) -> None:
    """Write texts as JSON lines, each under the file's name and its number as key."""
    rows = (
        {"id": f"{path.stem}-{number}", "date": "2024-02-02", "text": text}
        for number, text in enumerate(texts)
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows))


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of an archive with its bytes."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }
