"""Walking a listing from page to page, without walking in circles."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from models.report import Issue, Severity
from scrapers.archive import request_key
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.errors import ArchiveError, BadStatusError, FetchError, RobotsRefusedError
from scrapers.registry import first_request, when_missing, when_refused
from scrapers.source import AwardSource, Source
from scrapers.spool import Spool
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

    cards: Spool[Card] = field(default_factory=Spool)  # in the order of the listing
    found: dict[str, tuple[str, str]] = field(default_factory=dict)  # id -> version, fingerprint
    requests: list[Request] = field(default_factory=list)
    bodies: set[str] = field(default_factory=set)  # fingerprints of the pages
    stated_total: int | None = None
    broken: bool = False  # a page could not be had or read

    @property
    def unread(self) -> bool:
        """Whether nothing at all could be had and read."""
        return self.broken and not self.found

    def current(self) -> Iterator[Card]:
        """Yield the cards in the order of the listing, without those that a later one replaced."""
        for card in self.cards:
            if self.found[card.source_id] == (card.version, card.fingerprint()):
                yield card


def walk_listing(source: Source | AwardSource, visit: Visit, context: Context) -> Walk:
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
            _break(
                context, walk, "page loop: the listing leads back to an earlier page", request.url
            )
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
    source: Source | AwardSource, visit: Visit, context: Context, walk: Walk, request: Request
) -> Request | None:
    """Read one page into the walk and return the request for the next, if there is one."""
    walk.requests.append(request)
    try:
        page = visit.fetch(request)
        listing = source.parser.parse_listing(page, context)
        following = listing.next
        if walk.stated_total is None:
            walk.stated_total = listing.stated_total
        shown, new = _gather(context, walk, page, listing)
    except (FetchError, ArchiveError) as error:
        address = error.address if isinstance(error, FetchError) else request.url
        otherwise = when_refused(source) if len(walk.requests) == 1 and _says_no(error) else None
        if otherwise is None:
            _break(context, walk, str(error), address)
            return _step_over(source, context, request, error)
        context.warn(f"{error}: what is known without this page is used", address)
        return _do_without(context, walk, otherwise, str(error))
    except PARSER_FAULTS as error:
        visit.forget(request)
        _break(context, walk, f"the listing cannot be read: {explain(error)}", page.url)
        return None
    if following is None or new or source.definition.http.empty_pages:
        return following
    if shown:
        _break(context, walk, "page loop: this page has only calls of earlier pages", page.url)
    else:
        context.warn("an empty page in the middle of the listing", page.url)
    return None


def _says_no(error: Exception) -> bool:
    """Whether the site has answered, and the answer was no; a site out of reach says nothing."""
    if isinstance(error, RobotsRefusedError) and error.__cause__ is not None:
        return isinstance(error.__cause__, BadStatusError)
    return isinstance(error, (BadStatusError, RobotsRefusedError))


def _step_over(
    source: Source | AwardSource, context: Context, request: Request, error: Exception
) -> Request | None:
    """Return where the parser goes on, should the site not have the page."""
    absent = isinstance(error, BadStatusError) and error.status in (404, 410)
    onward = when_missing(source) if absent else None
    return onward(request, context) if onward else None


def _do_without(
    context: Context, walk: Walk, otherwise: Callable[[str, Context], Listing], reason: str
) -> Request | None:
    """Take what the parser knows without the first page; returns the request to go on with."""
    try:
        listing = otherwise(reason, context)
        _gather(context, walk, None, listing)
    except PARSER_FAULTS as error:
        _break(context, walk, f"what was kept cannot be read: {explain(error)}", context.url)
        return None
    return listing.next


def _gather(
    context: Context, walk: Walk, page: RawPage | None, listing: Listing
) -> tuple[int, int]:
    """Add the page's cards to the walk; returns how many it shows, and how many are new.

    A page that has come before counts as showing nothing new.
    """
    fingerprint, address = (page.fingerprint(), page.url) if page else ("", None)
    if fingerprint in walk.bodies:
        return sum(1 for _ in listing.cards), 0
    walk.bodies.add(fingerprint)
    shown = new = 0
    for card in listing.cards:
        shown += 1
        stamp = (card.version, card.fingerprint())
        before = walk.found.get(card.source_id)
        if before is None or before[0] < card.version:
            walk.found[card.source_id] = stamp
            walk.cards.append(card)
            new += 1
        elif before[0] == card.version and before != stamp:
            context.warn(f"call {card.source_id} is listed twice, differently", address)
    return shown, new


def _break(context: Context, walk: Walk, reason: str, address: str) -> None:
    walk.broken = True
    context.issues.append(Issue(Severity.ERROR, context.source, reason, address))


def _compare_total(context: Context, walk: Walk) -> None:
    stated, counted = walk.stated_total, len(walk.found)
    if stated is not None and stated != counted and not walk.unread:
        context.warn(f"the site says that it has {stated} calls; its listing shows {counted}")
