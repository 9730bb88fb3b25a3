"""The unit for systemd and the Dockerfile: they parse, and say what the page says of them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "docs" / "watch" / "detente-watch.service"
DOCKERFILE = ROOT / "docs" / "watch" / "Dockerfile"
INSTRUCTIONS = frozenset(
    {
        *("FROM", "RUN", "WORKDIR", "ENV", "COPY", "USER", "VOLUME", "STOPSIGNAL"),
        *("ENTRYPOINT", "CMD"),
    }
)
HARDENED = {
    "DynamicUser": "yes",
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "StateDirectory": "detente",
    "KillSignal": "SIGTERM",
    "Restart": "on-failure",
}


def _settings() -> dict[str, str]:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    parts = (line.partition("=") for line in lines if re.match(r"[A-Z]\w+=", line))
    return {name: value for name, _, value in parts}


def _instructions() -> list[tuple[str, str]]:
    text = DOCKERFILE.read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_unit_gives_the_watch_no_rights_it_does_not_need() -> None:
    assert HARDENED.items() <= _settings().items()


def test_the_unit_starts_a_command_that_exists() -> None:
    from detente.cli.watch import watch  # noqa: PLC0415  # the command under test

    words = _settings()["ExecStart"].split()
    assert words[0].endswith("/bin/detente")
    assert words[1] == watch.__name__
    assert words[3:] == ["--metrics", "127.0.0.1:9464"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not at hand")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    words = UNIT.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", words, flags=re.MULTILINE))

    done = subprocess.run(  # noqa: S603  # systemd's own checker
        ["systemd-analyze", "verify", str(unit)],  # noqa: S607  # where it is differs
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_the_dockerfile_has_known_instructions_and_copies_what_is_there() -> None:
    instructions = _instructions()

    assert {word for word, _ in instructions} <= INSTRUCTIONS
    copied = [rest.split()[:-1] for word, rest in instructions if word == "COPY"]
    own = [name for names in copied for name in names if not names[0].startswith("--from")]
    assert [name for name in own if not (ROOT / name).exists()] == []


def test_the_container_has_the_locked_versions_and_no_root() -> None:
    instructions = _instructions()

    syncs = [rest for word, rest in instructions if word == "RUN" and "uv sync" in rest]
    assert syncs
    assert all("--frozen" in rest for rest in syncs)
    assert ("USER", "detente") in instructions[-6:]
