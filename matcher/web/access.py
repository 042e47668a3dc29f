"""Who gets in and how, as whoever runs the site has set it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

Network: TypeAlias = IPv4Network | IPv6Network

_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_YES, _NO = ("yes", "true", "1", "on"), ("no", "false", "0", "off")
SEARCHES_PER_MINUTE = 240  # a few people who type behind one address
_LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))


@dataclass(frozen=True, slots=True)
class Oidc:
    """An OpenID provider that may say who somebody is."""

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    name: str = "your organisation"  # as people know it


@dataclass(frozen=True, slots=True)
class Access:
    """What is open, and whose word is taken for who somebody is."""

    public: bool = True  # whether who is not signed in may read
    proxy_user: str | None = None  # the header in which a proxy names who is signed in
    proxy_from: tuple[Network, ...] = _LOOPBACK  # where a proxy's headers are believed from
    oidc: Oidc | None = None
    searches_per_minute: int = SEARCHES_PER_MINUTE  # of one account or network address

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
    """Read BID_MATCHER_PUBLIC, _PROXY_USER, _PROXY_FROM, _SEARCH_RATE (a minute and client).

    And of a provider _OIDC_ISSUER, _OIDC_CLIENT_ID, _OIDC_CLIENT_SECRET or _SECRET_FILE, and
    _OIDC_NAME. ValueError names the variable that makes no sense.
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
        oidc=_oidc(env),
        searches_per_minute=_rate(env.get("BID_MATCHER_SEARCH_RATE")),
    )


def _public(text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(f"BID_MATCHER_PUBLIC: neither yes nor no: {text!r}")
    return text.lower() in _YES


def _oidc(env: Mapping[str, str]) -> Oidc | None:
    issuer, client_id = (env.get(f"BID_MATCHER_OIDC_{name}") for name in ("ISSUER", "CLIENT_ID"))
    if not issuer and not client_id:
        return None
    if not issuer or not client_id:
        raise ValueError("BID_MATCHER_OIDC_ISSUER and BID_MATCHER_OIDC_CLIENT_ID go together")
    parts = urlsplit(issuer)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise ValueError(f"BID_MATCHER_OIDC_ISSUER: not an https address: {issuer!r}")
    if not env.get("BID_MATCHER_WEB"):
        raise ValueError("BID_MATCHER_OIDC_ISSUER needs BID_MATCHER_WEB: where people come back to")
    secret = env.get("BID_MATCHER_OIDC_CLIENT_SECRET") or None
    if secret is None and (file := env.get("BID_MATCHER_OIDC_SECRET_FILE")):
        secret = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    name = env.get("BID_MATCHER_OIDC_NAME") or parts.hostname or issuer
    return Oidc(issuer, client_id, secret, name)


def _rate(text: str | None) -> int:
    if text is not None and not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**6):
        raise ValueError(f"BID_MATCHER_SEARCH_RATE: not a number of searches a minute: {text!r}")
    return int(text or SEARCHES_PER_MINUTE)


def _networks(text: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise ValueError(
            f"BID_MATCHER_PROXY_FROM: not addresses or networks, with commas between: {text!r}"
        ) from None
