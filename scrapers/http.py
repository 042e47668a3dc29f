"""One request out, one answer in, within limits of size and time. The only user of httpx."""

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpcore
import httpx

from scrapers.errors import (
    AddressRefusedError,
    ArchiveError,
    DroppedError,
    FetchError,
    GarbledError,
    NameNotFoundError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
    UntrustedError,
)
from scrapers.guard import GuardedBackend, NoSuchNameError, NotPublicError

_PIECE = 64 * 1024  # bytes unpacked at a time, whatever the page would unpack to


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request as it goes out; `url` is where it really goes."""

    method: str
    url: str
    headers: Mapping[str, str]
    json_parts: Mapping[str, Any]
    json_body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; header names in lower case. Only a 200 has a body, if not sent to a file."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """The connections of one source to its site."""

    def __init__(self, user_agent: str, *, allow_private: bool, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._backend = GuardedBackend(allow_private, clock)
        self._client = httpx.Client(
            transport=_Transport(self._backend),
            headers={"User-Agent": user_agent, "Accept": "*/*", "Accept-Encoding": "gzip"},
            trust_env=False,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def send(
        self,
        outgoing: Outgoing,
        address: str,
        *,
        seconds: float,
        max_bytes: int,
        into: Path | None = None,
    ) -> Answer:
        """Send the request and read the answer; redirects are answers too.

        `address` is the public one, for messages; the body goes to the file
        `into` if there is one. FetchError in one of the kinds that concern a
        single request; ArchiveError if the file cannot be written.
        """
        self._backend.deadline = self._clock() + seconds
        try:
            return self._exchange(outgoing, address, seconds, _Room(max_bytes, into))
        except NotPublicError:
            raise AddressRefusedError(
                "the site's name leads to a private address", address
            ) from None
        except NoSuchNameError:
            raise NameNotFoundError("the site's name was not found", address) from None
        except httpcore.ConnectTimeout:
            raise UnreachableError("the site does not accept connections", address) from None
        except httpcore.TimeoutException:
            raise TooSlowError(
                f"the page did not come within {seconds:g} seconds", address
            ) from None
        except httpcore.ConnectError as error:
            raise _no_connection(error, address) from None
        except (httpcore.NetworkError, httpcore.ProtocolError):
            raise DroppedError(
                "the connection broke before the page was complete", address
            ) from None
        except zlib.error:
            raise GarbledError("the page's compression is broken", address) from None
        except (httpx.InvalidURL, UnicodeError):
            raise AddressRefusedError("not a web address", address) from None

    def _exchange(self, outgoing: Outgoing, address: str, seconds: float, room: "_Room") -> Answer:
        files = {
            name: ("blob", json.dumps(part), "application/json")
            for name, part in outgoing.json_parts.items()
        }
        with self._client.stream(
            outgoing.method,
            outgoing.url,
            headers=dict(outgoing.headers),
            files=files or None,
            json=dict(outgoing.json_body) or None,
            timeout=seconds,
        ) as response:
            body = _read(response, address, room) if response.status_code == 200 else b""
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, body)


@dataclass(frozen=True, slots=True)
class _Room:
    """How much may come, and the file for it; memory without one."""

    max_bytes: int
    into: Path | None


def _read(response: httpx.Response, address: str, room: _Room) -> bytes:
    """Read the body, unpacked; what goes to a file is not returned."""
    pieces = _pieces(response, address, room.max_bytes)
    if room.into is None:
        return b"".join(pieces)
    try:
        with room.into.open("wb") as file:
            for piece in pieces:
                file.write(piece)
    except OSError as error:
        raise ArchiveError(f"cannot keep a large page: {error.strerror}") from error
    return b""


def _pieces(response: httpx.Response, address: str, max_bytes: int) -> Iterator[bytes]:
    """Yield the body, unpacked; stop as soon as it is too large."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    announced = response.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:18]) > max_bytes:
        raise TooLargeError(f"the page is larger than {max_bytes:,} bytes", address)
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise GarbledError(
            f"the page is compressed as {encoding!r}, which we did not ask for", address
        )
    pieces = response.iter_raw()
    total = 0
    for piece in _unpack(pieces) if "gzip" in encoding else pieces:
        total += len(piece)
        if total > max_bytes:
            raise TooLargeError(f"the page is larger than {max_bytes:,} bytes", address)
        yield piece


def _unpack(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Undo gzip in small steps, so that a small page cannot unpack to fill the memory.

    zlib.error if the data is not gzip or ends early.
    """
    machine = zlib.decompressobj(wbits=31)
    for piece in pieces:
        waiting = piece
        while waiting and not machine.eof:
            yield machine.decompress(waiting, _PIECE)
            waiting = machine.unconsumed_tail
    yield machine.flush()
    if not machine.eof:
        raise zlib.error("the data ends early")


def _no_connection(error: Exception, address: str) -> FetchError:
    if "CERTIFICATE" in str(error).upper():
        return UntrustedError("the site's certificate is not valid", address)
    return UnreachableError("the site does not accept connections", address)


class _Transport(httpx.BaseTransport):
    """httpx over our own connections; httpcore's exceptions come through as they are."""

    def __init__(self, backend: GuardedBackend) -> None:
        self._pool = httpcore.ConnectionPool(network_backend=backend, max_connections=4)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if not isinstance(request.stream, httpx.SyncByteStream):
            raise TypeError("a request of a synchronous client has a synchronous body")
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(
            httpcore.Request(
                request.method,
                url,
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
