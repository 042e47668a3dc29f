"""What one reader is told this time. Pure.

One mail for each person: what is new to them, what has changed since they were told,
what closes soon and what was decided. Only rows that are shown count as told, so
what does not fit comes up again in the next mail.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from matcher.digest.forms import forms_of
from matcher.digest.words import LONDON
from matcher.mail.ledger import ledger
from matcher.mail.news import closes_soon, news_of
from matcher.mail.subject import is_strategic, subject_of
from matcher.mail.wishes import found_by, own_score
from models.city import CityProfile, Limits
from models.digest import RankedCall
from models.letter import Letter, LetterRow, LetterSection, News, Told
from models.report import SourceOutcome, SourceReport
from models.subscriber import Frequency, Subscriber, SubscriberRole

_NO_LIMIT = 1_000_000  # rows; the size of the mail is what bounds them then


def write_letter(
    subscriber: Subscriber,
    rows: Sequence[RankedCall],
    told: Mapping[str, Told],
    found: Mapping[str, Sequence[str]],
    reports: Sequence[SourceReport],
    as_of: datetime,
    *,
    city: CityProfile,
    decide: Sequence[RankedCall] = (),
    leads: Mapping[str, str] = MappingProxyType({}),
    first_mail: date | None = None,
    day: date | None = None,
) -> Letter | None:
    """Write what a reader is told at `as_of` (aware); None where there is no mail for them.

    `rows` are all calls that were matched, and those told before that are no longer
    (`matcher.mail.gone`). `told` is by call key; `found` has the keys of the calls that
    each saved search finds, by its name. `decide` are the calls that the city's digest
    puts up for decision, in their order. `leads` says under which key a call is shown
    (key -> leading key). `first_mail` is the day of the reader's first mail, from which
    fortnights are counted; None: none has gone out yet. Where a digest is made late,
    `day` is its planned one: by it weeks are counted. Raises ValueError for a
    subscriber without an id, and for what was told if it cannot be read.
    """
    if subscriber.id is None:
        raise ValueError(f"a letter needs a stored subscriber, not {subscriber.address}")
    if not _is_due(subscriber, day or as_of.astimezone(LONDON).date(), first_mail):
        return None
    items = _items(subscriber, rows, told, found, leads, as_of)
    if subscriber.frequency is Frequency.STRATEGIC and not any(map(_strategic_news, items)):
        items = []
    if not items and not subscriber.quiet_weeks:
        return None
    sections = tuple(_sections(items, subscriber, decide, city.limits))
    return Letter(
        subscriber_id=subscriber.id,
        as_of=as_of,
        subject=subject_of(items, city.name, as_of, forms_of(subscriber.language)),
        sections=sections,
        told=_told(sections),
        sources=_troubled(reports, as_of - timedelta(days=city.limits.silent_days)),
        quiet=not items,
        day=day,
    )


def capped(letter: Letter, most: int) -> Letter:
    """Return the letter with at most `most` rows in full under each heading, the rest counted.

    What is no longer shown no longer counts as told.
    """
    sections = tuple(_section(s.heading, s.rows, most, s.left_out) for s in letter.sections)
    return replace(letter, sections=sections, told=_told(sections))


def _is_due(subscriber: Subscriber, day: date, first_mail: date | None) -> bool:
    """Whether it is the reader's week: for fortnightly ones, every second from their first mail."""
    if subscriber.frequency is not Frequency.FORTNIGHTLY or first_mail is None:
        return True
    return (_monday(day) - _monday(first_mail)).days // 7 % 2 == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _items(
    subscriber: Subscriber,
    rows: Sequence[RankedCall],
    told: Mapping[str, Told],
    found: Mapping[str, Sequence[str]],
    leads: Mapping[str, str],
    as_of: datetime,
) -> list[LetterRow]:
    """Return all that there is to tell, each call once, best for the city first."""
    known = ledger(told, leads)
    best: dict[str, RankedCall] = {}
    for row in sorted(rows, key=lambda row: (-row.score, row.call.key)):
        best.setdefault(row.call.key, row)
    items = (
        news_of(row, subscriber, known.get(key), found_by(row, found), as_of)
        for key, row in best.items()
    )
    return [item for item in items if item is not None]


