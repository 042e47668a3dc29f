"""Mails that ask to confirm, sent as soon as somebody was added on the site."""

import logging

from matcher.mail.asking import ask, ask_waiting, confirm_links
from matcher.mail.delivery import Surroundings, deliver_due
from matcher.store import find_subscribers
from matcher.web.site import Site
from models.errors import BidMatcherError
from models.mail import MailKind
from models.subscriber import SubscriberState

log = logging.getLogger(__name__)


def can_ask(site: Site) -> bool:
    """Whether mails that ask can go out: there is a mail server, and an address to confirm at."""
    return site.mail is not None and site.settings.web_address is not None


def send_questions(site: Site, again: str | None = None) -> None:
    """Ask whoever waits and was not asked yet; and `again` who waits under that address.

    At most one mail a day goes to an address. What cannot go out now stays in the
    outbox, for the next delivery; why is logged.
    """
    if site.mail is None or site.settings.web_address is None:
        return
    now, sender = site.now(), site.mail.sender
    link = confirm_links(site.settings.web_address, site.secret, now)
    name = site.city.profile.name
    try:
        ask_waiting(site.engine, site.city.folder, name, sender, link, now)
        for person in find_subscribers(site.engine, again, site.city.folder) if again else ():
            if person.state is SubscriberState.WAITING:
                ask(site.engine, person, name, sender, link, now)
        around = Surroundings(clock=site.clock)
        report = deliver_due(site.engine, site.mail, kinds=(MailKind.CONFIRMATION,), around=around)
    except BidMatcherError as error:
        log.warning("mails that ask to confirm wait: %s", error)
        return
    if report.stopped:
        log.warning("mails that ask to confirm wait: %s", report.stopped)
