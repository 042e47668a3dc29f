"""Find a Tender: every public contract of the United Kingdom above its threshold, and many below.

The service is asked for everything in windows of six hours: longer ones were
seen to miss releases without a word, and its own filter by stage leaves out
every notice under the Procurement Act 2023.
"""

import re
from datetime import timedelta

from models.call import Call
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.ocds import call, listing
from scrapers.ocds.service import Service
from scrapers.ocds.windows import Windows

_SERVICE = Service(
    packages="https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages",
    windows=Windows(
        step=timedelta(hours=6),
        look_back=timedelta(days=15),  # a reading once a week may be missed once
        overlap=timedelta(hours=24),
        since="updatedFrom",
        until="updatedTo",
    ),
    notice="https://www.find-tender.service.gov.uk/Notice/",
    number=re.compile(r"\d{6}-\d{4}(?!\d)", re.ASCII),
)


def first_request(context: Context) -> Request:
    """Return the request for the first window since the last complete reading."""
    return listing.first_request(_SERVICE, context)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of releases; ValueError if it is none."""
    return listing.read_listing(_SERVICE, page, context)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one notice from its entry; None if it is not about research or innovation."""
    if detail is not None:
        raise ValueError("a notice has no page of its own to read")
    return call.read_call(_SERVICE, card, context)
