"""What a feed says of each call: in the digest's words, and the same until the call changes. Pure.

An entry is written as of the last thing that happened to its call, not as of the moment
it is asked for: so it stays bit for bit until something happens again. Scores are left out for
the same reason: they move a little with every other call.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from markupsafe import Markup

from matcher.digest.rows import Names, Reason, Row, row_in_words
from matcher.digest.safe import clip
from matcher.digest.words import LONDON, day_month_year, sentence_case
from models.call import Call
from models.city import CityProfile
from models.digest import RankedCall
from models.seen import Seen

MOST = 100
"""Entries in a feed at most: about 250 kB. Who reads weekly misses none."""

_SUMMARY = 400  # most characters of the call's own summary
_NAMESPACE = uuid.UUID("0d2f1f7e-6a0b-5d4c-9d0a-3f5b8f6f2c11")  # any will do, as long as it stays


@dataclass(frozen=True, slots=True)
class Entry:
    """One call in a feed. Texts are plain lines; `html` is escaped markup of our own."""

    id: str  # urn:uuid, the same as long as the call is the same
    title: str
    link: str | None  # the call's page
    related: tuple[str, ...]  # other pages that list it
    published: datetime  # first seen
    updated: datetime  # when something last happened to it
    categories: tuple[tuple[str, str], ...]  # id and name of the needs it answers
    summary: str
    html: Markup  # that, and what the digest says of it


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole feed, in any form."""

    id: str
    title: str
    subtitle: str
    author: str
    rights: str  # what the sources' licences ask to be said
    updated: datetime
    entries: tuple[Entry, ...]  # the newest first
    address: str | None  # its own
    site: str | None  # of the web pages


def stable_id(*parts: str) -> str:
    """Return a urn:uuid of these parts: always the same for the same, and telling nothing of them.

    UUID version 5 (RFC 9562, 5.5).
    """
    return uuid.uuid5(_NAMESPACE, "\x1f".join(parts).encode("utf-8", "surrogatepass").hex()).urn


def last_moment(row: RankedCall, seen: Seen, now: datetime) -> datetime:
    """Return when something last happened to a call, no later than `now` (aware) if it can be.

    It changed, opened, passed a deadline, was decided on, or the day to look at it again came.
    """
    moments = [seen.changed]
    moments += [moment for moment in dates_of(row.call) if moment <= now]
    if row.decided is not None:
        decision, due = row.decided.decision, row.decided.due
        moments.append(decision.decided_at)
        moments += [outcome.recorded_at for outcome in decision.outcomes]
        moments += [datetime.combine(due, time(), LONDON)] if due else []
    return max(moments)


def dates_of(call: Call) -> Iterator[datetime]:
    """Yield the moments at which the call opens and closes."""
    yield from call.deadlines
    if call.opens_at is not None:
        yield call.opens_at


def entry_of(
    row: RankedCall, seen: Seen, what: str, profile: CityProfile, names: Names, now: datetime
) -> Entry:
    """Put one call into an entry; `what` is why it is in a feed, and part of its id.

    Raises KeyError for a need or organisation that is not in `names`.
    """
    updated = last_moment(row, seen, now)
    words = row_in_words(_as_of(row, updated, profile), updated, names)
    summary = clip(row.call.summary, _SUMMARY)
    return Entry(
        id=stable_id(what, seen.name),
        title=words.title,
        link=words.link,
        related=words.also_at,
        published=seen.first,
        updated=updated,
        categories=tuple(
            (match.target_id, reason.name)
            for match, reason in zip(_steady(row, profile).needs, words.needs, strict=True)
        ),
        summary=summary,
        html=_html(summary, tuple(_lines(words, updated))),
    )


def newest_first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Order entries by when their calls were first seen, the last first; at most MOST."""
    return tuple(sorted(entries, key=lambda entry: (entry.published, entry.id), reverse=True))[
        :MOST
    ]


def _as_of(row: RankedCall, moment: datetime, profile: CityProfile) -> RankedCall:
    """Return the row as it stood at that moment, without what moves from one run to the next."""
    closes_at = row.call.closes_at(moment)
    left = None
    if closes_at is not None:
        left = (closes_at.astimezone(LONDON).date() - moment.astimezone(LONDON).date()).days
    return replace(
        _steady(row, profile),
        status=row.call.status(moment),
        closes_at=closes_at,
        days_left=left,
        begin="",
    )


def _steady(row: RankedCall, profile: CityProfile) -> RankedCall:
    """Order needs by their weight, not by score, and name no organisations."""
    order = {need.id: (-need.weight, need.id) for need in profile.needs}
    return replace(
        row, needs=tuple(sorted(row.needs, key=lambda match: order[match.target_id])), leads=()
    )


def _lines(row: Row, updated: datetime) -> Iterator[str]:
    left = row.left
    if left and left[0].isdigit():
        left = f"{left} on {day_month_year(updated.astimezone(LONDON).date())}"
    elif left:
        left = ""  # "today" is another day when it is read; the deadline says which
    yield row.by
    yield f"Amount: {'; '.join(row.amounts)}"
    yield f"Deadline: {'; '.join(filter(None, (row.opening, row.deadline, left)))}"
    yield f"Where it stands: {row.status}; {row.stage}; {row.eligibility}"
    yield from map(_answer, row.needs[:1])
    yield from map(_answer_briefly, row.needs[1:])
    yield f"Scale: {row.scale}"
    if row.track:
        yield f"Aim: {row.track}"
    if row.conditions:
        yield f"Conditions: {'; '.join(row.conditions)}"
    for sentence in row.judged:
        yield sentence_case(sentence)


def _answer(need: Reason) -> str:
    quoted = f": “{need.sentence}”" if need.sentence else ""
    phrase = f" matches “{need.phrase}”" if need.phrase and quoted else ""
    return f"Answers {need.name}{quoted}{phrase}"


def _answer_briefly(need: Reason) -> str:
    return f"Also answers {need.name}" + (f" by “{need.phrase}”" if need.phrase else "")


def _html(summary: str, lines: Sequence[str]) -> Markup:
    """Set the lines as HTML; each text is escaped where it is put in."""
    items = Markup("").join(Markup("<li>{}</li>").format(line) for line in lines)
    opening = Markup("<p>{}</p>").format(summary) if summary else Markup("")
    return opening + Markup("<ul>{}</ul>").format(items)
