import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.actors.senses import NameMatcher, spellings

NAMES = ["Norland", "Norland Sea", "South Norland", "NL", "N.L.", "Sudria", "Sudria's Own", "ö"]


def found(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end, _ in NameMatcher(names or NAMES).find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland met Sudria.", ["Norland", "Sudria"]),
        ("Norlanders and NLs", []),
        ("preNorland", []),
        ("Norland_1", []),
        ("the Norland Sea", ["Norland Sea"]),
        ("the Norland Seaside", ["Norland"]),
        ("South Norland Sea", ["South Norland"]),
        ("norland NORLAND nl", []),
        ("(Norland), 'Sudria'", ["Norland", "Sudria"]),
        ("Norland-Sudria", ["Norland", "Sudria"]),
        ("the N.L. and NL", ["N.L.", "NL"]),
        ("Sudria's navy", ["Sudria"]),
        ("xö ö öy", ["ö"]),
        ("", []),
    ],
)
def test_names_are_whole_words_and_the_longest_wins(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_longer_name_that_is_no_word_does_not_hide_what_starts_in_it() -> None:
    assert found("Bay of Norland Sealions", "Bay of Norland Sea", "Norland") == ["Norland"]


def test_spans_count_code_points() -> None:
    text = "😀 Norland"

    assert NameMatcher(NAMES).find(text) == [(2, 9, "Norland")]


def test_no_names_find_nothing() -> None:
    assert NameMatcher([]).find("Norland") == []


def leftmost_longest(text: str, names: set[str]) -> list[tuple[int, int]]:
    def whole(start: int, end: int) -> bool:
        around = text[start - 1 : start] + text[end : end + 1]
        return not any(char.isalnum() or char == "_" for char in around)

    result, at = [], 0
    while at < len(text):
        ends = [
            at + len(name)
            for name in names
            if text.startswith(name, at) and whole(at, at + len(name))
        ]
        if ends:
            result.append((at, max(ends)))
            at = max(ends)
        else:
            at += 1
    return result


WORDS = st.lists(st.sampled_from(["A", "B", "AB", "Ab"]), min_size=1, max_size=3).map(" ".join)


@given(names=st.sets(WORDS, min_size=1, max_size=5), text=st.text("AB b_.", max_size=30))
def test_matching_agrees_with_looking_everywhere(names: set[str], text: str) -> None:
    result = [(start, end) for start, end, _ in NameMatcher(names).find(text)]

    assert result == leftmost_longest(text, names)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Norland", ["Norland"]),
        ("Côte d'Ivoire", ["Côte d'Ivoire", "Côte d’Ivoire", "Cote d'Ivoire"]),
        ("Erdoğan", ["Erdoğan", "Erdogan"]),
    ],
)
def test_texts_spell_names_in_several_ways(name: str, expected: list[str]) -> None:
    assert list(spellings(name)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nörland met Sudria.", ["Nörland", "Sudria"]),
        ("the Nörland Sea", ["Nörland Sea"]),
        ("Nörlanders", []),
    ],
)
def test_a_name_listed_without_accents_is_found_with_them(text: str, expected: list[str]) -> None:
    assert found(text) == expected
