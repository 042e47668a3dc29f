"""NIHR Open Data: every award, from one export that is read an award at a time.

Asked for are the columns in `_READ` and no others, so that the names and ORCIDs
of award holders are not even sent. Should they come all the same they are not
read; any other new column is reported.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any
from urllib.parse import quote

from models.award import Award
from scrapers.awards.facts import amount, day, ordered, read_or_report
from scrapers.awards.words import line, passage, stated
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.json_stream import entries

_READ = (
    *("project_id", "project_title", "funding_and_awards_link", "funder", "programme"),
    *("contracted_organisation", "award_amount_from_dh", "start_date", "end_date"),
    *("plain_english_abstract", "ukcrc_value"),
)
_NEVER_READ = ("award_holder_name", "orcid", "involvement_type")
_IGNORED = (
    *("acronym", "project_status", "programme_type", "programme_stream", "funding_stream"),
    *("organisation_type", "award_amount_m", "scientific_abstract", "postcode", "latitude"),
    *("longitude", "geo", "hrcs_rac_category", "ukcrc_value_rac", "categorytype"),
    "institutioncountry",
)
_LONGEST_VALUE = 10_000  # characters of one value, before it is made plain
_LONGEST_ID = 100
_AWARD_PAGE = "https://fundingawards.nihr.ac.uk/award/"


def first_request(context: Context) -> Request:
    """Ask for the columns that are read, of all awards."""
    return Request(context.url, params={"select": ",".join(_READ)}, large=True)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read the export; ValueError if it is no list of awards, or breaks off in its middle."""
    rows = entries(page)
    head = next(rows, None)
    if head is None:
        raise ValueError(f"no award on the page {page.url}")
    return Listing(_cards(chain([head], rows), context, page.url))


def parse_award(card: Card, _detail: RawPage | None, context: Context) -> Award | None:
    """Read one award from its row; None, with a warning, if it has no title."""
    row, award = card.fields, card.source_id
    title = line(row["project_title"])
    if not title:
        context.warn(f"award {award} has no title: left out")
        return None
    starts = read_or_report(context, "start", award, day, row["start_date"])
    ends = read_or_report(context, "end", award, day, row["end_date"])
    starts, ends = ordered(context, award, starts, ends)
    return Award(
        source=context.source,
        source_id=award,
        title=title,
        url=_address(row["funding_and_awards_link"], award),
        funder=line(row["funder"]) or None,
        programme=line(row["programme"]) or None,
        organisation=line(row["contracted_organisation"]) or None,
        amount=read_or_report(context, "amount", award, amount, row["award_amount_from_dh"]),
        starts_on=starts,
        ends_on=ends,
        summary=passage(row["plain_english_abstract"]),
        categories=_categories(row["ukcrc_value"]),
    )


def _cards(rows: Iterable[Any], context: Context, address: str) -> Iterator[Card]:
    for row in rows:
        if not isinstance(row, dict):
            raise ValueError(f"not an award: {str(row)[:40]!r}")
        award = line(row["project_id"])
        if award and len(award) <= _LONGEST_ID:
            context.audit(row, _READ + _NEVER_READ + _IGNORED, address)
            yield Card(award, {name: _value(row[name]) for name in _READ[1:]})
        else:
            context.warn(f"a row without a usable project_id: {award[:40]!r}", address)


def _value(value: object) -> object:
    """Keep a value small: numbers as their digits, texts and lists of texts cut."""
    if isinstance(value, list):
        return ",".join(str(item)[:200] for item in value[:50])
    if isinstance(value, (int, Decimal)):
        return str(value)[:_LONGEST_VALUE]
    return value[:_LONGEST_VALUE] if isinstance(value, str) else None


def _categories(value: object) -> tuple[str, ...]:
    names = (line(name) for name in stated(value).split(","))
    return tuple(dict.fromkeys(name for name in names if name))


def _address(link: object, award: str) -> str:
    found = stated(link)
    usable = found.startswith(_AWARD_PAGE) and found.isascii() and not set(found) & set(" <>\"'")
    return found if usable else _AWARD_PAGE + quote(award, safe="/")
