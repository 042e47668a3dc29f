"""What a secret address gives: bytes, their kind, and what tells a reader that nothing is new.

This is what the web calls for `/feeds/<secret>.<form>`: `find_link`, `answer`, `is_unchanged`
and `headers_of`. Where any of the first two says None the page is not there (404): an address
that was revoked looks like one that never was.
"""

import hashlib
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from sqlalchemy import Engine

from matcher.digest.words import LONDON
from matcher.feeds.atom import write_atom
from matcher.feeds.calendars import write_calendar
from matcher.feeds.choosing import dated_for, entries_for
from matcher.feeds.desk import Desk
from matcher.feeds.entries import MOST, Feed, stable_id
from matcher.feeds.events import events_of
from matcher.feeds.json_feed import write_json_feed
from matcher.feeds.titles import description_of, title_of
from matcher.store import (
    StoreError,
    data_version,
    find_feed_link,
    load_shown,
    load_subscriber,
    record_feed_use,
    save_shown,
)
from models.feed_link import FeedForm, FeedLink
from models.subscriber import Subscriber

_SECRET_BYTES = 32
_FRESH_S = 900  # seconds for which a reader need not ask again

_MEDIA_TYPES = {
    FeedForm.ATOM: "application/atom+xml; charset=utf-8",
    FeedForm.JSON: "application/feed+json; charset=utf-8",
    FeedForm.ICS: "text/calendar; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One feed as it is sent."""

    body: bytes
    media_type: str
    etag: str  # with its quotes
    last_modified: datetime  # when this process first made these bytes


def new_secret() -> str:
    """Return 256 random bits as 43 letters, digits, - and _."""
    return secrets.token_urlsafe(_SECRET_BYTES)


def secret_hash(secret: str) -> str:
    """Return what is stored of a secret. It needs no salt: nobody can guess 256 bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def address_of(site: str, secret: str, form: FeedForm) -> str:
    """Return the address at which a feed is read."""
    return f"{site.rstrip('/')}/feeds/{secret}.{form}"


def find_link(engine: Engine, secret: str, now: datetime) -> FeedLink | None:
    """Return the link of a secret and note the day; None if it is unknown or was revoked.

    StoreError where the store cannot be read.
    """
    link = find_feed_link(engine, secret_hash(secret))
    if link is not None and link.id is not None:
        with suppress(StoreError):  # a feed can be read while nothing can be written
            record_feed_use(engine, link.id, now.astimezone(LONDON).date())
    return link


def answer(
    desk: Desk, link: FeedLink, form: FeedForm, now: datetime, secret: str | None = None
) -> Answer | None:
    """Return the feed of a stored link as it stands at `now` (aware); None if not in that form.

    With `secret` the feed names its own address, if there is a site. What was made stays as
    long as the store, the reader's wishes and the hour do. Raises StoreError, and
    EncoderError for a search with words where the model cannot be used.
    """
    if form not in link.what.forms or link.id is None or link.city != desk.city.folder:
        return None
    person = None
    if link.subscriber_id is not None:
        person = load_subscriber(desk.engine, link.subscriber_id)
        if person is None:
            return None
    version = data_version(desk.engine, link.city)
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    place = ("body", link.id, form, secret)

    def make() -> bytes:
        if form is FeedForm.ICS:
            return _calendar(desk, link, person, version, now)
        return _feed(desk, link, form, version, now, secret)

    body = desk.kept.get(place, (version, person, hour), make)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    since = desk.kept.get(("since", link.id, form, secret), etag, lambda: _whole_second(now))
    return Answer(body, _MEDIA_TYPES[form], etag, since)


def is_unchanged(given: Answer, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether a reader has this already (304), by the headers of its request (RFC 9110, 13.2.2)."""
    if if_none_match is not None:
        known = [each.strip().removeprefix("W/") for each in if_none_match.split(",")]
        return given.etag in known or known == ["*"]
    try:
        since = parsedate_to_datetime(if_modified_since or "")
    except (ValueError, OverflowError):  # the second for a year of ten digits
        return False
    return since.tzinfo is not None and given.last_modified <= since


def headers_of(given: Answer) -> dict[str, str]:
    """Return the headers that go with it: nobody but the reader may keep it or list it."""
    return {
        "Content-Type": given.media_type,
        "ETag": given.etag,
        "Last-Modified": format_datetime(given.last_modified.astimezone(UTC), usegmt=True),
        "Cache-Control": f"private, max-age={_FRESH_S}",
        "Referrer-Policy": "no-referrer",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }


def _feed(
    desk: Desk, link: FeedLink, form: FeedForm, version: str, now: datetime, secret: str | None
) -> bytes:
    entries = entries_for(desk, link, version, now)
    city = desk.city.profile.name
    feed = Feed(
        id=stable_id("feed", link.secret_hash),
        title=title_of(link, city),
        subtitle=f"{description_of(link, city)} At most {MOST} calls, the last seen first.",
        author=f"Bid Matcher, {city}",
        rights=" · ".join(desk.credits),
        updated=max((entry.updated for entry in entries), default=link.created_at),
        entries=entries,
        address=address_of(desk.site, secret, form) if desk.site and secret else None,
        site=desk.site,
    )
    return write_atom(feed) if form is FeedForm.ATOM else write_json_feed(feed)


def _calendar(
    desk: Desk, link: FeedLink, person: Subscriber | None, version: str, now: datetime
) -> bytes:
    """Write the calendar, and remember what it shows where that is not as it was."""
    number = link.id or 0
    before = load_shown(desk.engine, number)
    remembered = [event.call_key for event in before]
    calls = dated_for(desk, link, person, version, remembered, now)
    events = events_of(calls, before, now)
    shown = tuple(event.shown for event in events)
    if shown != before:
        save_shown(desk.engine, number, shown)
    city = desk.city.profile.name
    return write_calendar(title_of(link, city), description_of(link, city), events)


def _whole_second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
