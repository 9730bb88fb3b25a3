"""``detente token``: made once, listed without the token, revoked."""

from pathlib import Path

import pytest

from cli.conftest import Run
from detente.web.tokens import Role, Tokens


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "l.duckdb"


def held(ledger: Path) -> Tokens:
    return Tokens(ledger.with_name("l.duckdb.tokens"))


def test_a_token_is_shown_once_and_holds(run: Run, ledger: Path) -> None:
    done = run("token", "add", "ann", "--role", "review", "--ledger", ledger)

    found = held(ledger).check(done.stdout.strip())
    assert done.exit_code == 0
    assert found is not None
    assert (found.name, found.role) == ("ann", Role.REVIEW)
    assert "shown this once" in done.stderr


def test_without_a_role_it_is_to_read(run: Run, ledger: Path) -> None:
    run("token", "add", "ann", "--ledger", ledger)

    assert [one.role for one in held(ledger).active()] == [Role.READ]


def test_the_list_has_names_and_no_tokens(run: Run, ledger: Path) -> None:
    secrets = [
        run("token", "add", name, "--role", role, "--ledger", ledger).stdout.strip()
        for name, role in (("ann", "read"), ("ben", "write"))
    ]

    done = run("token", "list", "--ledger", ledger)

    lines = [line.split("\t")[:2] for line in done.stdout.splitlines()]
    assert lines == [["ann", "read"], ["ben", "write"]]
    assert not any(secret in done.stdout for secret in secrets)


def test_a_revoked_token_holds_no_longer(run: Run, ledger: Path) -> None:
    secret = run("token", "add", "ann", "--ledger", ledger).stdout.strip()

    done = run("token", "revoke", "ann", "--ledger", ledger)

    assert done.exit_code == 0
    assert "has ended" in done.stderr
    assert held(ledger).check(secret) is None
    assert run("token", "list", "--ledger", ledger).stdout == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "ann", "--role", "all"), "choose one of: read, review, write"),
        (("add", " "), "is not a name"),
        (("revoke", "ann"), "who has: nobody"),
    ],
)
def test_what_cannot_be_is_refused(
    run: Run, ledger: Path, words: tuple[str, ...], told: str
) -> None:
    done = run("token", *words, "--ledger", ledger)

    assert done.exit_code == 2
    assert told in done.stderr
    assert not held(ledger).path.exists()
