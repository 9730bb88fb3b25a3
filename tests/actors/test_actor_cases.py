"""The phrase book of actors: readable cases under cases/, one idea each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from detente.actors import GazetteerLinker, load_gazetteer
from detente.reading.parse import SpacyParser
from detente.records import Link, Report, Span

CASES = Path(__file__).parent / "cases"
MINIMUM = 300


@dataclass(frozen=True)
class Case:
    place: str
    idea: str
    text: str
    published: date | None
    expected: tuple[tuple[str, str, str | None], ...]


def read_cases(path: Path) -> Iterator[Case]:
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line]
        rules = [line[3:] for line in lines if line.startswith("=> ")]
        if rules:
            days = [line[2:] for line in lines if line.startswith("@ ")]
            yield Case(
                place=path.stem,
                idea=" ".join(line[2:] for line in lines if line.startswith("# ")),
                text=" ".join(line for line in lines if line[:2] not in {"# ", "@ ", "=>"}),
                published=date.fromisoformat(days[0]) if days else None,
                expected=tuple(expectation(item) for rule in rules for item in rule.split("; ")),
            )


def expectation(item: str) -> tuple[str, str, str | None]:
    words, _, code = item.partition(" = ")
    code, _, name = code.partition(" : ")
    return words.strip(), code.strip(), name.strip() or None


ALL = [case for path in sorted(CASES.glob("*.txt")) for case in read_cases(path)]


@cache
def linked(text: str, published: date | None) -> tuple[Link, ...]:
    report = Report(key="case", text=text, published=published)
    return GazetteerLinker(load_gazetteer()).link(report, parser().parse(report))


@cache
def parser() -> SpacyParser:
    return SpacyParser()


def span_of(text: str, words: str) -> Span:
    found = re.search(
        rf"(?<!\w){re.escape(words)}(?!\w)(?!.*(?<!\w){re.escape(words)}(?!\w))", text
    )
    assert found is not None, f"{words!r} is not in {text!r}"
    return Span(*found.span())


@pytest.mark.parametrize("case", ALL, ids=[f"{case.place}: {case.idea}" for case in ALL])
def test_phrase_book(case: Case) -> None:
    links = linked(case.text, case.published)
    told = [
        (case.text[link.mention.span.start : link.mention.span.end], codes(link), link.reason)
        for link in links
    ]

    for words, code, name in case.expected:
        span = span_of(case.text, words)
        found = [link for link in links if link.mention.span == span]
        if code == "nobody":
            assert not [link for link in links if link.mention.span in span], told
            continue
        assert [codes(link) for link in found] == [code], (words, told)
        if name is not None:
            assert found[0].actors[0].name == name, told


def codes(link: Link) -> str:
    return " + ".join(actor.code for actor in link.actors)


def test_the_phrase_book_is_thick_enough() -> None:
    assert len(ALL) >= MINIMUM


def test_no_idea_is_told_twice() -> None:
    ideas = [(case.place, case.idea) for case in ALL]

    assert len(set(ideas)) == len(ideas)
