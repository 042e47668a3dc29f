"""How long to wait between two requests to a host, and whether to ask again at all."""

import threading
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from scrapers.errors import (
    BadStatusError,
    DroppedError,
    FetchError,
    GarbledError,
    NameNotFoundError,
    TooSlowError,
    UnreachableError,
    UntrustedError,
)

PASSING = (429, 500, 502, 503, 504)  # statuses after which it is worth asking again
_LONGEST_BACKOFF_S = 30.0


class Host:
    """One host's turn-taking: whoever holds `turn` is the only one asking."""

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.finished: float | None = None  # on the client's clock

    def wait(self, interval: float, now: float) -> float:
        """Seconds left until the host may be asked again."""
        return 0.0 if self.finished is None else max(0.0, self.finished + interval - now)


def patience(error: FetchError, retries: int, longest_wait: float) -> int:
    """How many times it is worth asking again after this error, `retries` at most.

    A site that asks for more than `longest_wait` seconds of peace gets it: it is
    not asked again.
    """
    match error:
        case BadStatusError(status=status, retry_after=plea):
            bearable = plea is None or plea <= longest_wait
            return retries if status in PASSING and bearable else 0
        case NameNotFoundError() | UntrustedError():
            return 0
        case UnreachableError():
            return min(1, retries)  # without a network a run must end in seconds
        case DroppedError() | TooSlowError() | GarbledError():
            return retries
        case _:
            return 0


def pause_before(
    attempt: int, error: FetchError, first: float, jitter: Callable[[], float]
) -> float:
    """Seconds before asking again: what the site wants, else `backoff`."""
    if isinstance(error, BadStatusError) and error.retry_after is not None:
        return error.retry_after
    return backoff(attempt, first, jitter)


def backoff(attempt: int, first: float, jitter: Callable[[], float]) -> float:
    """Seconds before attempt 1, 2, ...: doubling, half of it left to chance.

    `jitter` gives a number from 0 to 1; chance keeps many clients from
    returning at the same moment.
    """
    longest = min(_LONGEST_BACKOFF_S, first * float(2 ** (attempt - 1)))
    return longest * (0.5 + jitter() / 2)


def retry_after(header: str | None, now: datetime) -> float | None:
    """Read a Retry-After header, seconds or a date (RFC 9110, 10.2.3); None if it says nothing."""
    if header is None:
        return None
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if moment.tzinfo is None:
        return None
    return max(0.0, (moment - now).total_seconds())
