"""How often one may ask: counted in memory, by who is signed in, else by network address.

With several processes or hosts behind one name each counts for itself, so that the limits
are as many times as high.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from fastapi import HTTPException, Request

from matcher.web.site import site_of
from matcher.web.viewer import Looking, Viewer, viewer_or_nobody

_MOST_KEYS = 20_000  # counted at a time; whoever asked longest ago is forgotten first


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, and as many again within `seconds`, evenly."""

    name: str
    most: int
    seconds: float


CHANGES = Limit("changes", 120, 60)
SIGN_IN_CLIENT = Limit("sign-in by client", 20, 900)
SIGN_IN_ADDRESS = Limit("sign-in by address", 5, 900)


class Limits:
    """Who asked how often; safe to use from several threads.

    The generic cell rate algorithm (ITU-T I.371): for each key one moment is kept, at which
    all that was asked for would be due at the even rate.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, limit: Limit, key: str) -> float:
        """Count one more; return 0 where it is within the limit, else the seconds until it is.

        What is refused is not counted.
        """
        now, each = self._clock(), limit.seconds / limit.most
        with self._lock:
            due = max(self._due.get((limit.name, key), now), now)
            early = due - now - (limit.seconds - each)
            if early > 0:
                return early
            self._due[limit.name, key] = due + each
            self._due.move_to_end((limit.name, key))
            if len(self._due) > _MOST_KEYS:
                self._due.popitem(last=False)
        return 0.0


def limited(limit: Limit) -> Callable[[Request, Viewer], None]:
    """Return a dependency that refuses, with 429 and Retry-After, what is over the limit."""

    def check(request: Request, viewer: Looking) -> None:
        count(request, limit, client_of(request, viewer))

    return check


def search_limited(request: Request) -> None:
    """Refuse searches over the site's own limit: a dependency."""
    limit = Limit("searches", site_of(request).access.searches_per_minute, 60)
    count(request, limit, client_of(request, viewer_or_nobody(request)))


def count(request: Request, limit: Limit, key: str) -> None:
    """Count one more under the key; HTTPException, 429, where it is over the limit."""
    limits: Limits = request.app.state.limits
    seconds = math.ceil(limits.wait(limit, key))
    if seconds > 0:
        wait = f"{seconds} seconds" if seconds < 120 else f"{math.ceil(seconds / 60)} minutes"
        raise HTTPException(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"That was too often. Please try again in {wait}.",
            {"Retry-After": str(seconds)},
        )


def client_of(request: Request, viewer: Viewer) -> str:
    """Name who asks: the account, else the address; of IPv6 the network that one host has."""
    if viewer.is_signed_in:
        return f"account {viewer.account_id}"
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if isinstance(address, IPv6Address):
        return str(ip_network((address, 64), strict=False))
    return host
