"""The digest of the word lists."""

import pytest

from detente.events import packaged
from detente.records import digest


@pytest.mark.parametrize("name", ["pointing.toml", "remarks.toml", "status.toml"])
def test_the_digest_changes_with_each_word_list(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = packaged.words_digest.__wrapped__(), packaged.packaged
    monkeypatch.setattr(packaged, "packaged", lambda asked: read(asked) + b"#" * (asked == name))
    assert packaged.words_digest.__wrapped__() not in {before, digest()}
