"""Who may use the site, and for what. Getting mail is another matter: see `subscriber.py`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from models.subscriber import address_key, is_address


class Role(StrEnum):
    """What somebody may do; each role may do all that those before it may. Ordered so."""

    READER = "reader"  # reads; where public reading is on, everybody is one
    RESEARCHER = "researcher"  # keeps and dismisses calls, saves searches
    LEADER = "leader"  # decides: go, watch, no-go
    ADMIN = "admin"  # people, the review queue, the service

    @property
    def rank(self) -> int:
        """How far up it stands, from 0."""
        return list(Role).index(self)

    def __lt__(self, other: str) -> bool:
        return self.rank < Role(other).rank

    def __le__(self, other: str) -> bool:
        return self.rank <= Role(other).rank

    def __gt__(self, other: str) -> bool:
        return self.rank > Role(other).rank

    def __ge__(self, other: str) -> bool:
        return self.rank >= Role(other).rank


class Scope(StrEnum):
    """What a program may do with somebody's token, at most what they may do themselves."""

    READ = "read"
    DECIDE = "decide"  # change things: keep, dismiss, decide


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in. ValueError for an address that is none."""

    city: str  # folder of the city whose site they use
    address: str
    role: Role
    name: str = ""
    created_at: datetime | None = None
    disabled_at: datetime | None = None  # from then on nobody signs in as this one
    version: int = 1  # rises with every change, so that two people's changes do not mix
    id: int | None = None  # given by the store, and never given again

    def __post_init__(self) -> None:
        if not is_address(self.address):
            raise ValueError(f"not an e-mail address: {self.address!r}")


def account_key(address: str) -> str:
    """Return the address as accounts are compared: in lower case, the domain in ASCII form.

    People write their own address in several ways, so that, unlike for mail, ASCII letters
    before the @ are taken for the same in either case. Others are left: not all have one
    lower form, and two that look alike must not become one.
    """
    local, _, domain = address_key(address).rpartition("@")
    return f"{local.lower() if local.isascii() else local}@{domain}"
