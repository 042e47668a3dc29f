"""Contracts Finder: public contracts in England below the threshold, and older ones above it.

The service is asked for everything in windows of fifteen days.
"""

import re
from datetime import timedelta

from models.call import Call
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.ocds import call, listing
from scrapers.ocds.service import Service
from scrapers.ocds.windows import Windows

_SERVICE = Service(
    packages="https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search",
    windows=Windows(
        step=timedelta(days=15),
        look_back=timedelta(days=30),
        overlap=timedelta(days=3),
        since="publishedFrom",
        until="publishedTo",
    ),
    notice="https://www.contractsfinder.service.gov.uk/Notice/",
    number=re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII),
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
