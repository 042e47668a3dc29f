"""What every page of a pack is made from, and the small words that pages share."""

import math
from dataclasses import dataclass
from datetime import date, datetime

from matcher.digest.rows import Names, known_rates
from matcher.digest.safe import clip
from matcher.digest.words import LONDON, sentence_case
from models.city import CityProfile
from models.digest import RankedCall
from models.shortlist import Shortlist

_LISTS = 0.5  # share of the room that lists are given before texts get more than their least
_MONTHS = {"Q1": "Jan–Mar", "Q2": "Apr–Jun", "Q3": "Jul–Sep", "Q4": "Oct–Dec"}


@dataclass(frozen=True, slots=True)
class Frame:
    """A shortlist with the city it is for, and how much room a page has for words."""

    shortlist: Shortlist
    city: CityProfile
    names: Names
    room: float = 1.0  # 0 to 1: what is left of the usual lengths where a page would overflow

    def characters(self, least: int, most: int) -> int:
        """Return how many characters a text may have: `most` with all room.

        `least` is for where the lists beside it just stand whole; without room it is half that.
        """
        if self.room < _LISTS:
            return int(least * (0.5 + 0.5 * self.room / _LISTS))
        return least + int((most - least) * (self.room - _LISTS) / (1 - _LISTS))

    def lines(self, most: int) -> int:
        """Return how many lines a list may have that is cut only where texts are at their least."""
        return max(1, math.ceil(most * min(1.0, self.room / _LISTS)))

    def fewer(self, least: int, most: int) -> int:
        """Return how many lines a list may have that gives way as texts do, 1 at least."""
        return min(self.lines(most), max(1, self.characters(least, most)))

    @property
    def today(self) -> date:
        """The day the shortlist was made for, in the UK."""
        return uk_day(self.shortlist.as_of)

    def reserve(self, key: str) -> RankedCall:
        """Return the call that comes in next. Raises ValueError if the shortlist lacks it."""
        for row in self.shortlist.reserves:
            if row.call.key == key:
                return row
        raise ValueError(f"the shortlist names {key} as next in line but does not hold it")


def frame_of(shortlist: Shortlist, city: CityProfile, room: float = 1.0) -> Frame:
    """Gather what ids and currencies in a shortlist stand for."""
    rows = (*(bid.row for bid in shortlist.bids), *shortlist.reserves, *shortlist.too_late)
    names = Names(
        needs={need.id: need for need in city.needs},
        organisations={organisation.id: organisation for organisation in city.organisations},
        rates=known_rates(rows),
    )
    return Frame(shortlist, city, names, room)


def letter(place: int) -> str:
    """Name the bid at a place counted from 0: A to Z, then AA, AB, as spreadsheets do."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def uk_day(moment: datetime) -> date:
    """Return the day of a moment in the UK."""
    return moment.astimezone(LONDON).date()


def share_words(share: float) -> str:
    """Write a share as a percentage; never nought for what is more than nought."""
    if 0 < share < 0.01:
        return "less than 1%"
    return f"{min(share, 0.99) if share < 1 else share:.0%}"


def quarter_words(quarter: str) -> str:
    """Write "2026-Q4" as "Oct–Dec 2026"; anything else as it stands."""
    year, _, part = quarter.partition("-")
    return f"{_MONTHS[part]} {year}" if part in _MONTHS else quarter


def sentence(text: str, most: int) -> str:
    """Write a text as a sentence of at most `most` characters: a capital, and an end."""
    shown = sentence_case(clip(text, most - 1))
    return shown if not shown or shown.endswith((".", "!", "?", "…")) else f"{shown}."


def more_words(left_out: int, what: str) -> str:
    """Say how many of a list are not shown; empty where all are."""
    return f"and {left_out} more {what}" if left_out > 0 else ""
