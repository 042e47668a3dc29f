"""Who gets in and how, as whoever runs the site has set it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network

_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_YES, _NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class Access:
    """What is open, and whose word is taken for who somebody is."""

    public: bool = True  # whether who is not signed in may read
    proxy_user: str | None = None  # the header in which a proxy names who is signed in
    proxy_from: tuple[Network, ...] = _LOOPBACK  # where a proxy's headers are believed from

    def is_proxy(self, address: str | None) -> bool:
        """Whether what the peer at the address says of others is believed."""
        try:
            peer = ip_address(address or "")
        except ValueError:
            return False
        return any(peer in network for network in self.proxy_from)


OPEN = Access()
"""Everybody may read; nobody's word is taken but a mailed link's."""


def read_access(environ: Mapping[str, str] | None = None) -> Access:
    """Read BID_MATCHER_PUBLIC, BID_MATCHER_PROXY_USER and BID_MATCHER_PROXY_FROM.

    ValueError names the variable that makes no sense.
    """
    env = os.environ if environ is None else environ
    header = env.get("BID_MATCHER_PROXY_USER") or None
    networks = env.get("BID_MATCHER_PROXY_FROM") or None
    if header is not None and not _HEADER.fullmatch(header):
        raise ValueError(f"BID_MATCHER_PROXY_USER: not the name of a header: {header!r}")
    if header is not None and networks is None:
        raise ValueError(
            "BID_MATCHER_PROXY_USER needs BID_MATCHER_PROXY_FROM: the addresses of the proxy, "
            "so that nobody else can say who they are"
        )
    return Access(
        public=_public(env.get("BID_MATCHER_PUBLIC") or "yes"),
        proxy_user=header,
        proxy_from=_networks(networks) if networks else _LOOPBACK,
    )


def _public(text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(f"BID_MATCHER_PUBLIC: neither yes nor no: {text!r}")
    return text.lower() in _YES


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise ValueError(
            f"BID_MATCHER_PROXY_FROM: not addresses or networks, with commas between: {text!r}"
        ) from None
