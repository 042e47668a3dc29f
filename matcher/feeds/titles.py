"""What feeds and calendars are called. Pure."""

from matcher.digest.safe import plain
from matcher.digest.words import list_words
from matcher.history.words import value_words
from models.feed_link import FeedLink, FeedWhat
from models.money import Money
from models.subscriber import SavedSearch

_TITLES = {
    FeedWhat.NEW: "new matches",
    FeedWhat.SHORTLIST: "put up for decision",
    FeedWhat.DEADLINES: "deadlines of the calls you follow",
    FeedWhat.SHORTLIST_DEADLINES: "deadlines and latest starts of the shortlist",
}
_DESCRIPTIONS = {
    FeedWhat.NEW: "Open and announced calls that answer a need of {city}.",
    FeedWhat.SHORTLIST: "The few strategic bids that {city} is asked to decide on.",
    FeedWhat.SEARCH: "Open and announced calls found by a saved search.",
    FeedWhat.DEADLINES: "When the calls close that answer what you follow in {city}.",
    FeedWhat.SHORTLIST_DEADLINES: (
        "When the calls close that {city} is asked to decide on, and by when work on a bid has to"
        " begin by the norm."
    ),
}


def title_of(link: FeedLink, city: str) -> str:
    """Name a feed: "Bid Matcher for Leeds: new matches"."""
    named = _TITLES[link.what] if link.search is None else search_words(link.search)
    return f"Bid Matcher for {plain(city)}: {named}"


def description_of(link: FeedLink, city: str) -> str:
    """Say in a sentence what a feed holds."""
    return _DESCRIPTIONS[link.what].format(city=plain(city))


def search_words(search: SavedSearch) -> str:
    """Name a saved search: "“falls”, funder NIHR and at least £500,000"."""
    named = [f"“{plain(search.text)}”"] if search.text else []
    named += [f"funder {plain(search.funder)}"] if search.funder else []
    least = search.min_award_gbp
    named += [f"at least {value_words(Money(least, 'GBP'))}"] if least else []
    return list_words(tuple(named))
