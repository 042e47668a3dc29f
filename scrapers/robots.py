"""What a site's robots.txt allows us (RFC 9309)."""

from dataclasses import dataclass
from typing import Any

from protego import Protego

AGENT = "BidMatcher"  # the word by which a site's robots.txt would name us
LARGEST = 512 * 1024  # bytes; RFC 9309, section 2.5, asks readers for at least 500 KiB


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site."""

    _parsed: Any

    def allow(self, address: str) -> bool:
        """Whether we may ask for the address."""
        return bool(self._parsed.can_fetch(address, AGENT))

    @property
    def delay(self) -> float:
        """Seconds that the site wants between two requests; 0 if it does not say."""
        return float(self._parsed.crawl_delay(AGENT) or 0)


def read_rules(body: bytes) -> Rules:
    """Read a robots.txt; lines that make no sense are passed over."""
    return Rules(Protego.parse(body.decode("utf-8-sig", errors="replace")))


EVERYTHING_ALLOWED = read_rules(b"")  # a site without robots.txt (RFC 9309, section 2.3.1.3)
