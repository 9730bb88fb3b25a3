"""The pattern files are strict, and say what they must."""

from pathlib import Path

import pytest

from detente.codebook import load_codebook
from detente.errors import BadConfig
from detente.events import patterns
from detente.events.patterns import load_lexicon, read_lexicon
from detente.records import digest

FILES = {
    "nouns.toml": 'talks = "talk meeting"\n',
    "operators.toml": (
        'operators = [{ lemmas = "agree", becomes = "AGREE", control = "subject" }]\n'
    ),
    "patterns/consult.toml": (
        'type = "CONSULT"\nsource = "test"\nverbs = [{ lemmas = "hold", object = "@talks" }]\n'
    ),
}


def _folder(tmp_path: Path, **changes: str) -> Path:
    (tmp_path / "patterns").mkdir()
    for name, text in (
        FILES | {k.replace("__", "/") + ".toml": v for k, v in changes.items()}
    ).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_type_and_mode_of_the_patterns_is_in_the_codebook() -> None:
    codebook = load_codebook()

    patterns = [p for found in load_lexicon().patterns.values() for p in found]

    assert {p.type for p in patterns} == {t.name for t in codebook.types}
    for pattern in patterns:
        if pattern.mode:
            codebook.mode(pattern.type, pattern.mode)


def test_a_noun_class_is_spelt_out(tmp_path: Path) -> None:
    lexicon = read_lexicon(_folder(tmp_path))

    assert lexicon.patterns["verb", "hold"][0].object == frozenset({"talk", "meeting"})


def test_unknown_noun_class_names_file_and_entry(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path,
        patterns__consult='type="CONSULT"\nsource="t"\nverbs=[{lemmas="hold",object="@talk"}]\n',
    )

    with pytest.raises(BadConfig, match=r"consult\.toml: verb 1: no noun class '@talk'"):
        read_lexicon(folder)


def test_misspelt_key_is_refused(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, patterns__consult='type="CONSULT"\nsource="t"\nverbs=[{lemas="hold"}]\n'
    )

    with pytest.raises(BadConfig, match=r"consult\.toml"):
        read_lexicon(folder)


def test_entry_without_lemmas_is_refused(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, patterns__consult='type="CONSULT"\nsource="t"\nverbs=[{lemmas=" "}]\n'
    )

    with pytest.raises(BadConfig, match="verb 1: no lemmas"):
        read_lexicon(folder)


def test_digest_changes_with_any_file(tmp_path: Path) -> None:
    before = read_lexicon(_folder(tmp_path)).digest

    (tmp_path / "nouns.toml").write_text('talks = "talk"\n', encoding="utf-8")

    assert read_lexicon(tmp_path).digest != before


def test_pattern_with_more_conditions_comes_first() -> None:
    ranked = load_lexicon().patterns["verb", "threaten"]

    assert [p.n_conditions for p in ranked] == sorted(
        (p.n_conditions for p in ranked), reverse=True
    )


@pytest.mark.parametrize("name", ["remarks.toml", "status.toml"])
def test_the_digest_changes_with_each_word_list(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = patterns.words_digest.__wrapped__(), patterns.packaged
    monkeypatch.setattr(patterns, "packaged", lambda asked: read(asked) + b"#" * (asked == name))
    assert patterns.words_digest.__wrapped__() not in {before, digest()}
