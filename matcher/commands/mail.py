"""`bid-matcher mail`: write everybody's mail for today's digest, and send what is due."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from matcher.commands.digest import gather_digest
from matcher.commands.match import read_city
from matcher.commands.model import open_encoder
from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.identity.join import merged_calls
from matcher.identity.merge import leads_of
from matcher.mail.delivery import DeliveryReport, Surroundings, deliver_due
from matcher.mail.edition import Edition, Find, Prepared, make_mail, prepare_mails, write_for
from matcher.mail.links import LinkPurpose, link_address, load_secret, make_link
from matcher.mail.settings import read_mail_settings
from matcher.places import LONDON, Place, one_writer, own_store
from matcher.progress import Advance, progress_bars
from matcher.ranking.rank import rank
from matcher.search import Filters, Searchable, lay_out, read_query
from matcher.settings import Settings
from matcher.store import find_subscribers
from models.call import CallStatus
from models.errors import NothingToDoError
from models.letter import LetterLinks
from models.subscriber import SavedSearch, Subscriber

_LIVE = frozenset({CallStatus.OPEN, CallStatus.FORECASTED})
_STOPPED = 4


def run(settings: Settings, arguments: Namespace) -> int:
    """Prepare and send; 4 where sending stopped early. Nothing is sent without a mail server."""
    if arguments.preview is not None:
        say(preview(settings, arguments.preview, arguments.as_of))
        return 0
    if not arguments.send_only:
        with one_writer(settings):
            tell_prepared(prepare_now(settings, arguments.as_of))
    report = send_now(settings, dry_run=arguments.dry_run)
    say(f"{report.due} due, {report.sent} sent, {report.failed} not taken")
    if report.suspended:
        refused = count_words(len(report.suspended), "address that refuses mail")
        hint(f"{refused} suspended (bid-matcher subscribers list)")
    if report.stopped:
        hint(report.stopped)
    return _STOPPED if report.stopped else 0


def prepare_now(settings: Settings, day: date | None) -> Prepared:
    """Match, choose, and put every reader's mail into the outbox, for one who is the one writer."""
    mail = read_mail_settings()
    with progress_bars() as advance:
        edition, place = _edition(settings, day, advance)
        find = _finder(settings, edition, place, advance)
        links = _links(settings, edition)
        return prepare_mails(own_store(settings), edition, find, mail.sender, links)


def send_now(settings: Settings, *, dry_run: bool = False) -> DeliveryReport:
    """Send what is due. NotConfiguredError without a mail server."""
    around = Surroundings(clock=settings.moment)
    return deliver_due(own_store(settings), read_mail_settings(), dry_run=dry_run, around=around)


def preview(settings: Settings, address: str, day: date | None) -> str:
    """Return the mail that a reader would get, as text; nothing is stored or sent."""
    people = find_subscribers(own_store(settings), address, settings.city)
    if not people:
        raise NothingToDoError(f"nobody is subscribed as {address}")
    with one_writer(settings), progress_bars() as advance:
        edition, place = _edition(settings, day, advance)
        find = _finder(settings, edition, place, advance)
        found = {search: find(search) for search in people[0].searches}
        letter = write_for(own_store(settings), people[0], edition, found)
    if letter is None:
        return "There is nothing to tell this reader today."
    sender = "Bid Matcher <preview@example.org>"
    _, message = make_mail(letter, people[0], edition, sender, LetterLinks())
    body = message.get_body(("plain",))
    return f"Subject: {message['Subject']}\n\n{body.get_content() if body else ''}"


def tell_prepared(prepared: Prepared) -> None:
    """Print for how many readers there is a mail."""
    mails = count_words(prepared.mails, "mail")
    if prepared.unwritable:
        refused = count_words(prepared.unwritable, "address")
        hint(f"{refused} not written to: other than ASCII before the @ (subscribers list)")
    hint(f"{mails} written for {count_words(prepared.readers, 'reader')}")


def _edition(settings: Settings, day: date | None, advance: Advance) -> tuple[Edition, Place]:
    city = read_city(settings)
    made = gather_digest(settings, city, day, advance)
    if made.place.catalogue is not None:
        raise NothingToDoError("no mail is made from the bundled calls: collect first")
    edition = Edition(
        city=city,
        rows=made.matched.ranked,
        decide=made.decide,
        reports=made.reports,
        leads=leads_of(merged_calls(made.place.engine)),
        credits=made.credits,
        as_of=made.as_of,
    )
    return edition, made.place


def _finder(settings: Settings, edition: Edition, place: Place, advance: Advance) -> Find:
    """Return what a saved search finds: what passes its filters and, if it has words, fits them.

    It has to fit as well as a need would have to.
    """
    encoder = open_encoder(settings)
    least = edition.city.profile.thresholds.match_score

    @cache
    def laid_out(filters: Filters) -> Searchable:
        return lay_out(place.engine, edition.city, filters, edition.as_of, encoder, advance)

    def find(wanted: SavedSearch) -> Sequence[str]:
        filters = Filters(_LIVE, wanted.funder, wanted.min_award_gbp)
        if not wanted.text:
            return list(laid_out(filters).kept)
        found = rank(read_query(wanted.text, encoder), laid_out(filters).corpus)
        return [each.key for each in found if each.score >= least]

    return find


def _links(settings: Settings, edition: Edition) -> Callable[[Subscriber], LetterLinks]:
    """Return each reader's signed links; none where the site has no address."""
    if settings.web_address is None:
        return lambda _person: LetterLinks()
    base, secret = settings.web_address, load_secret(settings.home)
    now = edition.as_of.astimezone(LONDON)

    def links(person: Subscriber) -> LetterLinks:
        def signed(purpose: LinkPurpose) -> str:
            return link_address(base, secret, make_link(person, purpose, now))

        return LetterLinks(signed(LinkPurpose.UNSUBSCRIBE), signed(LinkPurpose.CHANGE), None)

    return links
