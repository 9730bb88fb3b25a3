"""Requests over the network, to any endpoint that speaks as OpenAI's does. Needs ``detente[llm]``.

In:  a request.   Out: the model's words, with the tokens that the endpoint counts.
Does not: keep replies, read them, or let a key out: it is taken from the environment when asked,
and stands in no message, log or file.
"""

import os
from collections.abc import Iterator
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from detente.config import ModelChoice
from detente.errors import BadConfig, ModelRefusal, needing
from detente.llm.request import Request

if TYPE_CHECKING:
    from openai import OpenAI

LONGEST_REPLY = 2_000_000  # bytes of an answer's body; 16,000 tokens are 60,000
LOCAL_KEY = "none"  # an endpoint of one's own asks for no key
AGAIN = frozenset({408, 409, 429})  # and whatever begins with 5
REFUSED = {401: "refuses the key", 403: "refuses the key", 402: "wants to be paid first"}
RENAMED = "max_completion_tokens"  # what newer endpoints call "max_tokens"
_TOLD = 300  # characters of what an endpoint says, shown to a person


class Unanswered(Exception):  # an endpoint's silence, told as a problem of one report
    """One request has no answer after all attempts; the message says why."""


class _TryAgain(Exception):
    """What may help when tried again."""

    def __init__(self, told: str, wait_s: float | None = None) -> None:
        super().__init__(told)
        self.wait_s = wait_s


class Asked(msgspec.Struct, frozen=True):
    """What came back: the words, and tokens read and written by the endpoint's count."""

    text: str
    tokens_in: int
    tokens_out: int


