"""What a reader should hear: the rules of docs/mail.md written down a second time, plainly.

It knows nothing of the product's own writing of letters: it is told which calls there
are and how they fit, keeps what each reader has had in their mails, and says what
belongs into the next.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from models.subscriber import Frequency, SavedSearch, Subscriber, SubscriberRole
from tests.campaign.received import Received, Shown

_LIMITS = {"NEW": 12, "CHANGED": 12, "CLOSING SOON": 10, "DECIDED": 8}
_ORDER = {
    SubscriberRole.LEADER: ("TO DECIDE", "CHANGED", "NEW", "CLOSING SOON", "DECIDED"),
    SubscriberRole.BID_TEAM: ("CHANGED", "TO DECIDE", "NEW", "CLOSING SOON", "DECIDED"),
    SubscriberRole.RESEARCHER: ("NEW", "TO DECIDE", "CHANGED", "CLOSING SOON", "DECIDED"),
}
_MOST_BYTES = 100_000
_NEARLY_FULL = 70_000  # a mail that left rows out for its size is at least as large


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A call as it stands this week."""

    call: str  # which call it is, whatever page it stands on
    key: str  # by which equals are ordered
    link: str
    facts: Hashable  # of which a change is news
    score: float
    needs: Mapping[str, float]
    leads: frozenset[str]
    pounds: Decimal | None
    live: bool  # open or announced
    open: bool
    closes: datetime | None
    days: int | None
    strategic: bool
    dismissed: bool
    decision: int | None


@dataclass
class Heard:
    """What one reader has had in their mails so far."""

    facts: dict[str, Hashable] = field(default_factory=dict)  # as told last, by call
    named: set[tuple[str, datetime | None]] = field(default_factory=set)  # deadlines named as close
    decisions: set[tuple[str, int]] = field(default_factory=set)
    first: date | None = None  # day of the first mail
    new: list[str] = field(default_factory=list)  # every call that was announced, in order

    def hear(
        self, mail: Received, offers: Mapping[str, Offer], reader: Subscriber, day: date
    ) -> None:
        """Take in a mail; `offers` are by link."""
        self.first = self.first or day
        for offer in (offers[link] for shown in mail.text for link in shown.links):
            if offer.call not in self.facts:
                self.new.append(offer.call)
            self.facts[offer.call] = offer.facts
            if _closes_soon(offer, reader):
                self.named.add((offer.call, offer.closes))
            if offer.decision is not None:
                self.decisions.add((offer.call, offer.decision))


@dataclass(frozen=True, slots=True)
class Week:
    """What there is to tell anybody this week."""

    day: date
    offers: Sequence[Offer]
    decide: Sequence[str]  # links of the calls put up for decision, in their order
    found: Mapping[SavedSearch, frozenset[str]]  # links of the calls that each search finds


def should_hear(reader: Subscriber, week: Week, heard: Heard) -> list[Shown] | None:
    """Return all that belongs under each heading, best first; None where there is no mail."""
    if reader.frequency is Frequency.FORTNIGHTLY and _is_between(week.day, heard.first):
        return None
    best_first = sorted(week.offers, key=lambda offer: (-offer.score, offer.key))
    reasons = {o.link: why for o in best_first if (why := _reason(o, reader, week, heard))}
    told = [offer for offer in best_first if offer.link in reasons]
    if reader.frequency is Frequency.STRATEGIC and not any(
        offer.strategic and reasons[offer.link] in ("NEW", "CHANGED") for offer in told
    ):
        told = []
    if not told and not reader.quiet_weeks:
        return None
    return _headings(reader, week, told, reasons)


def _is_between(day: date, first: date | None) -> bool:
    """Whether the day's week is one between the fortnights counted from the first mail's."""
    mondays = [each - timedelta(days=each.weekday()) for each in (first or day, day)]
    return (mondays[1] - mondays[0]).days % 14 != 0


