"""Tokens: shown once, kept as digests, ended at once."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from detente.errors import BadConfig, BadInput
from detente.web.tokens import Role, Tokens

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "l.duckdb.tokens")


def test_a_token_is_known_by_whose_it_is(tokens: Tokens) -> None:
    secret = tokens.add("ann", Role.REVIEW, NOW)

    found = tokens.check(secret)

    assert found is not None
    assert (found.name, found.role, found.made_at) == ("ann", Role.REVIEW, NOW)
    assert tokens.is_active(found.id)


def test_the_file_holds_no_token(tokens: Tokens) -> None:
    secret = tokens.add("ann", Role.READ)

    told = tokens.path.read_text()

    assert secret not in told
    assert secret.removeprefix("detente_") not in told


def test_only_its_owner_may_read_the_file(tokens: Tokens) -> None:
    tokens.add("ann", Role.READ)

    assert stat.S_IMODE(tokens.path.stat().st_mode) == 0o600


@pytest.mark.parametrize("given", ["", "detente_", "detente_" + "x" * 43, "é", "\ud800", "a b"])
def test_what_is_no_token_is_nobodys(tokens: Tokens, given: str) -> None:
    tokens.add("ann", Role.WRITE)

    assert tokens.check(given) is None


def test_a_revoked_token_ends_in_a_desk_that_is_running(tokens: Tokens) -> None:
    running = Tokens(tokens.path)
    secret = tokens.add("ann", Role.WRITE)
    before = running.check(secret)

    ended = tokens.revoke("ann")

    assert before == ended
    assert running.check(secret) is None
    assert not running.is_active(ended.id)


def test_nothing_in_the_file_is_ever_taken_away(tokens: Tokens) -> None:
    tokens.add("ann", Role.WRITE)
    before = tokens.path.read_bytes()

    tokens.revoke("ann")

    assert tokens.path.read_bytes().startswith(before)


def test_who_has_had_a_token_may_get_another(tokens: Tokens) -> None:
    first = tokens.add("ann", Role.WRITE)
    tokens.revoke("ann")

    second = tokens.add("ann", Role.READ)

    assert tokens.check(first) is None
    assert [(one.name, one.role) for one in tokens.active()] == [("ann", Role.READ)]
    assert tokens.check(second) == tokens.active()[0]


def test_a_name_has_one_token_at_a_time(tokens: Tokens) -> None:
    tokens.add("ann", Role.READ)

    with pytest.raises(BadInput, match="revoke it first"):
        tokens.add(" ann ", Role.WRITE)


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\u202eann", "x" * 61])
def test_a_name_that_cannot_be_shown_is_refused(tokens: Tokens, name: str) -> None:
    with pytest.raises(BadInput, match="is not a name"):
        tokens.add(name, Role.READ)


def test_nobody_of_a_name_is_told_with_who_there_is(tokens: Tokens) -> None:
    tokens.add("ann", Role.READ)

    with pytest.raises(BadInput, match="who has: ann"):
        tokens.revoke("ben")


@pytest.mark.parametrize("line", [b"{", b"{}", b'{"line":"made","name":"x"}', b"\xff", b'{"a":1}'])
def test_a_file_that_somebody_broke_lets_nobody_in(tokens: Tokens, line: bytes) -> None:
    secret = tokens.add("ann", Role.READ)
    with tokens.path.open("ab") as file:
        file.write(line + b"\n")

    with pytest.raises(BadConfig, match=":2: "):
        tokens.check(secret)


def test_a_file_that_others_may_write_is_refused(tokens: Tokens) -> None:
    secret = tokens.add("ann", Role.READ)
    tokens.path.chmod(0o622)

    with pytest.raises(BadConfig, match="chmod 600"):
        Tokens(tokens.path).check(secret)


def test_each_role_may_what_those_before_it_may() -> None:
    assert [[one.covers(other) for other in Role] for one in Role] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]
