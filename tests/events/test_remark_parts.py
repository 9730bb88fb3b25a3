"""What remarks are about: whole words, and none where a comma follows the cue at once."""

from builders import a_report
from detente.events.remark_cues import CueGroup, Parts, load_cues
from detente.events.remark_parts import LONGEST_PART, PartFinder
from detente.reading.parse import SpacyParser
from detente.records import Span

PARSER = SpacyParser()


def parts(text: str, cue: str, asked: Parts) -> list[str]:
    (sentence,) = PARSER.parse(a_report(text))
    group: CueGroup = next(group for group in load_cues() if group.parts is asked)
    start = text.index(cue)
    found = PartFinder(sentence, text).of(group, Span(start, start + len(cue)), None)
    return [text[part.start : part.end] for part in found]


def test_what_it_answers_stands_between_cue_and_comma() -> None:
    text = "In return for the port, Norland opened its border."
    assert parts(text, "In return for", Parts.AROUND) == ["Norland opened its border", "the port"]


def test_a_comma_right_behind_the_cue_is_no_part() -> None:
    text = "Tit for tat, Norland closed its border."
    assert parts(text, "Tit for tat", Parts.AROUND) == ["Norland closed its border"]


def test_a_long_part_ends_with_a_whole_word() -> None:
    text = "Norland never budges where " + "the unfathomable question arises and " * 6 + "ends."
    (part,) = parts(text, "never budges where", Parts.AFTER)
    assert len(part) <= LONGEST_PART
    assert text[text.index(part) + len(part)] == " "
