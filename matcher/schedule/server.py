"""`/healthz` and `/metrics` on 127.0.0.1, by a thread beside the service."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from matcher.health import Standing, faults, metrics
from matcher.store import StoreError

ADDRESS = "127.0.0.1"  # this machine only: a monitor elsewhere asks through what guards it
_METRICS = "text/plain; version=0.0.4; charset=utf-8"
_PATIENCE_S = 10.0  # with a client that says nothing

Look = Callable[[], Standing]
Answer = tuple[HTTPStatus, str, str]  # status, content type, text


@contextmanager
def health_server(port: int, look: Look) -> Iterator[int]:
    """Answer on the port (0: any free one) while the block runs; gives the port.

    OSError where the port is taken.
    """
    with ThreadingHTTPServer((ADDRESS, port), _handler(look)) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def answer(path: str, look: Look) -> Answer:
    """Answer a path: `/healthz` with 200 or 503 and the reasons, `/metrics` with figures."""
    if path not in ("/healthz", "/metrics"):
        return HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", "/healthz or /metrics\n"
    try:
        standing = look()
    except StoreError as error:
        return _health([str(error)])
    if path == "/metrics":
        return HTTPStatus.OK, _METRICS, metrics(standing)
    return _health(faults(standing))


def _health(reasons: list[str]) -> Answer:
    status = HTTPStatus.SERVICE_UNAVAILABLE if reasons else HTTPStatus.OK
    text = json.dumps({"healthy": not reasons, "reasons": reasons}, indent=2)
    return status, "application/json; charset=utf-8", f"{text}\n"


def _handler(look: Look) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers GET and HEAD."""

        timeout = _PATIENCE_S

        def do_GET(self) -> None:
            """Answer."""
            status, kind, text = answer(self.path.partition("?")[0], look)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815 - the standard library's name

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
            """Say nothing: a monitor asks every few seconds."""

    return Handler
