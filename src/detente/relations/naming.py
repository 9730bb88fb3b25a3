"""Codes -> names, as somebody who writes briefs would put them: sides, their organs, issues.

In:  the gazetteer, the codebook; the lines of a brief.   Out: "China", "China, military", "South
China Sea"; the lines with names.
Does not: know the names that reports use: they come with each claim. A code without a name is its
own.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from detente.actors import Gazetteer
from detente.actors.meanings import NON_STATE_SIDES
from detente.codebook import Codebook
from detente.errors import UnknownCode
from detente.relations.brief.channels import Level
from detente.relations.brief.page import Block, Line, Page

OF_THE_STATE = "GOV"  # a state's government acts as the state
_WORD = re.compile(r"[^\W_]+")
# what no alias of the codebook and no state's name shows to be a proper noun
_PROPER = """Abkhazia, Abraham Accords, Aegean Sea, Arunachal Pradesh, Badme, Baltic Sea, Black Sea,
Cabo Delgado, Caspian Sea, Catalonia, Chagos Islands, Crimean Tatars, Donbas, Durand Line,
East China Sea, Europe, Falkland Islands, Franco-African, Golan Heights, Havana, Horn of Africa,
Hungarian, Ilemi Triangle, Indus Waters Treaty, INF Treaty, International Criminal Court,
Islamic State, Kerch Strait, Kuril Islands, Malacca Strait, Minsk Agreements, New Caledonia,
New START Treaty, Northern Ireland, Open Skies Treaty, Panama Canal, Paracel Islands,
Paris Agreement, Persian Gulf, Power of Siberia, Red Sea, S-400, Scarborough Shoal, Scottish,
Second Thomas Shoal, Senkaku Islands, South China Sea, South Ossetia, Spratly Islands,
Sri Lankan Tamils, Strait of Hormuz, Suez Canal, Taiwan Strait, Transnistria, USMCA,
World Trade Organization"""
_WITH_ARTICLE = re.compile(
    r"^(?:United|European Union|Netherlands|Philippines|Gambia|Bahamas|Maldives)"
    r"|(?:Republic|Islands|Emirates)$"
)
_WRITTEN = {" ".join(one.split()).lower(): " ".join(one.split()) for one in _PROPER.split(",")}
_PHRASE = re.compile(rf"\b(?:{'|'.join(map(re.escape, _WRITTEN))})\b", re.IGNORECASE)


THIRD = "Third parties named: "
IN_WORDS = frozenset({"How they stand", "Main events"})  # as reports tell them
OF_ISSUES = "Frictions"  # whose lines begin with an issue
# where the other lines of a brief have codes
_CODE = r"(?:[A-Z]{3}(?:-[A-Z]{3})?|-[A-Z]{3})"
_ALL = rf"{_CODE}(?:(?: \+ |, | and ){_CODE})*"
_AT = re.compile(
    rf"^{_ALL}(?: -> {_ALL})?(?=:)"  # who acts on whom, or says
    r'|^[^":]+ (?:agreed|announced|promised|threatened)(?: [^":]+)?$'  # who is bound, to whom
    rf"|(?<=\(){_CODE}(?=(?:; [a-z, ]+)?\)$)"  # of which side a speaker is
    rf"|(?<=, ){_ALL}(?: -> {_ALL})?$"  # of what is to come
    rf"|(?<=\" \(){_ALL}(?=\))"  # who does one end of a link
    rf"|^not confirmed by {_ALL}$|(?<=, not confirmed by ){_ALL}$|(?<=, announced by ){_ALL}"
)
_BOUND = re.compile(r'(?:: |; )[^":;]+ what [^":;]+(?=: ")')  # who kept or broke what, to whom
_ABOUT = re.compile(rf"((?:(?:{'|'.join(Level)}), )?on )(.+)")  # issues, and of a channel
_CODES = re.compile(rf"(?<![\w-]){_CODE}(?![\w-])")


@dataclass(frozen=True)
class Names:
    """Names by code; ``own`` go before those of the gazetteer."""

    gazetteer: Gazetteer
    codebook: Codebook
    own: Mapping[str, str] = field(default_factory=dict)

    def side(self, code: str | None) -> str:
        """Name a country or what stands for one."""
        if code is None:
            return "unknown"
        if code in self.own:
            return self.own[code]
        if code in self.gazetteer.states:
            return self.gazetteer.entry(code).name
        return NON_STATE_SIDES.get(code, code)

    def told(self, code: str) -> str:
        """Name a side within a sentence: with its article, if it has one."""
        name = self.side(code)
        return f"the {name}" if _WITH_ARTICLE.search(name) else name

    def party(self, code: str) -> str:
        """Name a side and its organ: ``USA-GOV``, ``USA-MIL``, ``-REB``."""
        country, _, sector = code.partition("-")
        try:
            organ = self.codebook.sector(sector).name.lower() if sector else ""
        except UnknownCode:
            return code
        if not country:
            return organ
        is_plain = not organ or sector == OF_THE_STATE
        return self.side(country) if is_plain else f"{self.side(country)}, {organ}"

    def issue(self, name: str) -> str:
        """Write an issue's id with its proper nouns in capitals."""
        words = _WORD.sub(lambda word: self._proper.get(word[0], word[0]), name)
        return _PHRASE.sub(lambda found: _WRITTEN[found[0].lower()], words)

    def brief(self, page: Page) -> Page:
        """Put names for the codes in the lines of a brief; the words of reports stay."""
        blocks = map(self._block, page.blocks)
        return replace(page, blocks=tuple(blocks), basis=tuple(map(self.line, page.basis)))

    def line(self, words: str) -> str:
        """Put names for the codes in a piece of a line: ``on CHN, taiwan`` -> China, Taiwan."""
        if about := _ABOUT.fullmatch(words):
            return f"{about[1]}{', '.join(map(self._topic, about[2].split(', ')))}"
        if words.startswith(THIRD):
            return _CODES.sub(self._found, words)
        named = self._substituted(_AT, words)
        return re.sub(r"^(.+) \(\1; ", r"\1 (", named)

    def _block(self, block: Block) -> Block:
        if block.name in IN_WORDS:
            lines = (replace(one, head=self._substituted(_BOUND, one.head)) for one in block.lines)
            return replace(block, lines=tuple(lines))
        named = self._topic if block.name == OF_ISSUES else self.line
        return replace(block, lines=tuple(self._line(line, named) for line in block.lines))

    def _line(self, line: Line, named: Callable[[str], str]) -> Line:
        return replace(
            line, head=named(line.head), facts=tuple(self.line(fact) for fact in line.facts)
        )

    def _substituted(self, where: re.Pattern[str], words: str) -> str:
        return where.sub(lambda found: _CODES.sub(self._found, found[0]), words)

    def _topic(self, word: str) -> str:
        return self.party(word) if _CODES.fullmatch(word) else self.issue(word)

    def _found(self, code: re.Match[str]) -> str:
        return self.party(code[0])

    @cached_property
    def _proper(self) -> dict[str, str]:
        """Words that names write in capitals and nothing writes small, by how they are small."""
        written = set(self._words())
        small = {word for word in written if word.islower()}
        return {word.lower(): word for word in sorted(written) if word.lower() not in small}

    def _words(self) -> Iterator[str]:
        for issue in self.codebook.issues:
            for name in issue.names:
                if name != issue.id:  # which is small throughout
                    yield from _WORD.findall(name)
        for code in self.gazetteer.states:
            yield from _WORD.findall(self.gazetteer.entry(code).name)
