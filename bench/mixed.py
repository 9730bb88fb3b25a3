"""A corpus of mixed news, made by the project: the same for everybody, from one seed.

    python bench/mixed.py N_REPORTS [--only politics] > reports.jsonl

Desks and their shares stand in bench/data/mixed.toml. A report has a headline and four to seven
paragraphs of one desk; names, places and numbers are drawn anew, so that texts differ.
"""

import argparse
import json
import random
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

__all__ = ["mixed_reports"]

DATA = Path(__file__).parent / "data" / "mixed.toml"
SEED = 20240202
PLACES = (
    *("France", "Kenya", "Brazil", "Japan", "Poland", "Egypt", "India", "Mexico", "Turkey", "Peru"),
    *("Vietnam", "Ghana", "Sweden", "Chile", "Serbia", "Nepal", "Oman", "Canada", "Italy", "Laos"),
)
FIRST = ("Ana", "Jonas", "Mei", "Omar", "Ruth", "Pavel", "Lucia", "Kofi", "Ingrid", "Tomas")
LAST = ("Vidal", "Okoye", "Lindgren", "Marin", "Haddad", "Novak", "Tanaka", "Roy", "Silva", "Ban")
FIRMS = ("Norvik", "Halden Foods", "Sorel", "Tamaris", "Kestrel Lines", "Orbex", "Vantaa Steel")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Desk:
    """The paragraphs of one part of a paper, and how many of a hundred reports it fills."""

    name: str
    share: int
    paragraphs: tuple[str, ...]


def mixed_reports(n_reports: int, only: str | None = None) -> Iterator[dict[str, str]]:
    """Give reports as rows: id, title, date, outlet, text, desk."""
    dice = random.Random(SEED)  # noqa: S311  # a corpus, no secret
    desks = [desk for desk in _desks() if only in {None, desk.name}]
    for number in range(n_reports):
        desk = dice.choices(desks, [d.share for d in desks])[0]
        size = min(len(desk.paragraphs), dice.randint(4, 7))
        headline, *body = dice.sample(desk.paragraphs, size)
        yield {
            "id": f"mixed-{number}",
            "title": _filled(headline, dice).split(",")[0].rstrip("."),
            "date": (date(2024, 1, 1) + timedelta(days=number % 365)).isoformat(),
            "outlet": "The Daily Norland",
            "text": "\n\n".join(_filled(paragraph, dice) for paragraph in body),
            "desk": desk.name,
        }


def _desks() -> list[Desk]:
    tables = tomllib.loads(DATA.read_text(encoding="utf-8"))
    return [
        Desk(name, table["share"], tuple(table["paragraphs"])) for name, table in tables.items()
    ]


def _filled(paragraph: str, dice: random.Random) -> str:
    place, other = dice.sample(PLACES, 2)
    return paragraph.format(
        place=place,
        other=other,
        name=f"{dice.choice(FIRST)} {dice.choice(LAST)}",
        firm=dice.choice(FIRMS),
        number=dice.randint(11, 89),
        day=dice.choice(DAYS),
    )


def main() -> None:
    """Write reports as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n_reports", type=int)
    parser.add_argument("--only", help="one desk")
    options = parser.parse_args()
    for row in mixed_reports(options.n_reports, options.only):
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
