"""What of a search can be saved, so that a mail tells of new calls that answer it. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from matcher.digest.safe import plain
from matcher.digest.words import count_words
from matcher.web.calls.asked import NOT_STATED, Asked, Facet
from matcher.web.calls.values import headings, labels_of
from models.account import Account
from models.city import CityProfile
from models.subscriber import Frequency, SavedSearch, Subscriber, SubscriberState

MOST_SEARCHES = 20
"""Saved searches of one person: each is carried out for each of their mails."""

_LEAST = {
    "100k-500k": Decimal(100_000),
    "500k-1m": Decimal(500_000),
    "1m-5m": Decimal(1_000_000),
    "5m-10m": Decimal(5_000_000),
    "10m": Decimal(10_000_000),
}
_OFTEN = {
    Frequency.WEEKLY: "at most once a week, in weeks in which there is something to tell",
    Frequency.FORTNIGHTLY: "at most every second week",
    Frequency.STRATEGIC: "in weeks in which a strategic call is new or has changed",
    Frequency.EVERYTHING: "every week",
}


@dataclass(frozen=True, slots=True)
class Offer:
    """What is saved of a search, and what a mail cannot know of it."""

    search: SavedSearch | None  # None: nothing that can be saved was chosen
    kept: tuple[str, ...]  # in words
    left_out: tuple[str, ...]


def offer_of(asked: Asked, profile: CityProfile) -> Offer:
    """Say what is saved: the words, one funder and the least amount.

    All other choices are for reading on the site: mails tell of calls that are open or announced.
    """
    funders = asked.choices.get(Facet.FUNDER, frozenset()) - {NOT_STATED}
    funder = min(funders) if len(funders) == 1 else None
    least = _least(asked.choices.get(Facet.AMOUNT, frozenset()))
    kept = []
    if asked.text:
        kept.append(f"the words “{plain(asked.text)}”")
    if funder is not None:
        kept.append(f"the funder {plain(funder)}")
    if least is not None:
        kept.append(f"awards of at least £{least:,.0f}")
    search = SavedSearch(plain(asked.text), funder, least) if kept else None
    return Offer(search, tuple(kept), tuple(_left_out(asked, profile, funder, least)))


def with_search(person: Subscriber, search: SavedSearch) -> Subscriber:
    """Add a search to those of a person. ValueError where there are too many already."""
    if search in person.searches:
        return person
    if len(person.searches) >= MOST_SEARCHES:
        raise ValueError(
            f"You have {count_words(MOST_SEARCHES, 'saved search', 'saved searches')}, which is"
            " the most: remove one by the link at the end of your mails."
        )
    return replace(person, searches=(*person.searches, search))


def new_reader(account: Account, search: SavedSearch, now: datetime) -> Subscriber:
    """Return who gets mail from now on: signing in has shown that the address is theirs."""
    return Subscriber(
        city=account.city,
        address=account.address,
        name=account.name,
        searches=(search,),
        state=SubscriberState.ACTIVE,
        created_at=now,
        confirmed_at=now,
        consent="saved a search on the site, signed in",
    )


def how_often(person: Subscriber | None) -> str:
    """Say how often mail comes; None is somebody who gets none yet."""
    if person is None:
        return _OFTEN[Frequency.WEEKLY]
    if person.state is SubscriberState.PAUSED:
        return "not while your mails are paused"
    if person.state is not SubscriberState.ACTIVE:
        return "not before your address is confirmed and takes mail"
    return _OFTEN[person.frequency]


def _least(bands: frozenset[str]) -> Decimal | None:
    """Return the least amount where only bands above one were chosen."""
    amounts = [_LEAST.get(band) for band in bands]
    if not amounts or None in amounts:
        return None
    return min(amount for amount in amounts if amount is not None)


def _left_out(
    asked: Asked, profile: CityProfile, funder: str | None, least: Decimal | None
) -> list[str]:
    kept = {Facet.FUNDER: funder is not None, Facet.AMOUNT: least is not None}
    names, labels = headings(profile.name), labels_of(profile)
    found = []
    for facet, values in asked.choices.items():
        if kept.get(facet) or (facet is Facet.STATUS and asked.is_usual):
            continue
        said = ", ".join(plain(labels[facet].get(value, value)) for value in sorted(values))
        found.append(f"{names[facet]}: {said.replace(NOT_STATED, 'not stated')}")
    return found
