"""What a careful reader wrote -> acts of a document, by offsets.

In:  a document, its sentences, the lines a reader wrote (corpus/real/GUIDELINES.md, section 7).
Out: ``Act``s, in order.
Does not: guess. Words that do not stand where they should, unknown codes and broken lines are a
``Fault`` a line; what is right is kept.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from detente.codebook import load_codebook
from detente.errors import UnknownCode
from detente.evaluate.marks import Act, Side

__all__ = ["Fault", "Form", "read_form", "split_forms"]

NOBODY = "-"
EARLIER = "^"
STATUSES = ("actual", "future", "hypothetical", "negated")
ANYWHERE = ("when", "where", "word")
MAX_PREDICATE_WORDS = 5
FIELDS = 5  # behind the predicate; the last may be missing
COUNTRYLESS = {"UNO", "EUR", "IGO", "NGO", "IMG", "ISM", "MNC", "XXX"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of a form."""

    line: int
    what: str


@dataclass(slots=True)
class Form:
    """The lines of one document: number in the file and text."""

    id: str
    lines: list[tuple[int, str]] = field(default_factory=list)


def split_forms(text: str) -> list[Form]:
    """Split a reader's file into documents.

    Raises:
        ValueError: a line stands before the first document.
    """
    forms: list[Form] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.startswith("#"):
            forms.append(Form(line[1:].split()[0]))
        elif line.strip():
            if not forms:
                raise ValueError(f"line {number}: no document is named above it")
            forms[-1].lines.append((number, line.strip()))
    return forms


class _Reading:
    """One form on its way: the sentence it stands at, codes and predicates so far."""

    def __init__(
        self, text: str, spans: Sequence[tuple[int, int]], countries: frozenset[str]
    ) -> None:
        self.text = text
        self.spans = spans
        self.countries = countries
        self.at = -1
        self.codes: dict[str, str] = {}
        self.told: dict[tuple[int, str], tuple[int, int]] = {}
        self.book = load_codebook()

    def go_to(self, number: int) -> None:
        """Take what follows for a sentence, counted from 1.

        Raises:
            ValueError: there is no such sentence.
        """
        if not 1 <= number <= len(self.spans):
            raise ValueError(f"there is no sentence {number}")
        self.at = number - 1

    def act(self, line: str) -> Act:
        doubtful = line.startswith("?")
        head, *fields = [part.strip() for part in line.lstrip("?").split(" | ")]
        if not head.startswith("E "):
            raise ValueError(f"'{line}' is neither a sentence's number nor an act")
        if len(fields) not in {FIELDS - 1, FIELDS}:
            raise ValueError(
                "an act has predicate | actors | recipients | TYPE | status [| extras]"
            )
        words = head[2:].strip()
        if len(words.split()) > MAX_PREDICATE_WORDS:
            raise ValueError(f"the predicate '{words}' is too long")
        predicate = self._here(words)
        actors, recipients = self._sides(fields[0]), self._sides(fields[1])
        kind, status = self._type(fields[2]), fields[3]
        if status not in STATUSES:
            raise ValueError(f"'{status}' is no status")
        extras = self._extras(fields[4] if len(fields) == FIELDS else "")
        self.told.setdefault((self.at, words), predicate)
        return Act(
            predicate=predicate,
            actors=actors,
            recipients=recipients,
            type=kind[0],
            mode=kind[1],
            status=status,
            is_doubtful=doubtful,
            **extras,
        )

    def _type(self, words: str) -> tuple[str, str | None]:
        name, _, mode = words.partition("/")
        self.book.type(name)
        if mode:
            self.book.mode(name, mode)
        return name, mode or None

    def _extras(self, words: str) -> dict[str, Any]:
        extras: dict[str, Any] = {}
        for part in filter(None, (part.strip() for part in words.split(";"))):
            name, _, value = part.partition(" ")
            value = value.strip()
            if name == "bg":
                extras["is_background"] = True
            elif name == "or":
                extras["or_type"] = self._type(value)[0]
            elif name == "same":
                extras["same_as"] = self._first_telling(value)
            elif name == "ctx":
                extras["contexts"] = self._contexts(value)
            elif name == "word":
                extras["word_of"] = self._side(value)
            elif name in {"when", "where"}:
                extras[name] = self._anywhere(value)
            else:
                raise ValueError(f"'{name}' is no extra")
        return extras

    def _contexts(self, value: str) -> tuple[str, ...]:
        names = tuple(name.strip() for name in value.split(","))
        for name in names:
            self.book.context(name)
        return names

    def _first_telling(self, value: str) -> tuple[int, int]:
        number, _, words = value.partition(":")
        if not number.isdigit() or (int(number) - 1, words.strip()) not in self.told:
            raise ValueError(f"no act '{value}' (sentence:predicate) is marked above")
        return self.told[int(number) - 1, words.strip()]

    def _sides(self, words: str) -> tuple[Side, ...]:
        if words == NOBODY:
            return ()
        return tuple(self._side(part.strip()) for part in words.split(" & "))

    def _side(self, part: str) -> Side:
        words, _, code = part.partition("=")
        words = words.strip()
        if not words.strip(EARLIER):
            return Side(span=None, code=self._code(code, part), is_implicit=True)
        implicit = words.startswith(EARLIER)
        span = self._anywhere(words)
        name = words.lstrip(EARLIER).partition("~")[0]
        if code:
            self.codes[name] = self._code(code, part)
        elif name not in self.codes:
            raise ValueError(f"'{part}' has no code, and these words had none before")
        return Side(span=span, code=self.codes[name], is_implicit=implicit)

    def _code(self, code: str, part: str) -> str:
        for one in code.split("+"):
            country, _, sector = one.partition("-")
            if country not in self.countries and country not in COUNTRYLESS:
                raise ValueError(f"'{part}': '{country}' is no country code")
            if sector:
                self.book.sector(sector)
        if not code:
            raise ValueError(f"'{part}' names nobody")
        return code

    def _anywhere(self, words: str) -> tuple[int, int]:
        if not words.startswith(EARLIER):
            return self._here(words)
        words = words[1:].partition("~")[0]
        places = _places(self.text, words, 0, self.spans[self.at][0]) or _places(
            self.text, words, 0, len(self.text)
        )
        if not places:
            raise ValueError(f"'{words}' does not stand in the document")
        return places[-1]

    def _here(self, words: str) -> tuple[int, int]:
        if self.at < 0:
            raise ValueError("no sentence is named above it")
        start, end = self.spans[self.at]
        words, _, count = words.partition("~")
        places = _places(self.text, words, start, end)
        if len(places) < int(count or 1):
            raise ValueError(
                f"'{words}' does not stand{' so often' if places else ''} in sentence {self.at + 1}"
            )
        return places[int(count or 1) - 1]


def read_form(
    form: Form, text: str, spans: Sequence[tuple[int, int]], countries: frozenset[str]
) -> tuple[list[Act], list[Fault]]:
    """Read one document's form; ``spans`` are its sentences, ``countries`` the ISO codes known."""
    reading = _Reading(text, spans, countries)
    acts: list[Act] = []
    faults: list[Fault] = []
    for number, line in form.lines:
        try:
            if line.isdigit():
                reading.go_to(int(line))
            else:
                acts.append(reading.act(line))
        except (ValueError, UnknownCode) as err:
            faults.append(Fault(number, str(err)))
    return acts, faults


def _places(text: str, words: str, start: int, end: int) -> list[tuple[int, int]]:
    pattern = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
    return [match.span() for match in pattern.finditer(text, start, end)]
