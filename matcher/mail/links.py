"""Links that act for a reader without a password: each is signed, and can be revoked.

A link's token names what it is for, whose it is, and a version. It acts only while the
subscriber has that version, so raising it revokes every link handed out before.
"""

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from itsdangerous import BadData, URLSafeSerializer

from matcher.mail.errors import MailError
from models.subscriber import Subscriber

CONFIRM_WITHIN = timedelta(days=14)  # after that somebody has to ask once more

_SECRET_BYTES = 32


class LinkPurpose(StrEnum):
    """What a link does."""

    CONFIRM = "confirm"
    UNSUBSCRIBE = "unsubscribe"
    PAUSE = "pause"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Link:
    """What a token says. Only links to confirm end by themselves."""

    purpose: LinkPurpose
    subscriber_id: int
    version: int
    ends_at: int | None = None  # seconds since 1970, UTC


class LinkError(ValueError):
    """Why a link does not act: one sentence for whoever followed it."""


def make_link(person: Subscriber, purpose: LinkPurpose, now: datetime) -> Link:
    """Return a stored person's link; one to confirm ends CONFIRM_WITHIN after `now` (aware).

    ValueError for a person without a number.
    """
    if person.id is None:
        raise ValueError("only who is stored has links")
    ends_at = None
    if purpose is LinkPurpose.CONFIRM:
        ends_at = int((now + CONFIRM_WITHIN).timestamp())
    return Link(purpose, person.id, person.link_version, ends_at)


def sign(secret: bytes, link: Link) -> str:
    """Return the link's token: letters, digits, - _ and dots, safe in any address."""
    said = [link.purpose.value, link.subscriber_id, link.version, link.ends_at]
    return str(_signer(secret).dumps(said))


def read_token(secret: bytes, token: str, purpose: LinkPurpose, now: datetime) -> Link:
    """Return what a token says; LinkError if it is not ours, for something else, or ended."""
    try:
        named, subscriber_id, version, ends_at = _signer(secret).loads(token)
        link = Link(LinkPurpose(named), subscriber_id, version, ends_at)
    except (BadData, ValueError, TypeError):
        raise LinkError("this link is not complete; copy it whole from the mail") from None
    if link.purpose is not purpose:
        raise LinkError(f"this link is there to {link.purpose}, not to {purpose}")
    if link.ends_at is not None and now.timestamp() >= link.ends_at:
        raise LinkError("this link has ended; ask for a new one")
    return link


def admit(link: Link, person: Subscriber | None) -> Subscriber:
    """Return the person the link acts for, as stored now; LinkError if it was revoked."""
    if person is None or person.id != link.subscriber_id:
        raise LinkError("nobody is subscribed under this link any more")
    if person.link_version != link.version:
        raise LinkError("this link was revoked; use one of a newer mail")
    return person


def link_address(base: str, secret: bytes, link: Link) -> str:
    """Return the address of the page that acts: `base`/mail/<purpose>/<token>."""
    return f"{base.rstrip('/')}/mail/{link.purpose}/{sign(secret, link)}"


def load_secret(home: Path) -> bytes:
    """Return the secret that links are signed with, made on first use in `home`.

    Only the owner may read the file. MailError where others can, and where it does
    not hold a secret: a new one in silence would break every link handed out.
    """
    path = home / "link-secret"
    with suppress(FileExistsError):
        if not path.exists():
            _make_secret(path)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise MailError(f"{path} can be read by others; make it private with chmod 600")
    secret = path.read_bytes().strip()
    if len(secret) < 2 * _SECRET_BYTES:
        raise MailError(f"{path} holds no secret; restore it, or remove it to revoke all links")
    return secret


def _make_secret(path: Path) -> None:
    """Put a new secret there, whole or not at all; FileExistsError if somebody else did."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # mode 600
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(f"{secrets.token_hex(_SECRET_BYTES)}\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(name, path)  # which, unlike a rename, replaces nothing
    finally:
        Path(name).unlink()


def _signer(secret: bytes) -> URLSafeSerializer:
    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    return URLSafeSerializer(secret, salt="bid-matcher link", signer_kwargs=options)
