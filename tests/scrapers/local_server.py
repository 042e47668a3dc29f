"""A real web site on 127.0.0.1 whose pages and faults a test writes.

with LocalServer() as site:
    site.page("/calls", "<html>...")        # answers 304 to its own ETag
    site.faults("/calls", status(503))      # the first request only; then the page
    ... site.address, site.seen ...
"""

import hashlib
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]  # names in lower case
    body: bytes


class Handler(BaseHTTPRequestHandler):
    """Answers with whatever the site's table says."""

    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, *_args: Any) -> None:
        """Keep the test's output quiet; requests are in `LocalServer.seen`."""

    def do_GET(self) -> None:
        site = self.server.site
        length = int(self.headers.get("content-length", 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        site.seen.append(Seen(self.command, self.path, headers, self.rfile.read(length)))
        site.answer_for(self.path)(self)

    do_POST = do_GET  # noqa: N815

    def reply(self, code: int, body: bytes = b"", **headers: str) -> None:
        """Send one whole answer; underscores in header names stand for hyphens."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if code != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


Answer = Callable[[Handler], None]


class LocalServer:
    """The site: a table of answers, a queue of faults before them, a log."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.scheme = "http" if tls is None else "https"
        self.seen: list[Seen] = []
        self.closing = threading.Event()
        self._answers: dict[str, Answer] = {}
        self._faults: dict[str, list[Answer]] = {}
        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.site = self
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def page(
        self, path: str, body: str | bytes, content_type: str = "text/html; charset=utf-8"
    ) -> None:
        """Serve a page with an ETag of its content. A path with a query wins over one without."""
        content = body.encode() if isinstance(body, str) else body
        etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'

        def answer(handler: Handler) -> None:
            if handler.headers.get("If-None-Match") == etag:
                handler.reply(304, ETag=etag)
            else:
                handler.reply(200, content, Content_Type=content_type, ETag=etag)

        self._answers[path] = answer

    def answer(self, path: str, answer: Answer) -> None:
        """Serve whatever the function does."""
        self._answers[path] = answer

    def faults(self, path: str, *answers: Answer) -> None:
        """Give these answers first, one request each."""
        self._faults.setdefault(path, []).extend(answers)

    def answer_for(self, path: str) -> Answer:
        if self._faults.get(path):
            return self._faults[path].pop(0)
        plain = path.partition("?")[0]
        return self._answers.get(path) or self._answers.get(plain) or status(404)

    def asked(self, prefix: str = "/") -> list[str]:
        """Return the paths asked for, in order, robots.txt left out."""
        paths = [seen.path for seen in self.seen if seen.path != "/robots.txt"]
        return [path for path in paths if path.startswith(prefix)]


class _Server(ThreadingHTTPServer):
    site: LocalServer
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up in the middle of a page are what the tests are about."""


def status(code: int, **headers: str) -> Answer:
    """Answer with a bare status."""
    return lambda handler: handler.reply(code, b"<html>sorry</html>", **headers)


def redirect(target: str, code: int = 302) -> Answer:
    """Send the visitor elsewhere."""
    return lambda handler: handler.reply(code, Location=target)


def hang(handler: Handler) -> None:
    """Never answer."""
    handler.close_connection = True
    handler.server.site.closing.wait(10)


def hang_up(handler: Handler) -> None:
    """Close the connection without a word."""
    handler.close_connection = True


def truncated(handler: Handler) -> None:
    """Announce more than is sent."""
    handler.close_connection = True
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<html>the beginning")


def endless(chunk: bytes, count: list[int], **headers: str) -> Answer:
    """Stream the chunk until the visitor hangs up; `count` gets the chunks sent."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        while not handler.server.site.closing.is_set():
            handler.wfile.write(chunk)
            count.append(len(chunk))

    return answer


def dripping(start: bytes, drop: bytes, pause_s: float) -> Answer:
    """Send the start, then one drop after another with a pause between."""

    def answer(handler: Handler) -> None:
        handler.close_connection = True
        handler.wfile.write(start)
        while not handler.server.site.closing.wait(pause_s):
            handler.wfile.write(drop)
            handler.wfile.flush()

    return answer


@contextmanager
def closed_port() -> Iterator[int]:
    """Give a port of 127.0.0.1 at which nobody listens."""
    with socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler) as server:
        port = int(server.server_address[1])
    yield port
