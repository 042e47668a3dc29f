"""Readers, rows at any day, and letters to render."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from matcher.mail.letters import write_letter
from models.call import Call
from models.digest import RankedCall
from models.letter import Letter, LetterLinks, Told
from models.scale import Scale, Track
from models.subscriber import Subscriber
from tests.matcher.digest.samples import AS_OF, CITY, LONDON, ranked

WEEK = timedelta(weeks=1)
SENDER = "Bid Matcher <digest@mail.example>"
MESSAGE_ID = "<1.2026-08-10@mail.example>"
LINKS = LetterLinks(
    unsubscribe="https://mail.example/u/abc",
    change="https://mail.example/c/abc",
    web="https://mail.example/d/abc",
)


def reader(**changes: Any) -> Subscriber:
    """A stored reader who follows all of the city's needs."""
    return Subscriber(**{"city": "leeds", "address": "reader@city.example", "id": 7} | changes)


def row_at(of: Call, as_of: datetime = AS_OF, **changes: Any) -> RankedCall:
    """A matched call as it stands on a day."""
    closes = of.closes_at(as_of)
    days = (closes.astimezone(LONDON).date() - as_of.date()).days if closes else None
    facts = {"status": of.status(as_of), "closes_at": closes, "days_left": days}
    return ranked(of, **(facts | changes))


def letter(
    *rows: RankedCall,
    to: Subscriber | None = None,
    told: Mapping[str, Told] | None = None,
    found: Mapping[str, Sequence[str]] | None = None,
    as_of: datetime = AS_OF,
    **changes: Any,
) -> Letter | None:
    """What a reader is told of these rows; all strategic ones are put up for decision."""
    bids = [row for row in rows if is_bid(row)]
    usual: dict[str, Any] = {"reports": (), "city": CITY, "decide": bids}
    if "limits" in changes:
        usual["city"] = replace(CITY, limits=changes.pop("limits"))
    return write_letter(
        to or reader(), rows, told or {}, found or {}, as_of=as_of, **usual | changes
    )


def is_bid(row: RankedCall) -> bool:
    return row.scale.scale is Scale.STRATEGIC and row.track.track is Track.RESEARCH


def sent(*rows: RankedCall, **changes: Any) -> Letter:
    """The same, where there must be a mail."""
    made = letter(*rows, **changes)
    assert made is not None
    return made


def ledger_after(*letters: Letter | None) -> dict[str, Told]:
    """What a reader has been told once these have gone out."""
    return remember({}, *letters)


def remember(told: Mapping[str, Told], *letters: Letter | None) -> dict[str, Told]:
    new: Iterable[Told] = (each for made in letters if made for each in made.told)
    return dict(told) | {each.call_key: each for each in new}


def shown(made: Letter) -> dict[str, list[str]]:
    """Heading -> ids of the calls under it."""
    return {s.heading: [r.row.call.source_id for r in s.rows] for s in made.sections}
