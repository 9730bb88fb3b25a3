"""A browser's context -> all that must not happen in it, and all that was asked.

In:  a context of Playwright.   Out: ``Watch``: errors of pages and of the console, requests that
failed or left the desk, dialogs; the addresses that answered.
Does not: judge what a page shows.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Request, Response, WebError

__all__ = ["Watch", "watched"]

INLINE = {"data", "blob", "about"}


@dataclass
class Watch:
    """What happened in a context since it was made, or since ``wrongs`` was cleared.

    ``answered`` has path and query of each request of the desk that was answered without error.
    """

    address: str
    wrongs: list[str] = field(default_factory=list)
    answered: set[str] = field(default_factory=set)

    def note_console(self, message: ConsoleMessage) -> None:
        """Errors, and warnings of the browser; Vega's, of scales that it unites, are no fault."""
        is_vega = message.type == "warning" and message.text.startswith("WARN ")
        if message.type in {"error", "warning"} and not is_vega:
            self.wrongs.append(f"console {message.type}: {message.text} {message.location}")

    def note_error(self, error: WebError) -> None:
        """A script threw."""
        self.wrongs.append(f"page error: {error.error}")

    def note_dialog(self, dialog: Dialog) -> None:
        """No page of the desk opens a dialog."""
        self.wrongs.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def note_request(self, request: Request) -> None:
        """Everything comes from the desk itself."""
        if urlsplit(request.url).scheme not in INLINE and not self._is_own(request.url):
            self.wrongs.append(f"request to another host: {request.url}")

    def note_failure(self, request: Request) -> None:
        """Nothing fails but what the browser gives up itself, when it goes on to another page."""
        if request.failure == "net::ERR_ABORTED":
            return
        self.wrongs.append(f"request failed: {request.url} {request.failure}")

    def note_answer(self, response: Response) -> None:
        """A page and all that it loads is there."""
        if response.status >= 400:
            self.wrongs.append(f"{response.status}: {response.url}")
        elif self._is_own(response.url):
            self.answered.add(response.url.removeprefix(self.address))

    def _is_own(self, url: str) -> bool:
        return url.startswith(f"{self.address}/")


def watched(context: BrowserContext, address: str) -> Watch:
    """Watch a context."""
    watch = Watch(address)
    context.on("console", watch.note_console)
    context.on("weberror", watch.note_error)
    context.on("dialog", watch.note_dialog)
    context.on("request", watch.note_request)
    context.on("requestfailed", watch.note_failure)
    context.on("response", watch.note_answer)
    return watch
