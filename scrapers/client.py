"""How the client behaves on this machine, and what all sources of a run share."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from scrapers.addresses import check_origin
from scrapers.archive import Archive
from scrapers.errors import FetchError
from scrapers.pace import Host
from scrapers.robots import AGENT, Rules


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """How the client behaves here. ValueError for settings that make no sense.

    `base_overrides` maps a source's name to the origin that is asked in place
    of the public one; calls keep their public addresses. `wait_scale`
    multiplies every wait at such an origin, never at a public one.
    """

    user_agent_contact: str | None = None  # an address to complain to, e-mail or web
    base_overrides: Mapping[str, str] = field(default_factory=dict)
    archive_folder: Path | None = None  # None: nothing is kept, every fetch is whole
    retries: int = 3
    backoff_s: float = 1.0
    longest_wait_s: float = 130.0  # a site that asks for more is left alone for this run
    wait_scale: float = 1.0

    def __post_init__(self) -> None:
        for name, base in self.base_overrides.items():
            try:
                check_origin(base)
            except ValueError as error:
                raise ValueError(f"base address of {name}: {error}") from None
        contact = self.user_agent_contact or ""
        if not (contact.isascii() and contact.isprintable()) or set(contact) & set("()"):
            raise ValueError(f"contact must be a plain e-mail or web address: {contact!r}")
        if self.retries < 0 or min(self.backoff_s, self.longest_wait_s, self.wait_scale) < 0:
            raise ValueError("retries and waiting times must not be negative")

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves to a site."""
        contact = f" (+{self.user_agent_contact})" if self.user_agent_contact else ""
        return f"{AGENT}/{version('bid-matcher')}{contact}"


class HttpClient:
    """Shared by all sources of a run: one queue per host, each robots.txt read once.

    Sources may be read side by side, each in a thread of its own. After `stop`
    nothing more is asked and no wait goes on.
    """

    def __init__(
        self,
        settings: HttpSettings,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.stopping = threading.Event()
        self.sleep: Callable[[float], object] = sleep or self.stopping.wait
        self.jitter = jitter
        self.archive = Archive(settings.archive_folder)
        self.rules: dict[str, Rules | FetchError] = {}  # by the origin really asked
        self._hosts: dict[str, Host] = {}

    def stop(self) -> None:
        """End every visit at its next request: somebody wants the run to end now."""
        self.stopping.set()

    @contextmanager
    def host(self, origin: str) -> Iterator[Host]:
        """Hold a host: nobody else of this run asks it meanwhile."""
        host = self._hosts.setdefault(origin, Host())
        with host.turn:
            yield host
