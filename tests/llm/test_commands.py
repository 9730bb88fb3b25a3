"""The command line with a model: code, add, go on after a kill, hand on a ledger."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import stamina
from typer.testing import CliRunner, Result

from detente.cli import app
from detente.config import KEY, model_choice
from detente.errors import BadConfig
from llm.answers import a_side, act, answer
from llm.bad_server import BadServer, says, status

TEXT = "Peru's foreign minister met his Chilean counterpart in Lima on Monday."
MET = answer(
    act(
        sentence=1,
        actors=[a_side("Peru's foreign minister", "PER-GOV"),
                a_side("his Chilean counterpart", "CHL-GOV")],
    )
)  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):  # stamina's own signature
        yield


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(KEY, raising=False)

    def run(*words: str, code: int = 0) -> Result:
        result = CliRunner().invoke(app, list(words))
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def story(tmp_path: Path) -> str:
    path = tmp_path / "story.txt"
    path.write_text(TEXT)
    return str(path)


def at(server: BadServer, model: str = "m") -> tuple[str, ...]:
    return ("--coder", "llm", "--llm-url", server.url, "--llm-model", model)


def claims(result: Result) -> list[dict[str, object]]:
    rows = [json.loads(line) for line in result.stdout.splitlines() if line]
    return [row for row in rows if row["kind"] == "claim"]


def test_code_asks_once_and_replays_the_same_bytes_without_a_network(run: Run, story: str) -> None:
    with BadServer(says(MET)) as server:
        first = run("code", story, "--published", "2024-02-02", *at(server))
        assert len(server.seen) == 1
    offline = ("--coder", "llm", "--llm-model", "m")
    again = run("code", story, "--published", "2024-02-02", *offline)
    assert again.stdout == first.stdout
    assert [claim["type"] for claim in claims(first)] == ["CONSULT"]
    assert "1 request, 1,200 tokens" in first.stderr
    assert "1 reply from before" in again.stderr


def test_a_file_names_the_model_the_prices_and_the_variable_of_the_key(
    run: Run, story: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-secret-123")
    with BadServer(says(MET)) as server:
        Path("model.toml").write_text(
            f'[llm]\nmodel = "m"\nurl = "{server.url}"\nkey_env = "MY_KEY"\n'
            'price_in = 1000.0\nprice_out = 5000.0\nreplies = "kept"\n'
        )
        result = run("code", story, "--coder", "llm", "--llm-config", "model.toml")
        assert server.keys == ["Bearer sk-secret-123"]
    assert "2.00 spent" in result.stderr
    assert list(Path("kept").rglob("*.json"))
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"sk-secret-123" not in path.read_bytes()
    assert "sk-secret-123" not in result.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "asks a model: name it with --llm-model"),
        (("--llm-url", "http://127.0.0.1:9/v1"), "add --llm-model"),
        (("--llm-config", "none.toml"), "cannot be read as TOML"),
        (("--llm-config", "typo.toml"), "colour"),
        (("--llm-config", "nokey.toml"), "$NO_SUCH_KEY, which is not set"),
    ],
)
def test_a_model_that_is_not_named_whole_is_told_in_one_line(
    run: Run, story: str, words: tuple[str, ...], why: str
) -> None:
    Path("typo.toml").write_text('[llm]\ncolour = "m"\n')
    Path("nokey.toml").write_text(
        '[llm]\nmodel = "m"\nurl = "http://x/v1"\nkey_env = "NO_SUCH_KEY"\n'
    )
    result = run("code", story, "--coder", "llm", *words, code=2)
    assert why in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_options_go_before_the_file(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text('[llm]\nmodel = "m"\nurl = "u"\nbudget = 3.0\ntimeout_s = 9\n')
    choice = model_choice(path, {"model": "n", "url": None, "budget": 1.0}, None)
    assert choice is not None
    assert (choice.model, choice.url, choice.budget, choice.timeout_s) == ("n", "u", 1.0, 9.0)
    path.write_text('[llm]\nmodel = "m"\nseed = 0\nreplies = "theirs"\n')
    of_file = model_choice(path, {"replies": None}, Path("beside"))
    of_option = model_choice(path, {"replies": Path("mine")}, Path("beside"))
    assert of_file is not None
    assert of_option is not None
    assert (of_file.seed, of_file.replies) == (0, Path("theirs"))
    assert of_option.replies == Path("mine")
    path.write_text('[llm]\nmodel = "m"\nleave_out = ["heat"]\n')
    with pytest.raises(BadConfig, match="heat"):
        model_choice(path, {}, None)
    path.write_text('[llm]\nmodel = "m"\nleave_out = ["temperature", "seed"]\n')
    bare = model_choice(path, {}, None)
    assert bare is not None
    assert bare.parameters == {"max_tokens": 16_000}
    path.write_text('[llm]\nmodel = "m"\nseed = "one"\n')
    with pytest.raises(BadConfig, match=r"Expected `int \| null`, got `str`"):
        model_choice(path, {}, None)


def test_a_run_of_many_reports_tells_its_cost_before(run: Run) -> None:
    rows = [json.dumps({"id": str(n), "text": f"{TEXT} Edition {n}."}) for n in range(25)]
    Path("many.jsonl").write_text("\n".join(rows))
    Path("m.toml").write_text('[llm]\nmodel = "m"\nprice_in = 1.0\nprice_out = 2.0\nat_once = 3\n')
    with BadServer(says(answer())) as server:
        result = run("code", "many.jsonl", "--coder", "llm", "--llm-config", "m.toml",
                     "--llm-url", server.url)  # fmt: skip
        assert len(server.seen) == 25
        assert server.most_at_once <= 3
    assert "the model is asked at most: 25 requests, about" in result.stderr
    assert "at the given price" in result.stderr


def test_a_silent_endpoint_leaves_problems_and_the_reports_are_asked_about_again(
    run: Run, story: str
) -> None:
    ledger = ("--ledger", "l.duckdb")
    with BadServer(status(500)) as server:
        result = run("add", story, *ledger, *at(server), code=1)
        assert "the endpoint answers 500" in result.stderr
        assert "stamina" not in result.stderr  # a second try is no news
    with BadServer(says(MET)) as server:
        result = run("add", story, *ledger, *at(server))
    assert "1 claim" in result.stderr


def test_a_ledger_handed_on_has_its_replies_and_says_what_was_asked(run: Run, story: str) -> None:
    with BadServer(says(MET)) as server:
        run("add", story, "--published", "2024-02-02", "--ledger", "l.duckdb", *at(server))
    (made,) = [json.loads(line) for line in
               run("runs", "--ledger", "l.duckdb").stdout.splitlines()]  # fmt: skip
    assert made["coder"].startswith("llm-m-")
    assert made["n_tokens"] == 1200
    shutil.rmtree("l.duckdb.replies")
    other = Path("elsewhere")
    other.mkdir()
    shutil.move("l.duckdb", other / "l.duckdb")
    again = run("add", story, "--published", "2024-02-02", "--ledger", "elsewhere/l.duckdb",
                "--coder", "llm+reader", "--llm-model", "m", "--recode")  # fmt: skip
    assert "1 reply from before" in again.stderr
    assert (other / "l.duckdb.replies").is_dir()


def test_a_kill_loses_what_is_under_way_and_the_next_call_goes_on(tmp_path: Path) -> None:
    rows = [json.dumps({"id": str(n), "text": f"{TEXT} Edition {n}."}) for n in range(6)]
    (tmp_path / "many.jsonl").write_text("\n".join(rows))
    third, late = [0], says(answer())

    def answers(handler: object) -> None:
        third[0] += 1
        if third[0] > 2:
            time.sleep(0.6)
        late(handler)  # type: ignore[arg-type]  # a request's handler

    with BadServer(answers) as server:
        (tmp_path / "m.toml").write_text(f'[llm]\nmodel = "m"\nurl = "{server.url}"\nat_once = 1\n')
        command = [sys.executable, "-m", "detente", "add", "many.jsonl", "--ledger", "l.duckdb",
                   "--coder", "llm", "--llm-config", "m.toml"]  # fmt: skip
        first = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)  # noqa: S603
        until = time.monotonic() + 120
        while len(server.seen) < 3 and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        kept = len(list((tmp_path / "l.duckdb.replies").rglob("*.json")))
        asked = len(server.seen)
        assert asked - 1 <= kept <= asked
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)  # noqa: S603
        assert "6 reports" in done.stderr
        assert len(server.seen) == asked + 6 - kept


def test_prompts_are_written_and_replies_beside_them_read(run: Run, story: str) -> None:
    run("llm", "prompts", story, "-o", "prompts")
    (prompt,) = [path for path in Path("prompts").glob("*.md") if path.name != "guidelines.md"]
    prompt.with_suffix(".json").write_text(MET)
    run("llm", "keep", "prompts", "--llm-model", "readers", "--llm-replies", "kept")
    told = run("code", story, "--coder", "llm", "--llm-model", "readers", "--llm-replies", "kept")
    assert len(claims(told)) == 1


def test_compare_shows_what_reader_and_model_tell_otherwise(run: Run, story: str) -> None:
    denied = answer(
        act(
            sentence=1,
            status="negated",
            actors=[a_side("Peru's foreign minister", "PER-GOV"),
                    a_side("his Chilean counterpart", "CHL-GOV")],
        )
    )  # fmt: skip
    with BadServer(says(denied)) as server:
        result = run("compare", story, "--llm-url", server.url, "--llm-model", "m")
    (found,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (found["kind"], found["fields"]) == ("differ", ["status"])
    assert found["reader"] == "CONSULT actual CHL-GOV+PER-GOV > -"
    assert "1 differ" in result.stderr
    shown = run("compare", story, "--llm-model", "m", "--format", "table").stdout
    assert "reader  CONSULT actual" in shown


def test_a_brief_takes_a_verdict_with_events(run: Run, story: str) -> None:
    verdict = json.dumps({"sentences": [{"text": "The two have met.", "acts": ["e1"]}]})
    with BadServer(says(verdict)) as server:
        result = run("brief", "PER", "CHL", story, "--published", "2024-02-02", "--llm",
                     "--llm-url", server.url, "--llm-model", "m")  # fmt: skip
    assert "The two have met." in result.stdout
    refused = run("brief", "PER", "CHL", story, "--llm", code=2)
    assert "--llm asks a model" in refused.stderr
