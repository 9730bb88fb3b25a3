"""Wishes of the caller."""

import pytest

from detente.sources import ReadOptions


def test_defaults_are_the_common_names() -> None:
    assert ReadOptions().columns == (
        *("text", "id", "title", "outlet", "url"),
        *("date", "published"),
    )


def test_a_bound_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="max_chars is 0"):
        ReadOptions(max_chars=0)


def test_defaults_may_be_absent_but_wishes_not() -> None:
    assert ReadOptions().missed(["text"]) == ()
    assert ReadOptions(id_column="key", url_column="link").missed(["text", "link"]) == ("key",)
