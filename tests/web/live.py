"""A desk behind a true server, in a thread of the test.

In:  a desk.   Out: its address; the server ends with the block.
Does not: leave the machine: it listens to loopback, at any free port.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

from detente.web import Desk, create_app

__all__ = ["served"]


@contextmanager
def served(desk: Desk) -> Iterator[str]:
    """Serve a desk."""
    options = uvicorn.Config(create_app(desk), log_level="warning", server_header=False)
    server = uvicorn.Server(options)
    with socket.create_server(("127.0.0.1", 0)) as ears:
        thread = Thread(target=server.run, kwargs={"sockets": [ears]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{ears.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
