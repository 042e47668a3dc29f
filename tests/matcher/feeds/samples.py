"""Entries, links and desks for tests of feeds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine

from matcher.digest.rows import Names
from matcher.feeds.answer import new_secret, secret_hash
from matcher.feeds.desk import Desk
from matcher.feeds.entries import Entry, entry_of
from matcher.matching import City
from matcher.store import add_feed_link, load_feed_links, save_matches
from models.call import Call
from models.city import ExchangeRate
from models.feed_link import FeedLink, FeedWhat
from models.match import TargetKind
from models.seen import Seen
from models.subscriber import SavedSearch
from tests.matcher.digest.samples import AS_OF, CITY, LONDON, NORMS, call, match, pounds, ranked

NAMES = Names(
    {need.id: need for need in CITY.needs},
    {organisation.id: organisation for organisation in CITY.organisations},
    {},
)
PLACE = City("leeds", CITY, {"EUR": ExchangeRate("EUR", Decimal("0.85"), "2026-08-01", "a bank")})
CALLS = tuple(
    call(str(n), title=f"Falls at home {n}", award_max=pounds(400_000 * n)) for n in range(1, 5)
)
BIG = call(
    "0big",
    title="A centre for healthy ageing",
    award_max=pounds(9_000_000),
    deadlines=(datetime(2027, 3, 1, 16, tzinfo=LONDON),),
)


def entry(
    of: Call,
    *,
    now: datetime = AS_OF,
    first: datetime = AS_OF,
    changed: datetime = AS_OF,
    needs: Sequence[str] = ("falls",),
    **facts: Any,
) -> Entry:
    """An entry of a feed of new matches on a call first seen and last changed at these times."""
    row = ranked(of, needs=needs, **facts)
    return entry_of(row, Seen(of.key, first, changed), "new", CITY, NAMES, max(now, changed))


def match_again(
    engine: Engine, calls: Sequence[Call] = (*CALLS, BIG), as_of: datetime = AS_OF
) -> None:
    """Store matches as a matching would: all answer falls, the fourth too weakly to be shown."""
    found = [match(each, "falls", 0.3 if each == CALLS[3] else 0.8) for each in calls]
    found += [match(each, "university", 0.7, TargetKind.ORGANISATION) for each in calls]
    save_matches(engine, "leeds", as_of, "model", found)


def desk_over(engine: Engine, found: Sequence[str] = (), asked: list[str] | None = None) -> Desk:
    """A desk whose searches all find the same; `asked` gets the words of each that is made."""

    def find(wanted: SavedSearch, _now: datetime) -> Sequence[str]:
        if asked is not None:
            asked.append(wanted.text)
        return found

    return Desk(engine, PLACE, NORMS, ("Contains open data.",), find, "https://bids.example/")


def make_link(engine: Engine, what: FeedWhat, **facts: Any) -> tuple[FeedLink, str]:
    """Store a link; it and its secret."""
    secret = new_secret()
    usual: dict[str, Any] = {
        "city": "leeds",
        "what": what,
        "secret_hash": secret_hash(secret),
        "created_at": AS_OF - timedelta(days=20),
    }
    link = FeedLink(**(usual | facts))
    stored = replace(link, id=add_feed_link(engine, link))
    assert stored in load_feed_links(engine, "leeds")
    return stored, secret
