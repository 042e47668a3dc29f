"""What every page is made from: the store, the city, the secret and the clock."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from markupsafe import Markup
from sqlalchemy import Engine

from matcher.mail.settings import MailSettings
from matcher.matching import City
from matcher.places import LONDON
from matcher.settings import Settings
from matcher.web.access import OPEN, Access
from matcher.web.calls.hits import Searcher
from matcher.web.keeping import Keeper
from matcher.web.remembering import Remembered

if TYPE_CHECKING:
    from matcher.web.api.shelf import Shelf
    from matcher.web.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Site:
    """One city's site. What changes while it runs is in the store, or behind a function."""

    settings: Settings
    engine: Engine  # people, decisions and, once anything was collected, calls
    city: City
    secret: bytes  # signs links, forms and cookies
    clock: Callable[[], datetime]  # aware
    snapshots: "Keeper[Snapshot]" = field(default_factory=Keeper)
    shelves: "Keeper[Shelf]" = field(default_factory=Keeper)
    access: Access = OPEN
    mail: MailSettings | None = None  # how links to sign in go out; None: not at all
    searcher: Searcher = field(default_factory=Searcher)
    shown: Remembered[Hashable, Markup] = field(default_factory=lambda: Remembered(300))

    def now(self) -> datetime:
        """The moment on the UK's clock."""
        return self.clock().astimezone(LONDON)


def site_of(request: Request) -> Site:
    """Return the site that a request is for."""
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(site_of)]
