"""The network: an endpoint may do what it likes, and detente goes on, gives up, or says why."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
import stamina

from detente.config import ModelChoice
from detente.errors import BadConfig, ModelRefusal
from detente.llm.client import LONGEST_REPLY, Asked, Endpoint, Unanswered
from detente.llm.request import Request
from llm.bad_server import Answer, BadServer, cut_off, plain, says, slow, status

REQUEST = Request((("system", "Read."), ("user", "Peru met Chile.")))
SCHEMA = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):  # stamina's own signature
        yield


def ask(server: BadServer, **changes: object) -> Asked:
    choice = ModelChoice(model="m", url=server.url, attempts=3, timeout_s=0.5)
    endpoint = Endpoint(replace(choice, **changes))  # type: ignore[arg-type]  # by name
    try:
        return endpoint.ask(REQUEST, SCHEMA)
    finally:
        endpoint.close()


def test_a_request_has_model_words_parameters_and_the_schema() -> None:
    with BadServer(says("{}", prompt_tokens=7, completion_tokens=3)) as server:
        assert ask(server) == Asked("{}", 7, 3)
    (body,) = server.seen
    assert body["model"] == "m"
    assert [one["role"] for one in body["messages"]] == ["system", "user"]
    assert (body["temperature"], body["seed"], body["max_tokens"]) == (0.0, 1, 16_000)
    assert body["response_format"]["json_schema"]["strict"] is True


@pytest.mark.parametrize(
    "bad",
    [status(429), status(500), status(503, retry_after="0"), status(408), cut_off, slow,
     plain("no JSON"), plain('{"choices": []}'), plain('{"choices": [{"message'), plain("")],
    ids=["429", "500", "503", "408", "cut", "slow", "no JSON", "empty", "half", "nothing"],
)  # fmt: skip
def test_what_may_pass_is_tried_again(bad: Answer) -> None:
    with BadServer(bad, says("{}")) as server:
        assert ask(server).text == "{}"
        assert len(server.seen) == 2


@pytest.mark.parametrize("bad", [status(429), status(502), slow], ids=["429", "502", "slow"])
def test_what_does_not_pass_is_told_after_all_attempts(bad: Answer) -> None:
    with BadServer(bad) as server:
        with pytest.raises(Unanswered, match="3 times"):
            ask(server)
        assert len(server.seen) == 3


def test_an_endpoint_without_structured_output_is_asked_for_plain_json_from_then_on() -> None:
    refusal = status(400, '{"error": {"message": "response_format is not supported"}}')
    with BadServer(refusal, says("{}"), says("[]")) as server:
        endpoint = Endpoint(ModelChoice(model="m", url=server.url, attempts=1))
        assert endpoint.ask(REQUEST, SCHEMA).text == "{}"
        assert endpoint.ask(REQUEST, SCHEMA).text == "[]"
        endpoint.close()
    assert ["response_format" in body for body in server.seen] == [True, False, False]


def test_an_endpoint_that_has_another_name_for_the_longest_answer_is_asked_by_it() -> None:
    told = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead."
    with BadServer(status(400, f'{{"error": {{"message": "{told}"}}}}'), says("{}")) as server:
        assert ask(server, leave_out=("temperature", "seed")).text == "{}"
    assert [sorted(set(body) - {"model", "messages"}) for body in server.seen] == [
        ["max_tokens", "response_format"],
        ["max_completion_tokens", "response_format"],
    ]


def test_a_request_that_is_too_long_is_a_problem_of_its_report() -> None:
    too_long = status(400, '{"error": {"message": "context length exceeded"}}')
    with BadServer(too_long) as server, pytest.raises(Unanswered, match="context length exceeded"):
        ask(server)


@pytest.mark.parametrize("code", [401, 403])
def test_a_refused_key_ends_the_run_and_is_shown_nowhere(
    code: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    caplog.set_level(logging.DEBUG)
    told = status(code, f'{{"error": {{"message": "wrong key {KEY}"}}}}')
    with BadServer(told) as server:
        with pytest.raises(BadConfig, match=r"refuses the key in \$MY_KEY") as found:
            ask(server, key_env="MY_KEY")
        assert server.keys == [f"Bearer {KEY}"]
    assert KEY not in str(found.value)
    assert found.value.__cause__ is None
    assert KEY not in caplog.text


def test_an_endpoint_that_repeats_the_key_does_not_get_it_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MY_KEY", KEY)
    with (
        BadServer(status(422, f'{{"error": {{"message": "bad {KEY}"}}}}')) as server,
        pytest.raises(Unanswered) as found,
    ):
        ask(server, key_env="MY_KEY")
    assert KEY not in str(found.value)
    assert "***" in str(found.value)


def test_a_key_that_is_not_there_is_told_before_anything_is_asked() -> None:
    with pytest.raises(BadConfig, match=r"\$NO_SUCH_KEY, which is not set"):
        Endpoint(ModelChoice(model="m", url="http://127.0.0.1:9/v1", key_env="NO_SUCH_KEY"))


def test_an_unknown_model_ends_the_run() -> None:
    with BadServer(status(404)) as server, pytest.raises(BadConfig, match="no model 'm'"):
        ask(server)


def test_nobody_at_the_address_ends_the_run() -> None:
    with BadServer(says("{}")) as gone:
        pass
    with pytest.raises(ModelRefusal, match="no model can be reached at"):
        ask(gone)


def test_a_reply_of_a_megabyte_is_read_and_one_without_end_is_given_up() -> None:
    with BadServer(says("x" * 1_000_000)) as server:
        assert len(ask(server, timeout_s=10).text) == 1_000_000
    with BadServer(says("x" * (LONGEST_REPLY + 1))) as server, pytest.raises(Unanswered) as found:
        ask(server, timeout_s=10)
    assert "longer than" in str(found.value)


def test_a_refusal_of_the_model_is_its_words() -> None:
    body = '{"choices": [{"message": {"content": null, "refusal": "I will not."}}]}'
    with BadServer(plain(body)) as server:
        assert ask(server) == Asked("I will not.", 0, 0)
