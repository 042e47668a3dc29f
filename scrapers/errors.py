"""What can go wrong while fetching, as one tree.

FetchError
├── AddressRefusedError     we do not ask there: not the source's site, or not public
├── RobotsRefusedError      the site's robots.txt says no, or could not be read
├── UnreachableError        no connection
│   ├── NameNotFoundError   the host's name has no address: often no network at all
│   └── UntrustedError      the site's certificate is not valid
├── DroppedError            the connection broke, or less came than was announced
├── TooSlowError            the page took longer than the source may take
├── TooLargeError           the page is larger than the source may send
├── GarbledError            the page's compression cannot be undone
├── BadStatusError          the site answered, but not with the page
├── BadRedirectError        a redirect that leads nowhere, too far or down to http
└── BudgetSpentError        the source has used up its time for this collection
ArchiveError           this machine could not keep the page
"""

from models.errors import BidMatcherError


class FetchError(Exception):
    """A page could not be had. Raised by `scrapers.visit.Visit.fetch`, in one of its kinds."""

    def __init__(self, reason: str, address: str) -> None:
        super().__init__(reason)
        self.reason = reason  # one plain sentence without the address
        self.address = address  # the public address asked for


class AddressRefusedError(FetchError):
    """Raised before asking, for an address that is not the source's or not on the open internet."""


class RobotsRefusedError(FetchError):
    """Raised before asking, where robots.txt forbids the page or cannot be read today."""


class UnreachableError(FetchError):
    """Raised where no connection comes about."""


class NameNotFoundError(UnreachableError):
    """Raised where the host's name has no address."""


class UntrustedError(UnreachableError):
    """Raised where the site's certificate cannot be verified."""


class DroppedError(FetchError):
    """Raised where the connection breaks, or the page is shorter than announced."""


class TooSlowError(FetchError):
    """Raised where a page is not complete within the source's `timeout_s`."""


class TooLargeError(FetchError):
    """Raised as soon as more than the source's `max_bytes` has come."""


class GarbledError(FetchError):
    """Raised where a body is compressed in a way that we did not ask for or cannot undo."""


class BadStatusError(FetchError):
    """Raised for any answer other than the page itself.

    `retry_after` is how many seconds the site asks to be left alone, if it says.
    """

    def __init__(self, status: int, address: str, retry_after: float | None = None) -> None:
        plea = "" if retry_after is None else f" and asks for {retry_after:.0f} seconds of peace"
        super().__init__(f"the site answered {status}{plea}", address)
        self.status = status
        self.retry_after = retry_after


class BadRedirectError(FetchError):
    """Raised for a redirect without a target, from https to http, of a POST, or the sixth."""


class BudgetSpentError(FetchError):
    """Raised once the source's `budget_s` would be exceeded."""


class ArchiveError(BidMatcherError):
    """A page could not be kept, for instance on a full disk. Raised by `scrapers.archive`."""
