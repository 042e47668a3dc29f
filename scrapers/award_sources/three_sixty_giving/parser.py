"""360Giving: the grants that organisations of the city have received.

The listing goes through one organisation after another, each a row of pages. A
grant to a person (`recipientIndividual`) gives no card, so that the name is not
held anywhere; nor does one without a recipient organisation.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from models.award import Award
from models.money import Money
from scrapers.awards.facts import amount, day, ordered, read_or_report
from scrapers.awards.words import line, passage
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.pages import read_json

_A_PAGE = 100  # grants
_GRANT_PAGE = "https://grantnav.threesixtygiving.org/grant/"
_OPEN = re.compile(
    r"creative commons|open government licen[cs]e|public domain|\bcc[ -]?(?:by|0)\b|\bogl\b",
    re.IGNORECASE,
)
_RESTRICTED = re.compile(r"non-?\s?commercial|no-?\s?deriv|\b(?:nc|nd)\b", re.IGNORECASE)


def first_request(context: Context) -> Request:
    """Ask for the grants of the table's first organisation; ValueError if there is none."""
    organisations = list(context.lookups.get("organisations", {}))
    if not organisations:
        raise ValueError("source.yaml: lookups.organisations names no organisation")
    return _ask(context, organisations[0], 0)


def when_missing(request: Request, context: Context) -> Request | None:
    """Go on to the next organisation, should this one not be known there."""
    return _next_organisation(context, _organisation(request.url))


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of one organisation's grants; ValueError if it is no such page."""
    parts = urlsplit(page.url)
    organisation = _organisation(page.url)
    offset = int(parse_qs(parts.query)["offset"][0])
    answer = read_json(page)
    results, count, more = answer["results"], answer["count"], answer["next"]
    if more and not results:
        raise ValueError(f"an empty page of {organisation}'s grants that says there are more")
    if not more and offset + len(results) != count:
        seen = offset + len(results)
        context.warn(f"{organisation} is said to have {count} grants, {seen} came", page.url)
    found = (_card(result, context, page.url) for result in results)
    cards = tuple(card for card in found if card is not None)
    if more:
        return Listing(cards, _ask(context, organisation, offset + _A_PAGE))
    return Listing(cards, _next_organisation(context, organisation))


def parse_award(card: Card, _detail: RawPage | None, context: Context) -> Award | None:
    """Read one grant; None, with a warning, if it has no title."""
    row, award = card.fields, card.source_id
    if not row["title"]:
        context.warn(f"award {award} has no title: left out")
        return None
    starts = read_or_report(context, "start", award, day, row["starts"])
    ends = read_or_report(context, "end", award, day, row["ends"])
    starts, ends = ordered(context, award, starts, ends)
    return Award(
        source=context.source,
        source_id=award,
        title=row["title"],
        url=_GRANT_PAGE + quote(award, safe=""),
        funder=row["funder"] or None,
        programme=row["programme"] or None,
        organisation=row["recipient"],
        organisation_id=row["recipient_id"] or None,
        amount=_amount(row, award, context),
        starts_on=starts,
        ends_on=ends,
        awarded_on=read_or_report(context, "day of award", award, day, row["awarded"]),
        summary=row["description"],
    )


def _organisation(address: str) -> str:
    return urlsplit(address).path.rstrip("/").split("/")[-2]


def _ask(context: Context, organisation: str, offset: int) -> Request:
    address = f"{context.url}{quote(organisation, safe='')}/grants_received/"
    return Request(address, params={"limit": str(_A_PAGE), "offset": str(offset)})


def _next_organisation(context: Context, organisation: str) -> Request | None:
    known = list(context.lookups["organisations"])
    following = known[known.index(organisation) + 1 :]
    return _ask(context, following[0], 0) if following else None


def _card(result: Mapping[str, Any], context: Context, address: str) -> Card | None:
    """Take up what is read of a grant; None where it is for a person or not openly licensed."""
    grant, recipient = result["data"], _first(result["data"], "recipientOrganization")
    award = line(result["grant_id"])
    if not award:
        raise ValueError("a grant without grant_id")
    if grant.get("recipientIndividual") or not line(recipient.get("name")):
        return None
    if not _is_open(result.get("data_license")):
        context.warn(f"award {award} has a licence that is not known to be open", address)
        return None
    planned = _first(grant, "plannedDates")
    fields = {
        "title": line(grant.get("title")),
        "description": passage(grant.get("description")),
        "funder": line(_first(grant, "fundingOrganization").get("name")),
        "programme": line(_first(grant, "grantProgramme").get("title")),
        "recipient": line(recipient.get("name")),
        "recipient_id": line(recipient.get("id")),
        "amount": grant.get("amountAwarded"),
        "currency": line(grant.get("currency")),
        "awarded": grant.get("awardDate"),
        "starts": planned.get("startDate"),
        "ends": planned.get("endDate"),
    }
    return Card(award, fields)


def _first(grant: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return the first entry of a list of objects, or the one object; nothing for nothing."""
    found = grant.get(name)
    entry = found[0] if isinstance(found, list) and found else found
    return entry if isinstance(entry, dict) else {}


def _is_open(licence: object) -> bool:
    """Whether the licence is open; one that is not named is, for the datastore takes no other."""
    name = line(licence.get("name")) if isinstance(licence, dict) else ""
    return not name or bool(_OPEN.search(name) and not _RESTRICTED.search(name))


def _amount(row: Mapping[str, Any], award: str, context: Context) -> Money | None:
    """Return amount and currency; an amount without a currency is not an amount."""
    currency = row["currency"].upper()

    def read(value: object) -> Money | None:
        found = amount(value, currency or "XXX")
        if found is not None and not currency:
            raise ValueError("no currency")
        return found

    return read_or_report(context, "amount", award, read, row["amount"])
