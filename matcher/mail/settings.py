"""How mail gets out, from the environment. Without a server and a sender nothing does."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path

from matcher.mail.errors import NotConfiguredError
from models.subscriber import address_key, is_address


class Tls(StrEnum):
    """How a connection is encrypted."""

    STARTTLS = "starttls"  # asked for after connecting; without it nothing is sent
    TLS = "tls"  # from the first byte
    NONE = "none"  # for a server on the same machine


_PORTS = {Tls.STARTTLS: 587, Tls.TLS: 465, Tls.NONE: 25}
_PER_MINUTE = 120.0
_WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440, 1440))


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The server that takes our mail, and how we treat it."""

    host: str
    sender: str  # the header From, "Bid Matcher <digest@example.org>"
    port: int = _PORTS[Tls.STARTTLS]
    tls: Tls = Tls.STARTTLS
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    per_minute: float = _PER_MINUTE  # mails at most
    timeout_s: float = 60.0  # for connecting and for each answer but the last
    last_timeout_s: float = 600.0  # for the answer to a whole mail, as RFC 5321 (4.5.3.2.6) asks
    waits: tuple[timedelta, ...] = _WAITS  # before each next attempt; then a mail is given up

    @property
    def sender_address(self) -> str:
        """The address that a server is told, and to which it returns mail."""
        return address_key(parseaddr(self.sender)[1])


def read_mail_settings(environ: Mapping[str, str] | None = None) -> MailSettings:
    """Put the settings together from the environment.

    BID_MATCHER_SMTP_HOST and BID_MATCHER_MAIL_FROM must be set, else
    NotConfiguredError says so. BID_MATCHER_SMTP_PORT, _TLS, _USER, _PASSWORD or
    _PASSWORD_FILE, _TIMEOUT (seconds) and BID_MATCHER_MAIL_RATE (mails a minute) may be.
    ValueError names the variable that makes no sense.
    """
    env = os.environ if environ is None else environ
    wanted = ("BID_MATCHER_SMTP_HOST", "BID_MATCHER_MAIL_FROM")
    missing = [name for name in wanted if not env.get(name)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise NotConfiguredError(f"no mail is sent: {' and '.join(missing)} {verb} not set")
    tls = _tls(env.get("BID_MATCHER_SMTP_TLS") or Tls.STARTTLS)
    user, password = _login(env, tls)
    return MailSettings(
        host=env["BID_MATCHER_SMTP_HOST"],
        sender=_sender(env["BID_MATCHER_MAIL_FROM"]),
        port=int(_number(env, "BID_MATCHER_SMTP_PORT", _PORTS[tls], 65_535)),
        tls=tls,
        user=user,
        password=password,
        per_minute=_number(env, "BID_MATCHER_MAIL_RATE", _PER_MINUTE, 100_000),
        timeout_s=_number(env, "BID_MATCHER_SMTP_TIMEOUT", 60, 3_600),
    )


def read_operator(environ: Mapping[str, str] | None = None) -> str | None:
    """Return the address of whoever runs the service, BID_MATCHER_OPERATOR; None if not set.

    ValueError where it is no address.
    """
    address = (os.environ if environ is None else environ).get("BID_MATCHER_OPERATOR")
    if address and not is_address(address):
        raise ValueError(f"BID_MATCHER_OPERATOR: not an e-mail address: {address!r}")
    return address or None


def _sender(text: str) -> str:
    address = parseaddr(text)[1]
    if not (text.isprintable() and is_address(address) and address_key(address).isascii()):
        raise ValueError(f"BID_MATCHER_MAIL_FROM: not an e-mail address: {text!r}")
    return text


def _tls(text: str) -> Tls:
    try:
        return Tls(text.lower())
    except ValueError:
        kinds = ", ".join(Tls)
        raise ValueError(f"BID_MATCHER_SMTP_TLS: {text!r} is not one of {kinds}") from None


def _login(env: Mapping[str, str], tls: Tls) -> tuple[str | None, str | None]:
    user = env.get("BID_MATCHER_SMTP_USER") or None
    password = env.get("BID_MATCHER_SMTP_PASSWORD") or None
    file = env.get("BID_MATCHER_SMTP_PASSWORD_FILE")
    if file and password is None:
        password = Path(file).read_text(encoding="utf-8").rstrip("\r\n")
    if (user is None) != (password is None):
        raise ValueError("BID_MATCHER_SMTP_USER and a password go together; one of them is missing")
    if user is not None and tls is Tls.NONE:
        raise ValueError("BID_MATCHER_SMTP_TLS: with none, the password would go out in clear")
    return user, password


def _number(env: Mapping[str, str], name: str, default: float, most: float) -> float:
    text = env.get(name)
    try:
        number = float(text) if text else default
    except ValueError:
        number = 0.0
    if not 0 < number <= most:
        raise ValueError(f"{name}: not a number above 0, up to {most:,.0f}: {text!r}")
    return number
