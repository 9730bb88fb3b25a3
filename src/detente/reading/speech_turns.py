"""A transcript -> whose turn each paragraph is: "Q: ...", "MR. BERG: ...", "Reuters: ...".

In:  a report's sentences, paragraph by paragraph.   Out: paragraphs with the label above them.
Does not: take a list under headings ("Energy: ...", "Trade: ...") for a dialogue.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from detente.records import Sentence, Span, Token

__all__ = ["Turn", "find_turns"]

_MOST_TOKENS = 6  # of a label: "Deputy Secretary of State Berg:"
_Q = "Q"  # "Q  Will the truce hold?", as the White House prints it, without a colon
_LEAST_LABELS = 2

IsName = Callable[[Sequence[Token]], bool]


@dataclass(frozen=True, slots=True)
class Turn:
    """Words of one paragraph and the label above them. ``sentence`` is the one with the label."""

    sentence: Sentence
    label: tuple[Token, ...]
    mark: Token
    words: tuple[Token, ...]

    @property
    def name(self) -> str:
        """The label's words."""
        return " ".join(token.text for token in self.label)

    @property
    def content(self) -> Span:
        """Range of the words."""
        return Span(self.words[0].span.start, self.words[-1].span.end)


def find_turns(paragraphs: Sequence[Sequence[Sentence]], is_name: IsName) -> list[Turn]:
    """Find all turns of a transcript; nothing where the report is none.

    It is one if a label comes back, or if one label asks and another answers. Paragraphs between
    two labels belong to the first; those after the last one may be the report's own.
    """
    labelled = {n: turn for n, one in enumerate(paragraphs) if (turn := _labelled(one, is_name))}
    if 0 in labelled and not _is_asked_or_back(labelled):
        del labelled[0]  # a title: "Berg: The truce will hold"
    if not _is_dialogue(list(labelled.values())):
        return []
    turns: list[Turn] = []
    for number, paragraph in enumerate(paragraphs):
        if number in labelled:
            turns.append(labelled[number])
        elif turns and number < max(labelled):
            words = tuple(token for sentence in paragraph for token in sentence.tokens)
            last = turns[-1]
            turns.append(Turn(last.sentence, last.label, last.mark, words))
    return turns


def _labelled(paragraph: Sequence[Sentence], is_name: IsName) -> Turn | None:
    first = paragraph[0]
    if first.is_headline or first.is_dateline:
        return None
    words = tuple(token for sentence in paragraph for token in sentence.tokens)
    if words[0].text == _Q and len(words) > 1 and words[1].text[0].isupper():
        return Turn(first, words[:1], words[0], words[1:])
    colon = next((n for n, token in enumerate(words[: _MOST_TOKENS + 1]) if token.text == ":"), 0)
    label = tuple(token for token in words[:colon] if token.pos != "PUNCT")
    is_one = label and colon < min(len(words) - 1, len(first.tokens)) and is_name(label)
    return Turn(first, label, words[colon], words[colon + 1 :]) if is_one else None


def _is_asked_or_back(labelled: Mapping[int, Turn]) -> bool:
    """Whether the first paragraph is a turn rather than a title: it asks, or its label is back."""
    first = labelled[0]
    is_back = any(turn.name == first.name for n, turn in labelled.items() if n)
    return is_back or any(word.text == "?" for word in first.words)


def _is_dialogue(turns: Sequence[Turn]) -> bool:
    if len(turns) < _LEAST_LABELS:
        return False
    counts = Counter(turn.name for turn in turns)
    if max(counts.values()) > 1:
        return True
    return any(word.text == "?" for turn in turns[:-1] for word in turn.words)
