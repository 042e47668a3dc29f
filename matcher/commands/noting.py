"""What is changed on the command line goes into the same log as what is changed on the site."""

from sqlalchemy import Engine

from matcher.settings import Settings
from matcher.store.audit import Entry, add_entry


def note(engine: Engine, settings: Settings, what: str, about: str) -> None:
    """Put into the log what was done: `about` is a key or number, never a name or address."""
    entry = Entry(
        city=settings.city,
        at=settings.moment(),
        account_id=None,
        role="console",
        what=what,
        about=about,
        place="command",
    )
    add_entry(engine, entry)
