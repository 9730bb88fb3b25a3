"""An endpoint that misbehaves on purpose: it speaks as OpenAI's does, or does not.

``with BadServer(one, two, ...) as server``: the first request gets the first answer, and so on;
the last one answers all that follow. Each answer writes to the handler of one request.
"""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

__all__ = ["BadServer", "cut_off", "plain", "says", "slow", "status"]

Answer = Callable[[BaseHTTPRequestHandler], None]


def says(text: str, **usage: int) -> Answer:
    """A well-formed answer with the model's words."""
    told = usage or {"prompt_tokens": 1000, "completion_tokens": 200}
    message = {"role": "assistant", "content": text}
    body = {"id": "x", "object": "chat.completion", "usage": told, "choices": [
        {"index": 0, "finish_reason": "stop", "message": message}]}  # fmt: skip
    return plain(json.dumps(body))


def plain(body: str) -> Answer:
    """Whatever body, as if it were an answer."""
    return lambda handler: _send(handler, 200, body.encode())


def status(code: int, body: str = '{"error": {"message": "no"}}', **headers: str) -> Answer:
    """A status with a body."""
    return lambda handler: _send(handler, code, body.encode(), **headers)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """Half an answer, and then the connection ends."""
    handler.send_response(200)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"choices": [{"mess')
    handler.wfile.flush()
    handler.connection.close()


def slow(handler: BaseHTTPRequestHandler) -> None:
    """Nothing for longer than anybody waits."""
    time.sleep(1.5)
    handler.connection.close()


class BadServer:
    """Listens on a port of this machine; ``seen`` are the bodies of requests, ``keys`` the keys."""

    def __init__(self, *answers: Answer) -> None:
        self.seen: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.most_at_once = 0
        self._answers = list(answers)
        self._under_way = 0
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # as the library has it
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Note a request and give the next answer."""
        length = int(handler.headers["content-length"])
        body = json.loads(handler.rfile.read(length))
        with self._lock:
            self.seen.append(body)
            self.keys.append(handler.headers.get("authorization"))
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
            answer = self._answers[min(len(self.seen), len(self._answers)) - 1]
        try:
            answer(handler)
        finally:
            with self._lock:
                self._under_way -= 1

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def _send(handler: BaseHTTPRequestHandler, code: int, body: bytes, **headers: str) -> None:
    handler.send_response(code)
    handler.send_header("content-type", "application/json")
    handler.send_header("content-length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)