class Asker(Protocol):
    """Whoever answers requests."""

    def ask(self, request: Request, schema: dict[str, Any] | None) -> Asked:
        """Ask; ``schema`` is that of the answer, where the words are to be JSON."""

    def close(self) -> None:
        """Give up what is under way."""


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class Endpoint:
    """Asks one model at one address. Safe to share among threads.

    Raises:
        MissingExtra: the openai client is not installed.
        BadConfig: the variable that should hold the key is not set.
    """

    def __init__(self, choice: ModelChoice) -> None:
        self.choice = choice
        self._is_structured = True
        self._longest = "max_tokens"
        self._lock = Lock()
        _ = self._client

    def ask(self, request: Request, schema: dict[str, Any] | None) -> Asked:
        """Ask, and again where that may help: too many requests, 5xx, time-outs, cut answers.

        Raises:
            BadConfig: the endpoint knows no such model, or refuses the key.
            ModelRefusal: the endpoint cannot be reached.
            Unanswered: this request has no answer.
        """
        import stamina  # noqa: PLC0415  # only asking pays for it

        try:
            for attempt in stamina.retry_context(
                on=_waits, attempts=self.choice.attempts, timeout=None, wait_initial=1, wait_max=60
            ):
                with attempt:
                    return self._asked(request, schema)
        except _TryAgain as err:
            raise Unanswered(f"{err}, {self.choice.attempts} times") from None
        raise Unanswered("the endpoint was not asked")  # each attempt returns or raises

    def close(self) -> None:
        """Close all connections; what is under way fails."""
        self._client.close()

    @cached_property
    def _client(self) -> "OpenAI":
        with needing("llm", "a language model"):
            from openai import OpenAI  # noqa: PLC0415  # an extra, heavy
        name, key = self.choice.key_env, LOCAL_KEY
        if name is not None:
            key = os.environ.get(name, "")
            if not key:
                raise BadConfig(f"the key of the model should be in ${name}, which is not set")
        return OpenAI(
            api_key=key, base_url=self.choice.url, max_retries=0, timeout=self.choice.timeout_s
        )

    def _asked(self, request: Request, schema: dict[str, Any] | None) -> Asked:
        import openai  # noqa: PLC0415  # an extra, heavy

        try:
            return _read(self._body(request, schema))
        except openai.APIStatusError as err:
            status = err.status_code
            if status in AGAIN or status >= 500:  # noqa: PLR2004  # the server's own failures
                raise _TryAgain(f"the endpoint answers {status}", _wait(err)) from None
            self._refuse(status, err)
            return self._asked(request, schema)
        except openai.APITimeoutError:
            told = f"the endpoint has not answered in {self.choice.timeout_s:g} s"
            raise _TryAgain(told) from None
        except openai.APIConnectionError as err:
            if _is_of_transport(err.__cause__) and "Connect" not in type(err.__cause__).__name__:
                raise _TryAgain("the endpoint cuts the connection") from None
            raise ModelRefusal(
                f"no model can be reached at {self.choice.url}; is it running? see --llm-url"
            ) from None
        except Exception as err:
            if _is_of_transport(err):  # while an answer comes in
                raise _TryAgain(f"the answer was cut ({type(err).__name__})") from None
            raise

    def _body(self, request: Request, schema: dict[str, Any] | None) -> bytes:
        parameters = dict[str, Any](self.choice.parameters)
        if "max_tokens" in parameters:
            parameters[self._longest] = parameters.pop("max_tokens")
        given: dict[str, Any] = {
            "model": self.choice.model,
            "messages": [{"role": role, "content": text} for role, text in request.messages],
            **parameters,
        }
        if schema is not None and self._is_structured:
            shape = {"name": "answer", "strict": True, "schema": schema}
            given["response_format"] = {"type": "json_schema", "json_schema": shape}
        make = self._client.chat.completions.with_streaming_response.create
        with make(**given) as response:
            return b"".join(_bounded(response.iter_bytes()))

    def _refuse(self, status: int, err: Exception) -> None:
        """Go on as an endpoint wants it: another name, or plain JSON; else give up.

        Raises:
            BadConfig: nothing can be asked so.
            Unanswered: this request cannot.
        """
        if status in REFUSED:
            where = f" in ${self.choice.key_env}" if self.choice.key_env else ""
            raise BadConfig(f"{self.choice.url} {REFUSED[status]}{where} ({status})") from None
        if status == 404:  # noqa: PLR2004  # not found
            named = f"no model {self.choice.model!r}"
            raise BadConfig(f"{self.choice.url} has {named}, or is no such endpoint") from None
        if RENAMED in str(err) and self._longest != RENAMED:
            self._longest = RENAMED
            return
        with self._lock:
            was_structured, self._is_structured = self._is_structured, False
        if not was_structured:
            raise Unanswered(f"the endpoint answers {status}: {self._shown(err)}") from None

    def _shown(self, err: Exception) -> str:
        """What an endpoint says, short, and without the key should it repeat it."""
        told = " ".join(str(err).split())[:_TOLD]
        key = os.environ.get(self.choice.key_env or "", "")
        return told.replace(key, "***") if key else told


def _waits(err: Exception) -> bool | float:
    if not isinstance(err, _TryAgain):
        return False
    return True if err.wait_s is None else err.wait_s


def _wait(err: Any) -> float | None:
    """Seconds that an endpoint asks to wait, where it does and they can be waited for."""
    try:
        seconds = float(err.response.headers.get("retry-after", ""))
    except ValueError:
        return None
    return seconds if 0 <= seconds <= 120 else None  # noqa: PLR2004  # two minutes


def _is_of_transport(err: BaseException | None) -> bool:
    """Whether an error is one of the HTTP library under the client, which has had two."""
    return err is not None and type(err).__module__.partition(".")[0].startswith("http")


def _bounded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    n_bytes = 0
    for chunk in chunks:
        n_bytes += len(chunk)
        if n_bytes > LONGEST_REPLY:
            raise Unanswered(f"the answer is longer than {LONGEST_REPLY:,} bytes")
        yield chunk


def _read(body: bytes) -> Asked:
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except msgspec.DecodeError as err:
        raise _TryAgain("the endpoint's answer is no chat completion") from err
    if not completion.choices:
        raise _TryAgain("the endpoint's answer is empty")
    message, usage = completion.choices[0].message, completion.usage or _Usage()
    return Asked(
        text=message.content or message.refusal or "",
        tokens_in=max(0, usage.prompt_tokens),
        tokens_out=max(0, usage.completion_tokens),
    )
