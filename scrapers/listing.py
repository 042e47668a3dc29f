"""Walking a listing from page to page, without walking in circles."""

import hashlib
from dataclasses import dataclass, field

from models.report import Issue, Severity
from scrapers.archive import request_key
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.errors import ArchiveError, FetchError
from scrapers.registry import first_request
from scrapers.source import Source
from scrapers.visit import Visit

# What a parser raises when a page is not what it was written for.
PARSER_FAULTS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)


@dataclass
class Walk:
    """What a walk has seen."""

    found: dict[str, Card] = field(default_factory=dict)  # by source_id
    requests: list[Request] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)  # fingerprints of the pages
    stated_total: int | None = None
    broken: bool = False  # a page could not be had or read

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards, in the order of the listing."""
        return tuple(self.found.values())

    @property
    def unread(self) -> bool:
        """Whether not even the first page could be had and read."""
        return self.broken and len(self.requests) <= 1


def walk_listing(source: Source, visit: Visit, context: Context) -> Walk:
    """Read the listing's pages until it ends, repeats itself, breaks or grows too long.

    What goes wrong is reported in the context.
    """
    walk = Walk()
    begin = first_request(source)
    request: Request | None = begin(context) if begin else Request(source.definition.url)
    asked: set[str] = set()
    while request is not None:
        if len(walk.requests) >= source.definition.http.max_pages:
            context.warn(f"the listing goes on after {len(walk.requests)} pages", request.url)
            break
        if request_key(request) in asked:
            context.warn("page loop: the listing leads back to an earlier page", request.url)
            break
        asked.add(request_key(request))
        request = _step(source, visit, context, walk, request)
    _compare_total(context, walk)
    return walk


def explain(error: Exception) -> str:
    """Say in one line what a parser stumbled over."""
    words = " ".join(str(error).split())[:300]
    if isinstance(error, KeyError):
        return f"the page lacks {words}"
    if type(error) is ValueError and words:
        return words
    return f"the page is not as it used to be ({type(error).__name__}: {words})"


def _step(
    source: Source, visit: Visit, context: Context, walk: Walk, request: Request
) -> Request | None:
    """Read one page into the walk and return the request for the next, if there is one."""
    walk.requests.append(request)
    try:
        page = visit.fetch(request)
        listing = source.parser.parse_listing(page, context)
    except (FetchError, ArchiveError) as error:
        address = error.address if isinstance(error, FetchError) else request.url
        _break(context, walk, str(error), address)
        return None
    except PARSER_FAULTS as error:
        visit.forget(request)
        _break(context, walk, f"the listing cannot be read: {explain(error)}", page.url)
        return None
    if walk.stated_total is None:
        walk.stated_total = listing.stated_total
    if _repeats(walk, page, listing):
        context.warn("page loop: this page has only calls of earlier pages", page.url)
        return None
    _gather(context, walk, page, listing)
    if not listing.cards and listing.next is not None:
        context.warn("an empty page in the middle of the listing", page.url)
        return None
    return listing.next


def _repeats(walk: Walk, page: RawPage, listing: Listing) -> bool:
    """Whether a page with cards shows nothing new."""
    fingerprint = hashlib.sha256(page.body).hexdigest()
    seen_before = fingerprint in walk.bodies
    walk.bodies.add(fingerprint)
    nothing_new = all(card.source_id in walk.found for card in listing.cards)
    return bool(listing.cards) and (seen_before or nothing_new)


def _gather(context: Context, walk: Walk, page: RawPage, listing: Listing) -> None:
    for card in listing.cards:
        first = walk.found.setdefault(card.source_id, card)
        if first != card:
            context.warn(f"call {card.source_id} is listed twice, differently", page.url)


def _break(context: Context, walk: Walk, reason: str, address: str) -> None:
    walk.broken = True
    context.issues.append(Issue(Severity.ERROR, context.source, reason, address))


def _compare_total(context: Context, walk: Walk) -> None:
    stated, counted = walk.stated_total, len(walk.found)
    if stated is not None and stated != counted and not walk.unread:
        context.warn(f"the site says that it has {stated} calls; its listing shows {counted}")
