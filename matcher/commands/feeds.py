"""`bid-matcher feeds`: secret addresses of feeds and calendars, and feeds as files."""

from argparse import Namespace
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from matcher.commands.match import read_city
from matcher.commands.model import open_encoder
from matcher.commands.say import hint, say
from matcher.digest.safe import plain
from matcher.digest.words import LONDON, count_words, list_words
from matcher.feeds.answer import address_of, answer, new_secret, secret_hash
from matcher.feeds.desk import open_desk
from matcher.feeds.titles import search_words
from matcher.places import Place, own_store
from matcher.settings import Settings
from matcher.staging import replace_file
from matcher.store import (
    add_feed_link,
    find_subscribers,
    load_feed_links,
    load_subscribers,
    revoke_feed_links,
)
from models.errors import NothingToDoError
from models.feed_link import FeedForm, FeedLink, FeedWhat
from models.subscriber import SavedSearch, Subscriber
from scrapers.registry import load_sources


def run(settings: Settings, arguments: Namespace) -> int:
    """Do what the action says.

    ValueError for what makes no sense, NothingToDoError for a reader or a number there is not.
    """
    actions = {"add": _add, "list": _list, "revoke": _revoke, "write": _write}
    return actions[arguments.action](settings, arguments)


def _add(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    person = _person(settings, engine, arguments.address) if arguments.address else None
    what = FeedWhat(arguments.what)
    secret = new_secret()
    link = FeedLink(
        city=settings.city,
        what=what,
        secret_hash=secret_hash(secret),
        created_at=datetime.now(LONDON),
        subscriber_id=person.id if person else None,
        search=_search(what, person, arguments.search),
    )
    number = add_feed_link(engine, link)
    for form in what.forms:
        say(address_of(settings.web_address or "", secret, form))
    if settings.web_address is None:
        hint("BID_MATCHER_WEB is not set: the address of your site goes before this.")
    hint(f"This is address {number}. It cannot be shown again; whoever has it can read the feed.")
    return 0


def _search(what: FeedWhat, person: Subscriber | None, number: int | None) -> SavedSearch | None:
    """Return the saved search that is meant, None for another feed."""
    if what is not FeedWhat.SEARCH:
        if number is not None:
            raise ValueError(f"--search goes with --what {FeedWhat.SEARCH}")
        return None
    if person is None:
        raise ValueError(f"--what {what} needs the address of a reader with saved searches")
    saved = person.searches
    if number is None and len(saved) == 1:
        return saved[0]
    if number is None or number > len(saved):
        listed = "; ".join(f"{at} {search_words(each)}" for at, each in enumerate(saved, start=1))
        raise ValueError(f"--search: say which, of {listed or 'none that are saved'}")
    return saved[number - 1]


def _list(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    whose = _person(settings, engine, arguments.address).id if arguments.address else None
    people = {person.id: person.address for person in load_subscribers(engine, settings.city)}
    links = load_feed_links(engine, settings.city, whose)
    for link in links:
        search = f" {search_words(link.search)}" if link.search else ""
        say(f"{link.id:4}  {link.what}{search}: {plain(people.get(link.subscriber_id, 'nobody'))}")
        say(f"      {_story(link)}")
    if not links:
        say("There is no address yet: bid-matcher feeds add ADDRESS --what WHAT.")
    return 0


def _story(link: FeedLink) -> str:
    used = f"last read on {link.last_used_day}" if link.last_used_day else "never read"
    parts = [f"made on {_day(link.created_at)}", used]
    parts += [f"revoked on {_day(link.revoked_at)}"] if link.revoked_at else []
    return list_words(tuple(parts))


def _day(moment: datetime) -> str:
    return moment.astimezone(LONDON).date().isoformat()


def _revoke(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    if arguments.address is not None:
        whose = _person(settings, engine, arguments.address).id
        links = load_feed_links(engine, settings.city, whose)
    else:
        links = [_link(settings, engine, arguments.id)]
    numbers = [link.id for link in links if link.id is not None]
    revoked = revoke_feed_links(engine, numbers, datetime.now(LONDON))
    if not revoked:
        raise NothingToDoError("no address to revoke: there is none, or it was revoked before")
    say(f"{count_words(revoked, 'address', 'addresses')} revoked")
    return 0


def _write(settings: Settings, arguments: Namespace) -> int:
    form = _form(arguments.file)
    engine = own_store(settings)
    link = _link(settings, engine, arguments.id)
    if link.revoked_at is not None:
        raise NothingToDoError(f"address {link.id} was revoked on {_day(link.revoked_at)}")
    if form not in link.what.forms:
        ends = list_words(tuple(f".{each}" for each in link.what.forms))
        raise ValueError(f"{arguments.file}: {link.what} is written as {ends}")
    credits = [source.definition.licence.credit for source in load_sources()]  # noqa: A001
    encoder = partial(open_encoder, settings)
    desk = open_desk(settings, engine, read_city(settings), credits, encoder)
    made = answer(desk, link, form, Place(engine, None).moment(arguments.as_of))
    if made is None:
        raise NothingToDoError(f"address {link.id} gives nothing")
    replace_file(arguments.file, made.body)
    say(f"Wrote {arguments.file}")
    return 0


def _form(file: Path) -> FeedForm:
    ending = file.suffix.lower().removeprefix(".")
    if ending not in [*FeedForm]:
        raise ValueError(f"{file}: the name must end in .atom, .json or .ics")
    return FeedForm(ending)


def _link(settings: Settings, engine: Engine, number: int) -> FeedLink:
    for link in load_feed_links(engine, settings.city):
        if link.id == number:
            return link
    raise NothingToDoError(f"there is no address {number} (bid-matcher feeds list)")


def _person(settings: Settings, engine: Engine, address: str) -> Subscriber:
    people = find_subscribers(engine, address, settings.city)
    if not people:
        raise NothingToDoError(f"nobody is subscribed as {plain(address)}")
    return people[0]
