"""Which addresses may be asked: pure checks on addresses, no network.

A source is asked at the origin of its `url` and at its `hosts`, nowhere else;
and never at an address inside somebody's own network, unless the person who
runs the service pointed the source there.
"""

import ipaddress
from collections.abc import Iterable
from urllib.parse import SplitResult, urlencode, urljoin, urlsplit, urlunsplit

from scrapers.contract import Request

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in the last 32 bits


def check_web_address(address: str | None) -> str | None:
    """Give the address back; ValueError unless it is a plain http or https address."""
    if address is not None:
        _split(address)
    return address


def check_origin(address: str) -> str:
    """Give scheme, host and port back; ValueError if the address has anything more."""
    parts = _split(address)
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError(f"must be scheme and host only, as in https://www.ukri.org: {address!r}")
    return origin_of(address)


def origin_of(address: str) -> str:
    """Return scheme, host and port; the scheme's own port is left out. ValueError as above."""
    parts = _split(address)
    host = (parts.hostname or "").lower()
    shown = f"[{host}]" if ":" in host else host
    port = parts.port
    suffix = "" if port is None or port == _PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{shown}{suffix}"


def moved_to(address: str, origin: str) -> str:
    """Return the same path and query at another origin; the fragment is dropped."""
    parts, target = urlsplit(address), urlsplit(origin)
    return urlunsplit((target.scheme, target.netloc, parts.path or "/", parts.query, ""))


def redirected(address: str, location: str, base: str | None) -> str:
    """Return the public address that a redirect of `address` leads to.

    `base` is the origin that was really asked, if it is not the public one: a
    redirect that names it means the public one. ValueError if the location is
    no address, or leads from https down to http on the open internet.
    """
    if not location.strip():
        raise ValueError("a redirect without a target")
    try:
        target = urljoin(address, location.strip())
        origin = origin_of(target)
    except ValueError as error:
        raise ValueError(f"a redirect that leads nowhere: {error}") from None
    if base is not None:
        return moved_to(target, origin_of(address)) if origin == base else target
    if address.startswith("https:") and not target.startswith("https:"):
        raise ValueError("a redirect from https down to http")
    return target


def is_same_site(address: str, origins: Iterable[str]) -> bool:
    """Whether the address lies at one of the origins, or at a subdomain of one.

    `www.` does not count, and http and https are the same site; another port is not.
    """
    parts = _split(address)
    host, port = parts.hostname or "", parts.port
    for allowed in (urlsplit(origin) for origin in origins):
        base = (allowed.hostname or "").removeprefix("www.")
        if (host == base or host.endswith(f".{base}")) and port in (None, allowed.port, 80, 443):
            return True
    return False


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet.

    IPv4 addresses wrapped in IPv6 ones are judged by what they wrap. Text that
    is not an IP address is not public.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if found.is_site_local or found.is_reserved:  # which Python counts among the global ones
            return False
    return found.is_global and not found.is_multicast


def is_private_literal(address: str) -> bool:
    """Whether the host of the address is itself an IP address that is not public."""
    host = urlsplit(address).hostname or ""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return not is_public(host)


def _split(address: str) -> SplitResult:
    try:
        address.encode()  # half of a surrogate pair cannot be sent
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not a web address: {address!r} ({error})") from None
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"must be an http or https address: {address!r}")
    if parts.username is not None or parts.password is not None:
        raise ValueError("must not carry a user name or password")
    if port == 0 or any(character.isspace() for character in address):
        raise ValueError(f"not a web address: {address!r}")
    return parts


def full_address(request: Request) -> str:
    """Return the address with the request's parameters in its query.

    ValueError for parameters that no address can hold.
    """
    if not request.params:
        return request.url
    joint = "&" if "?" in request.url else "?"
    return f"{request.url.partition('#')[0]}{joint}{urlencode(request.params)}"
