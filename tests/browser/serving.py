"""A ledger -> a live ``detente serve`` on loopback, ended when the tests are done with it.

In:  a ledger's file.   Out: the address of the desk.
Does not: let a traceback of the server pass unseen.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["served"]

END_S = 60  # for the server to end; it takes one or two


@contextmanager
def served(ledger: Path, *options: str) -> Iterator[str]:
    """Serve a ledger; the address is without a slash at its end."""
    command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
    with subprocess.Popen(  # noqa: S603  # our own command
        [*command, *options], stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        told = list[str]()
        for line in server.stderr:
            told.append(line)
            if " is at http://" in line:
                break
        assert server.poll() is None, "".join(told)
        try:
            yield told[-1].partition(" is at ")[2].split()[0].rstrip("/")
        finally:
            server.send_signal(signal.SIGINT)
            _, rest = server.communicate(timeout=END_S)
    assert "Traceback" not in rest, rest
