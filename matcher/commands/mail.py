"""`bid-matcher mail`: write everybody's mail for today's digest, and send what is due."""

from argparse import Namespace
from collections.abc import Callable
from datetime import date
from functools import partial

from matcher.commands.asking import ask_now, tell_asked
from matcher.commands.digest import Gathered, gather_digest
from matcher.commands.mail_kept import list_mails, show_mail
from matcher.commands.match import Ground, read_city
from matcher.commands.model import open_encoder
from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.identity.join import merged_calls
from matcher.identity.merge import leads_of
from matcher.mail.delivery import DeliveryReport, Surroundings, deliver_due
from matcher.mail.edition import Edition, Prepared, make_mail, prepare_mails, write_for
from matcher.mail.gone import gone_rows
from matcher.mail.links import LinkPurpose, link_address, load_secret, make_link
from matcher.mail.message import text_of
from matcher.mail.settings import read_mail_settings
from matcher.places import LONDON, Place, one_writer, own_store
from matcher.progress import Advance, progress_bars
from matcher.saved import Find, finder
from matcher.settings import Settings
from matcher.store import find_subscribers, outbox
from models.errors import NothingToDoError
from models.letter import LetterLinks
from models.subscriber import Subscriber
from scrapers.registry import load_sources

_STOPPED = 4


def run(settings: Settings, arguments: Namespace) -> int:
    """Prepare and send; 4 where sending stopped early. Nothing is sent without a mail server."""
    if arguments.preview is not None:
        say(preview(settings, arguments.preview, arguments.as_of))
        return 0
    if arguments.list is not None:
        list_mails(settings, arguments.list)
        return 0
    if arguments.show is not None:
        show_mail(settings, arguments.show)
        return 0
    if not arguments.send_only:
        read_mail_settings()  # before the matching, which takes its time
        with one_writer(settings):
            tell_prepared(prepare_now(settings, arguments.as_of))
    if not arguments.dry_run:
        tell_asked(ask_now(settings))
    report = send_now(settings, dry_run=arguments.dry_run)
    say(f"{report.due} due, {report.sent} sent, {report.failed} not taken")
    if report.suspended:
        refused = count_words(len(report.suspended), "address that refuses mail")
        hint(f"{refused} suspended (bid-matcher subscribers list)")
    if report.stopped:
        hint(report.stopped)
    return _STOPPED if report.stopped else 0


def prepare_now(
    settings: Settings,
    day: date | None,
    made: Gathered | None = None,
    planned: date | None = None,
    ground: Ground | None = None,
) -> Prepared:
    """Put every reader's mail into the outbox, for one who is the one writer.

    Matches and chooses for the day, but where the digest was `made` already. `planned`
    is the day the digest should have been made on: a reader has one mail for it.
    """
    mail = read_mail_settings()
    with progress_bars() as advance:
        made = made or gather_digest(settings, read_city(settings), day, advance, ground)
        edition = _edition(made, planned)
        find = _finder(settings, edition, made.place, advance)
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
        made = gather_digest(settings, read_city(settings), day, advance)
        edition = _edition(made, None)
        find = _finder(settings, edition, made.place, advance)
        found = {search: find(search) for search in people[0].searches}
        letter = write_for(own_store(settings), people[0], edition, found)
    if letter is None:
        return "There is nothing to tell this reader today."
    sender = "Bid Matcher <preview@example.org>"
    _, message = make_mail(letter, people[0], edition, sender, LetterLinks())
    return f"Subject: {message['Subject']}\n\n{text_of(message)}"


def tell_prepared(prepared: Prepared) -> None:
    """Print for how many readers there is a mail."""
    mails = count_words(prepared.mails, "mail")
    if prepared.unwritable:
        refused = count_words(prepared.unwritable, "address")
        hint(f"{refused} not written to: no name server knows such a domain (subscribers list)")
    hint(f"{mails} written for {count_words(prepared.readers, 'reader')}")


def _edition(made: Gathered, planned: date | None) -> Edition:
    engine, matched = made.place.engine, made.matched.ranked
    if made.place.catalogue is not None:
        raise NothingToDoError("no mail is made from the bundled calls: collect first")
    merged = merged_calls(engine)
    told = outbox.told_keys(engine, made.city.folder)
    return Edition(
        city=made.city,
        rows=(*matched, *gone_rows(merged, told, matched, made.city, made.as_of)),
        decide=made.decide,
        reports=made.reports,
        leads=leads_of(merged),
        credits={each.name: each.definition.licence.credit for each in load_sources()},
        as_of=made.as_of,
        day=planned,
    )


def _finder(settings: Settings, edition: Edition, place: Place, advance: Advance) -> Find:
    encoder = partial(open_encoder, settings)
    return finder(place.engine, edition.city, edition.as_of, encoder, advance)


def _links(settings: Settings, edition: Edition) -> Callable[[Subscriber], LetterLinks]:
    """Return each reader's signed links; none where the site has no address."""
    if settings.web_address is None:
        return lambda _person: LetterLinks()
    base, secret = settings.web_address, load_secret(settings.home)
    now = edition.as_of.astimezone(LONDON)

    def links(person: Subscriber) -> LetterLinks:
        def signed(purpose: LinkPurpose) -> str:
            return link_address(base, secret, make_link(person, purpose, now))

        everything = f"{base.rstrip('/')}/calls"
        return LetterLinks(signed(LinkPurpose.UNSUBSCRIBE), signed(LinkPurpose.CHANGE), everything)

    return links