def _reason(offer: Offer, reader: Subscriber, week: Week, heard: Heard) -> str | None:
    if not _concerns(offer, reader, week):
        return None
    fresh = offer.decision is not None and (offer.call, offer.decision) not in heard.decisions
    if offer.call not in heard.facts:
        small = None not in (reader.min_award_gbp, offer.pounds) and (
            offer.pounds < reader.min_award_gbp  # type: ignore[operator]
        )
        if small or not offer.live:
            return None
        if not offer.dismissed:
            return "NEW"
    elif not offer.dismissed:
        if heard.facts[offer.call] != offer.facts:
            return "CHANGED"
        if _closes_soon(offer, reader) and (offer.call, offer.closes) not in heard.named:
            return "CLOSING SOON"
    return "DECIDED" if fresh else None


def _concerns(offer: Offer, reader: Subscriber, week: Week) -> bool:
    if any(offer.link in week.found[search] for search in reader.searches):
        return True
    if not reader.need_ids and not reader.organisation_ids:
        return bool(offer.needs)
    follows = set(reader.need_ids) & set(offer.needs)
    suits = offer.needs and offer.leads & set(reader.organisation_ids)
    return bool(follows or suits)


def _closes_soon(offer: Offer, reader: Subscriber) -> bool:
    return offer.open and offer.days is not None and 0 <= offer.days <= reader.notice_days


def _headings(
    reader: Subscriber, week: Week, told: Sequence[Offer], reasons: Mapping[str, str]
) -> list[Shown]:
    under: dict[str, list[Offer]] = {heading: [] for heading in _ORDER[reader.role]}
    for offer in told:
        under[reasons[offer.link]].append(offer)
    researcher = reader.role is SubscriberRole.RESEARCHER
    if not researcher or reader.frequency is Frequency.STRATEGIC:
        news = {o.link: o for o in (*under["NEW"], *under["CHANGED"]) if o.decision is None}
        under["TO DECIDE"] = [news[link] for link in week.decide if link in news]
        for heading in ("NEW", "CHANGED"):
            under[heading] = [o for o in under[heading] if o not in under["TO DECIDE"]]
    under["NEW"].sort(key=_own_order(reader) if researcher else _strategic_first)
    under["CHANGED"].sort(key=_strategic_first)
    if reader.frequency is not Frequency.EVERYTHING:
        late = [o for o in under["NEW"][_LIMITS["NEW"] :] if _closes_soon(o, reader)]
        under["NEW"] = [o for o in under["NEW"] if o not in late]
        under["CLOSING SOON"] += late
    under["CLOSING SOON"].sort(key=lambda offer: (offer.days, offer.key))
    return [Shown(h, [offer.link for offer in offers]) for h, offers in under.items() if offers]


def _strategic_first(offer: Offer) -> bool:
    return not offer.strategic


def _own_order(reader: Subscriber) -> Callable[[Offer], float]:
    def own(offer: Offer) -> float:
        scores = [s for n, s in offer.needs.items() if not reader.need_ids or n in reader.need_ids]
        return -max(scores, default=0.0)

    return own


def complaints(reader: Subscriber, due: Sequence[Shown], mail: Received) -> list[str]:
    """Say what is wrong with a mail, beside what belongs into it."""
    found = [f"{mail.size:,} bytes"] if mail.size >= _MOST_BYTES else []
    names = {"NEW FOR YOUR NEEDS": "NEW"}
    shown = [Shown(names.get(s.heading, s.heading), s.links, s.left_out) for s in mail.text]
    if mail.html is not None and mail.html != mail.text:
        found.append("the HTML and the text differ on the calls")
    if [s.heading for s in shown] != [s.heading for s in due]:
        return [*found, f"headings {[s.heading for s in shown]}, not {[s.heading for s in due]}"]
    everything = reader.frequency is Frequency.EVERYTHING
    limits = [1_000_000 if everything else _LIMITS.get(s.heading, 1_000_000) for s in due]
    longest = max((len(each.links) for each in shown), default=0)
    for is_shown, belongs, limit in zip(shown, due, limits, strict=True):
        most = min(limit, len(belongs.links))
        count = min(most, longest)
        if count < most and mail.size < _NEARLY_FULL:
            found.append(f"{belongs.heading}: cut at {count}, with {mail.size:,} bytes")
        if is_shown.links != belongs.links[:count]:
            found.append(f"{belongs.heading}: {is_shown.links}, not {belongs.links[:count]}")
        if len(is_shown.links) + is_shown.left_out != len(belongs.links):
            found.append(f"{belongs.heading}: {is_shown.left_out} left out of {len(belongs.links)}")
    return found
