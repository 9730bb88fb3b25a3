"""The data behind speech: strict when it is read, and consistent."""

from pathlib import Path

import msgspec
import pytest

from detente.errors import BadConfig
from detente.reading.speech import lexicon
from detente.reading.speech.lexicon import Act, load_speech_lexicon, read_data
from detente.records import SpeechKind

LEXICON = load_speech_lexicon()


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    name: str


def test_unknown_key_in_a_data_file_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "words.toml").write_text('name = "a"\nnmae = "b"\n', encoding="utf-8")
    monkeypatch.setattr(lexicon, "DATA", tmp_path)

    with pytest.raises(BadConfig, match=r"words\.toml.*nmae"):
        read_data("words.toml", Shape)


def test_unknown_frame_names_file_and_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = 'name = "g"\nsource = "s"\nact = "say"\nframes = ["clouse"]\nverbs = ["hum"]\n'
    text = f"[repairs]\n[[groups]]\n{group}"
    (tmp_path / "speech_verbs.toml").write_text(text, encoding="utf-8")
    words = (lexicon.DATA / "speech_words.toml").read_bytes()
    (tmp_path / "speech_words.toml").write_bytes(words)
    monkeypatch.setattr(lexicon, "DATA", tmp_path)

    with pytest.raises(BadConfig, match=r"speech_verbs\.toml.*'g'.*clouse"):
        load_speech_lexicon.__wrapped__()


def test_verb_in_two_groups_has_the_frames_of_both() -> None:
    protest = LEXICON.verbs["protest"]

    assert protest.takes("object")
    assert protest.takes("against")


def test_british_and_mistaken_lemmas_are_found() -> None:
    assert LEXICON.verb("emphasise") == LEXICON.verbs["emphasize"]
    assert LEXICON.verb("hop") == LEXICON.verbs["hope"]


def test_particle_makes_another_verb() -> None:
    assert LEXICON.verb("point", "out") == LEXICON.verbs["point out"]
    assert LEXICON.verb("call", "off") is None


def test_acts_and_kinds_are_those_of_the_data() -> None:
    assert LEXICON.verbs["say"].act == Act.SAY
    assert LEXICON.verbs["believe"].act == Act.THINK
    assert LEXICON.verbs["warn"].kind == SpeechKind.WARNING
    assert LEXICON.nouns["pledge"].kind == SpeechKind.PLAN


def test_retelling_verbs_are_verbs_of_saying() -> None:
    retelling = [word for word in LEXICON.verbs.values() if word.retells]

    assert retelling
    assert all(word.act == Act.SAY for word in retelling)
