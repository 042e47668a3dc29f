"""The connections under the HTTP client, with two things built in.

No byte goes to an address outside the open internet unless that was allowed:
the name is looked up here, and the connection goes to the very address that
was checked, so that a name cannot change its meaning in between. And a request
ends at its deadline however slowly the other side drips.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from scrapers.addresses import is_public

_CONNECT_S = 10.0  # a host that does not pick up by then is down


class NotPublicError(Exception):
    """A name led to an address that is not public. Raised by `GuardedBackend`."""


class NoSuchNameError(Exception):
    """A name led to no address. Raised by `GuardedBackend`."""


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections; `deadline`, on the given clock, holds for all of them."""

    def __init__(self, allow_private: bool, clock: Callable[[], float]) -> None:
        self.deadline = 0.0
        self._allow_private = allow_private
        self._clock = clock
        self._plain = httpcore.SyncBackend()

    def time_left(self, timeout: float | None) -> float:
        """Seconds that an operation may take; httpcore.ReadTimeout if there are none."""
        left = self.deadline - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for this request is over")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's permitted addresses that answers."""
        failure: Exception = NoSuchNameError(host)
        for address in self._addresses(host, port):
            limit = min(_CONNECT_S, self.time_left(timeout))
            try:
                stream = self._plain.connect_tcp(
                    address, port, limit, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _TimedStream(stream, self)
        raise failure

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise NoSuchNameError(host) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise NotPublicError(host)
        return addresses


class _TimedStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, backend: GuardedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend.time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.time_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        limit = self._backend.time_left(timeout)
        secured = self._inner.start_tls(ssl_context, server_hostname, limit)
        return _TimedStream(secured, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
