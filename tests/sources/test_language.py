"""Only a text that is certainly not English is foreign."""

import pytest

from detente.sources.language import foreign_language

ENGLISH = (
    "Norland recalled its ambassador from Sudria on Monday after the talks on fishing in the "
    "northern sea had broken down, the foreign ministry said in a short statement. "
)
GERMAN = (
    "Norland hat am Montag seinen Botschafter aus Sudria zurückgerufen, nachdem die Gespräche über "
    "die Fischerei in der nördlichen See gescheitert waren, teilte das Außenministerium mit. "
)
FRENCH = (
    "Norland a rappelé lundi son ambassadeur en Sudrie après l'échec des pourparlers sur la pêche "
    "dans la mer du Nord, a annoncé le ministère dans un communiqué. "
)
CHINESE = (
    "诺兰外交部星期一表示，在有关北部海域捕鱼问题的谈判破裂之后，诺兰已召回驻苏德里亚大使。" * 4
)


def test_english_is_not_foreign() -> None:
    assert foreign_language(ENGLISH) is None


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (FRENCH, "fr"), (CHINESE, "zh")], ids=["de", "fr", "zh"]
)
def test_another_language_is_named(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("外交部发言人星期一表示，中方对此强烈不满。", "zh"),
        ("日本政府は月曜日に大使を召還した。", "ja"),
        ("북한은 월요일 미사일을 발사했다.", "ko"),
        ("Россия отозвала посла.", "ru"),
        ("USA: 美国政府星期一召回大使，谈判破裂", "zh"),
    ],
    ids=["zh", "ja", "ko", "ru", "with a Latin word"],
)
def test_a_short_text_in_another_script_is_foreign(text: str, language: str) -> None:
    assert foreign_language(text) == language


@pytest.mark.parametrize("text", ["12.5 (3)", "Norland (诺兰) met Sudria (苏德里亚).", "…"])
def test_a_short_text_with_some_letters_of_another_script_is_not(text: str) -> None:
    assert foreign_language(text) is None


def test_a_short_text_in_latin_letters_is_never_foreign() -> None:
    assert foreign_language("Norland hat seinen Botschafter zurückgerufen.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Xi Jinping, Kim Jong-un, Wang Yi, Li Qiang, Yoon Suk-yeol, Sergei Lavrov, Olaf Scholz\n"
        * 2,
        "Monday, January 29th, 2024\n" * 10,
        "1,204.50 2,118.75 88.1 (3.4) 12 " * 30,
    ],
    ids=["names", "dates", "figures"],
)
def test_names_dates_and_figures_are_not_foreign(text: str) -> None:
    assert foreign_language(text) is None


def test_a_foreign_greeting_does_not_make_a_long_english_text_foreign() -> None:
    assert foreign_language(GERMAN * 30 + ENGLISH * 30) is None
    assert foreign_language(GERMAN * 60) == "de"
