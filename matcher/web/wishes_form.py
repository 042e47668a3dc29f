"""The form in which a reader says what they want in their mails, filled and read back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fastapi import Request
from starlette.datastructures import FormData

from matcher.imports.subscribers import KnownIds, read_person
from models.city import CityProfile
from models.subscriber import Frequency, MailFormat, SavedSearch, Subscriber, SubscriberRole

_ROLES = {
    SubscriberRole.LEADER: "I lead: what is to decide comes first",
    SubscriberRole.RESEARCHER: "I do research: what is new for my needs comes first",
    SubscriberRole.BID_TEAM: "I work on bids: what changed comes first",
}
_FREQUENCIES = {
    Frequency.WEEKLY: "Every week in which there is something to tell",
    Frequency.FORTNIGHTLY: "Every second week",
    Frequency.STRATEGIC: "Only when something strategic is new or has changed",
    Frequency.EVERYTHING: "Every week, and every matching call in full",
}
_FORMATS = {MailFormat.BOTH: "With layout", MailFormat.TEXT: "Plain text only"}
_LINES = ("name", "organisation", "min_award_gbp", "notice_days", "role", "frequency", "format")


@dataclass(frozen=True, slots=True)
class WishesForm:
    """What stands in the fields: of the person as stored, or as it was sent."""

    person: Subscriber
    lines: Mapping[str, str]  # fields with one value, by name
    needs: frozenset[str]
    follows: frozenset[str]
    kept: frozenset[int]  # places of the saved searches that stay
    new_searches: str  # one a line
    quiet_weeks: bool

    @property
    def searches(self) -> list[tuple[int, str, bool]]:
        """Each saved search: its place, what it looks for in words, and whether it stays."""
        saved = self.person.searches
        return [(at, search_words(each), at in self.kept) for at, each in enumerate(saved)]


async def sent_form(request: Request) -> FormData:
    """Read the form of a request."""
    return await request.form()


def choices_of(city: CityProfile) -> dict[str, dict[str, str]]:
    """Return what can be chosen, by field: value and words."""
    return {
        "needs": {need.id: need.name for need in city.needs},
        "follows": {o.id: o.name for o in city.organisations if o.in_city},
        "role": {role.value: words for role, words in _ROLES.items()},
        "frequency": {each.value: words for each, words in _FREQUENCIES.items()},
        "format": {each.value: words for each, words in _FORMATS.items()},
    }


def as_form(person: Subscriber) -> WishesForm:
    """Fill the form with what is stored."""
    least = person.min_award_gbp
    return WishesForm(
        person=person,
        lines={
            "name": person.name,
            "organisation": person.organisation,
            "min_award_gbp": "" if least is None else _pounds(least),
            "notice_days": str(person.notice_days),
            "role": person.role.value,
            "frequency": person.frequency.value,
            "format": person.format.value,
        },
        needs=frozenset(person.need_ids),
        follows=frozenset(person.organisation_ids),
        kept=frozenset(range(len(person.searches))),
        new_searches="",
        quiet_weeks=person.quiet_weeks,
    )


def form_as_sent(form: FormData, person: Subscriber) -> WishesForm:
    """Fill the form with what was sent, so that nobody types it twice."""
    return WishesForm(
        person=person,
        lines={name: _one(form, name) for name in _LINES},
        needs=frozenset(_all(form, "needs")),
        follows=frozenset(_all(form, "follows")),
        kept=_kept(form, person),
        new_searches=_one(form, "new_searches"),
        quiet_weeks=bool(_one(form, "quiet_weeks")),
    )


def read_form(
    form: FormData, person: Subscriber, city: CityProfile
) -> tuple[Subscriber | None, dict[str, str]]:
    """Return the person with what was sent, or None and every fault by its field."""
    sent = form_as_sent(form, person)
    known = KnownIds(
        person.city, {need.id for need in city.needs}, {o.id for o in city.organisations}
    )
    row = dict(sent.lines) | {
        "address": person.address,
        "needs": sorted(sent.needs),
        "follows": sorted(sent.follows),
        "searches": _lines(sent.new_searches),
        "quiet_weeks": "yes" if sent.quiet_weeks else "no",
    }
    read, faults = read_person(row, known)
    if read is None:
        return None, dict(reversed(faults))
    searches = [each for at, each in enumerate(person.searches) if at in sent.kept]
    return _joined(person, read, searches), {}


def search_words(search: SavedSearch) -> str:
    """Say what a saved search looks for."""
    parts = [f"“{search.text}”" if search.text else "any words"]
    if search.funder:
        parts.append(f"from {search.funder}")
    if search.min_award_gbp is not None:
        parts.append(f"at least £{_pounds(search.min_award_gbp)}")
    return ", ".join(parts)


def _joined(person: Subscriber, read: Subscriber, kept: Sequence[SavedSearch]) -> Subscriber:
    """Put what the form holds into the stored person; the rest of them stays."""
    return replace(
        person,
        name=read.name,
        organisation=read.organisation,
        role=read.role,
        need_ids=read.need_ids,
        organisation_ids=read.organisation_ids,
        searches=tuple(dict.fromkeys([*kept, *read.searches])),
        min_award_gbp=read.min_award_gbp,
        notice_days=read.notice_days,
        frequency=read.frequency,
        format=read.format,
        quiet_weeks=read.quiet_weeks,
    )


def _one(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _all(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str)]


def _kept(form: FormData, person: Subscriber) -> frozenset[int]:
    places = {str(at): at for at in range(len(person.searches))}
    return frozenset(places[value] for value in _all(form, "keep_search") if value in places)


def _lines(text: str) -> list[str]:
    return [line for line in map(str.strip, text.splitlines()) if line]


def _pounds(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,}"
