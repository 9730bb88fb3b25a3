"""A web server on this machine that misbehaves as tests tell it to."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


class Site(ThreadingHTTPServer):
    """Serves pages by path, 404 for the rest; remembers the paths and headers it was asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, pages: Mapping[str, Page]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.pages = dict(pages)
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.over = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up early are what is tested."""


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        self.server.pages.get(self.path, a_page(b"", status=404))(self)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """Print nothing."""


@contextmanager
def serving(pages: Mapping[str, Page]) -> Iterator[Site]:
    """Serve ``pages`` on a free port of this machine."""
    site = Site(pages)
    thread = threading.Thread(target=site.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.over.set()
        site.shutdown()
        site.server_close()
        thread.join()


def a_page(body: bytes, *, status: int = 200, **headers: str) -> Page:
    """A page with these headers (``content_type`` is ``Content-Type``)."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def a_redirect(location: str) -> Page:
    """A page that is elsewhere."""
    return a_page(b"", status=302, location=location)


def an_endless_page(handler: BaseHTTPRequestHandler) -> None:
    """A body without length that never ends."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


def a_dripping_page(handler: BaseHTTPRequestHandler) -> None:
    """A body that comes byte by byte, each in good time."""
    handler.send_response(200)
    handler.end_headers()
    _drip(handler)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers that come byte by byte and never end."""
    handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-Slow: ")
    _drip(handler)


def _drip(handler: BaseHTTPRequestHandler) -> None:
    site = handler.server
    assert isinstance(site, Site)
    while not site.over.wait(0.02):
        handler.wfile.write(b"x")
        handler.wfile.flush()


def a_silent_page(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all until the test is over."""
    site = handler.server
    assert isinstance(site, Site)
    site.over.wait(30)


def a_broken_page(handler: BaseHTTPRequestHandler) -> None:
    """Something that is no HTTP."""
    handler.wfile.write(b"220 smtp.norland.example ESMTP\r\n")


def a_cut_page(handler: BaseHTTPRequestHandler) -> None:
    """A body that ends before its announced length."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"hello")
