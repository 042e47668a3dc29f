"""Makes text and addresses from other people's pages fit to be shown.

A call's title or sentence may hold anything: control characters, marks that
turn the reading direction, an address that runs a script. Escaping for HTML is
the template's work; this is about what escaping does not stop.
"""

import unicodedata
from urllib.parse import urlsplit

_LONGEST_ADDRESS = 2000  # characters; browsers and mail clients cut longer ones


def plain(text: str) -> str:
    """Return `text` as one line of visible characters, runs of white space made one space.

    Control, format (among them the bidirectional and zero-width marks), private
    and lone surrogate characters go: they can make a line read as something else.
    """
    spaced = " ".join(text.split())
    if spaced.isprintable():  # which is quick to tell, and nearly all texts are
        return spaced
    seen = "".join(character for character in spaced if not _is_hidden(character))
    return " ".join(seen.split())


def clip(text: str, limit: int) -> str:
    """Return `text` made plain and cut between words to at most `limit` characters."""
    whole = plain(text)
    if len(whole) <= limit:
        return whole
    cut = whole[: limit - 1]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > limit // 2 else cut).rstrip(" ,;:.") + "…"


def web_address(url: str) -> str | None:
    """Return `url` if it is a plain http or https address a reader may follow, else None.

    Addresses with a user name are refused: "https://ukri.org@elsewhere.example"
    reads as one site and leads to another.
    """
    address = url.strip()
    if len(address) > _LONGEST_ADDRESS or plain(address) != address or " " in address:
        return None
    try:
        parts = urlsplit(address)
        host, user = parts.hostname, parts.username
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and host and user is None else None


def _is_hidden(character: str) -> bool:
    return character != " " and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs")


def site_of(address: str) -> str:
    """Name the site of a web address as people speak of it: www.ukri.org is ukri.org."""
    return (urlsplit(address).hostname or "").removeprefix("www.")