def _strategic_news(item: LetterRow) -> bool:
    return item.news in (News.NEW, News.CHANGED) and is_strategic(item)


def _sections(
    items: Sequence[LetterRow],
    subscriber: Subscriber,
    decide: Sequence[RankedCall],
    limits: Limits,
) -> Iterable[LetterSection]:
    """Divide the items, each under one heading, in the order that suits the reader's role."""
    if subscriber.frequency is Frequency.EVERYTHING:
        limits = Limits(_NO_LIMIT, _NO_LIMIT, _NO_LIMIT, _NO_LIMIT)
    bids = _to_decide(items, subscriber, decide)
    taken = {item.row.call.key for item in bids}
    rest = [item for item in items if item.row.call.key not in taken]
    new = sorted(_of(rest, News.NEW), key=_order(subscriber))
    # New calls past the limit that close soon stand with those that do: next time is too late.
    late = [item for item in new[limits.new :] if closes_soon(item.row, subscriber)]
    past = {item.row.call.key for item in late}
    kept = [item for item in new if item.row.call.key not in past]
    closing = sorted([*_of(rest, News.CLOSING), *late], key=_soonest)
    changed = sorted(_of(rest, News.CHANGED), key=lambda item: not is_strategic(item))
    found = {
        "decide": _section("To decide", bids, len(bids)),
        "new": _section(_new_heading(subscriber), kept, limits.new),
        "changed": _section("Changed", changed, limits.changed),
        "closing": _section("Closing soon", closing, limits.closing),
        "decided": _section("Decided", _of(rest, News.DECIDED), limits.decided),
    }
    ordered = (found[name] for name in _ORDERS[subscriber.role])
    return (section for section in ordered if section.rows or section.left_out)


_ORDERS = {
    SubscriberRole.LEADER: ("decide", "changed", "new", "closing", "decided"),
    SubscriberRole.RESEARCHER: ("new", "decide", "changed", "closing", "decided"),
    SubscriberRole.BID_TEAM: ("changed", "decide", "new", "closing", "decided"),
}


def _new_heading(subscriber: Subscriber) -> str:
    own = subscriber.role is SubscriberRole.RESEARCHER and subscriber.need_ids
    return "New for your needs" if own else "New"


def _to_decide(
    items: Iterable[LetterRow], subscriber: Subscriber, decide: Sequence[RankedCall]
) -> list[LetterRow]:
    """Return what is new or changed of the calls put up for decision, as they are put there."""
    own_first = subscriber.role is SubscriberRole.RESEARCHER
    if own_first and subscriber.frequency is not Frequency.STRATEGIC:
        return []
    news = {
        item.row.call.key: item
        for item in items
        if item.news in (News.NEW, News.CHANGED) and item.row.decided is None
    }
    return [replace(news[row.call.key], row=row) for row in decide if row.call.key in news]


def _order(subscriber: Subscriber) -> Callable[[LetterRow], tuple[float, float, str]]:
    """Best for their needs first for researchers; for others strategic, then best for the city."""
    own = subscriber.role is SubscriberRole.RESEARCHER

    def key(item: LetterRow) -> tuple[float, float, str]:
        first = own_score(item.row, subscriber) if own else float(is_strategic(item))
        return -first, -item.row.score, item.row.call.key

    return key


def _soonest(item: LetterRow) -> tuple[int, str]:
    return item.row.days_left or 0, item.row.call.key


def _of(items: Iterable[LetterRow], news: News) -> list[LetterRow]:
    return [item for item in items if item.news is news]


def _section(
    heading: str, items: Sequence[LetterRow], most: int, left_out: int = 0
) -> LetterSection:
    return LetterSection(heading, tuple(items[:most]), left_out + max(0, len(items) - most))


def _told(sections: Iterable[LetterSection]) -> tuple[Told, ...]:
    return tuple(told for section in sections for row in section.rows for told in row.told)


def _troubled(reports: Iterable[SourceReport], silent_since: datetime) -> tuple[SourceReport, ...]:
    """Return the reports of sources that were not read in full, or not for too long, by title."""
    troubled = (
        report
        for report in reports
        if report.outcome is not SourceOutcome.OK or report.finished_at < silent_since
    )
    return tuple(sorted(troubled, key=lambda report: (report.title, report.source)))
