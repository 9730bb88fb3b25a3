"""The desk's pictures for the documentation: the example reports in ``images/desk-*.png``.

    python docs/screenshots.py [NAME...]

Needs Chromium. Codes the examples into a ledger in a temporary folder, serves it, and looks.
Not part of ``make docs``: pixels differ from machine to machine. Look at what it made.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

import detente
from detente.errors import BadInput
from detente.web.tokens import SUFFIX, Role, Tokens

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples" / "reports.jsonl"
MOST_BYTES = 300_000


def _nothing(_window: Page) -> None:
    """Most pages are shown as they come."""


def _told_event(window: Page) -> None:
    """The one that most reports tell, with a place."""
    found = window.context.request.get("/api/v1/events?dyad=CHN,USA&limit=200").json()["items"]
    told = max(found, key=lambda one: (one["place"] is not None, len(one["claims"]), one["id"]))
    window.goto(f"/event/{told['id']}")


def _first_report(window: Page) -> None:
    window.get_by_role("link", name="balloon").first.click()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A page, what to do on it, and how large a piece of it to take."""

    address: str
    size: tuple[int, int] = (1100, 1250)
    steps: Callable[[Page], None] = _nothing
    is_dark: bool = False
    is_signed_in: bool = False


SHOTS = {
    "start": Shot(address="/", size=(1100, 1500)),
    "dyad": Shot(address="/dyad/CHN/USA"),
    "dyad-dark": Shot(address="/dyad/CHN/USA", size=(1100, 700), is_dark=True),
    "compare": Shot(address="/compare?a=CHN-USA&b=IRN-SAU", size=(1100, 900)),
    "event": Shot(address="/dyad/CHN/USA", steps=_told_event),
    "report": Shot(address="/search?q=balloon", size=(1100, 900), steps=_first_report),
    "review": Shot(address="/review", size=(1100, 1010), is_signed_in=True),
    "search": Shot(address="/search?q=military", size=(1100, 1000)),
    "phone": Shot(address="/dyad/CHN/USA", size=(390, 844)),
}


def take(browser: Browser, desk: str, name: str, token: str) -> Path:
    """Take one picture; the file.

    Raises:
        BadInput: it is too large for the documentation.
    """
    shot, path = SHOTS[name], HERE / "images" / f"desk-{name}.png"
    width, height = shot.size
    context = browser.new_context(
        base_url=desk,
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.is_dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
    )
    window = context.new_page()
    window.set_default_timeout(120_000)  # on a machine that does much else
    if shot.is_signed_in:
        window.goto(f"/sign-in?next={shot.address}")
        window.get_by_label("Token").fill(token)
        window.get_by_role("main").get_by_role("button", name="Sign in").click()
    else:
        window.goto(shot.address)
    shot.steps(window)
    window.wait_for_load_state("networkidle")
    window.evaluate("() => scrollTo(0, 0)")
    window.screenshot(path=path)
    context.close()
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(f"{path} has {path.stat().st_size:,} bytes; take a smaller piece")
    return path


@contextmanager
def served() -> Iterator[tuple[str, str]]:
    """Serve the example reports; the address, and a token to review."""
    with tempfile.TemporaryDirectory() as folder:
        ledger = Path(folder) / "detente.duckdb"
        list(detente.add([str(EXAMPLES)], ledger))
        token = Tokens(Path(f"{ledger}{SUFFIX}")).add("ann", Role.REVIEW)
        command = [sys.executable, "-m", "detente", "serve", "--ledger", str(ledger), "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603  # ours
            told = next(line for line in server.stderr or () if " is at http://" in line)
            try:
                yield told.partition(" is at ")[2].split()[0].rstrip("/"), token
            finally:
                server.send_signal(signal.SIGINT)


def main() -> None:
    """Take the pictures that are named; else all.

    Raises:
        BadInput: there is no Chromium.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        raise BadInput("there is no Chromium; apt-get install chromium")
    with sync_playwright() as playwright, served() as (desk, token):
        browser = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=False, args=["--lang=en-GB"]
        )
        for name in sys.argv[1:] or SHOTS:
            path = take(browser, desk, name, token)
            sys.stdout.write(f"{path} {path.stat().st_size:,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main()
