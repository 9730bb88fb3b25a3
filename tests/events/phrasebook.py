"""Reads the phrase book: sentences with what they tell, and a linker for invented countries.

A case file has blocks: comment lines (#), one sentence, and a line ``=> ...`` for each act, or
``=> nothing``. An act is: actors, type[/mode], recipients (- for none), status.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.events.coding import Coding
from detente.records import Actor, Link, Mention, MentionKind, Sentence, Span

CASES = Path(__file__).parent / "cases"

NAMES = {
    "Norland": ("NOR", None), "Sudria": ("SUD", None), "Vostia": ("VOS", None),
    "Norlandic officials": ("NOR", "GOV"), "Sudrian officials": ("SUD", "GOV"),
    "President Aldane": ("NOR", "GOV"), "Foreign Minister Brusk": ("SUD", "GOV"),
    "President Aldane of Norland": ("NOR", "GOV"), "the Sudrian government": ("SUD", "GOV"),
    "Norland's navy": ("NOR", "MIL"), "Sudrian troops": ("SUD", "MIL"),
    "Vostian soldiers": ("VOS", "MIL"), "Norlandic warplanes": ("NOR", "MIL"),
    "Norland's parliament": ("NOR", "LEG"), "a Norlandic court": ("NOR", "JUD"),
    "Vostian police": ("VOS", "COP"), "Sudrian rebels": ("SUD", "REB"),
    "Norlandic fishermen": ("NOR", "CVL"), "Vostian students": ("VOS", "EDU"),
    "Sudrian workers": ("SUD", "LAB"), "Norlandic hackers": ("NOR", "UAF"),
    "Vostian opposition leaders": ("VOS", "PTY"), "Norlandic diplomats": ("NOR", "GOV"),
    "Sudrian refugees": ("SUD", "REF"), "the United Nations": ("UNO", None),
    "Sudrian prisoners": ("SUD", "CVL"), "Vostian protesters": ("VOS", "CVL"),
    "Norlandic journalists": ("NOR", "JRN"), "Sudrian villagers": ("SUD", "CVL"),
    "Norlandic": ("NOR", None), "Sudrian": ("SUD", None), "Vostian": ("VOS", None),
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One sentence of the phrase book and the acts it tells, as lines."""

    file: str
    sentence: str
    acts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}: {self.sentence[:70]}"


def read_cases() -> Iterator[Case]:
    """Read every case file, in order."""
    for path in sorted(CASES.glob("*.txt")):
        sentence, acts = "", list[str]()
        for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
            if line.startswith("=>"):
                acts.append(" ".join(line[2:].split()))
            elif line.strip() and not line.startswith("#"):
                sentence = line.strip()
            elif not line.strip() and sentence:
                yield Case(path.stem, sentence, tuple(a for a in acts if a != "nothing"))
                sentence, acts = "", []


def links_of(sentence: Sentence, text: str) -> list[Link]:
    """Link the invented names; the longest name at a place wins."""
    links: list[Link] = []
    taken: list[Span] = []
    for name in sorted(NAMES, key=len, reverse=True):
        for start in _places(text, name):
            span = Span(start, start + len(name))
            head = sentence.head_of(span)
            if head is None or any(span.overlap(other) for other in taken):
                continue
            taken.append(span)
            links.append(_link(name, span, sentence, head.index))
    return sorted(links, key=lambda link: link.mention.span)


def _link(name: str, span: Span, sentence: Sentence, head: int) -> Link:
    country, sector = NAMES[name]
    kind = MentionKind.NAME if sector is None else MentionKind.ROLE
    office = "office" if "President" in name or "Minister" in name else None
    actor = Actor(country=country, sector=sector, id=name, name=name, office=office)
    mention = Mention(span=span, sentence=sentence.index, head=head, kind=kind)
    return Link(mention=mention, actors=(actor,), score=1.0, reason="invented")


def _places(text: str, name: str) -> Iterator[int]:
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if end == len(text) or not text[end].isalpha():
            yield start
        start = text.find(name, end)


def line_of(coding: Coding) -> str:
    """Write a coding as the phrase book does."""
    kind = f"{coding.type}/{coding.mode}" if coding.mode else coding.type
    sides = (_codes(coding.agents), _codes(coding.recipients))
    return f"{sides[0]} {kind} {sides[1]} {coding.status}"


def _codes(links: Sequence[Link]) -> str:
    codes = [
        actor.code if actor.sector else f"{actor.country}"
        for link in links
        for actor in link.actors
    ]
    return "+".join(codes) or "-"
