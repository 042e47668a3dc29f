"""Asking who waits whether they want the digest: what the commands share."""

from dataclasses import dataclass
from datetime import datetime

from matcher.city import load_city
from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.mail.asking import LinkOf, ask_waiting, confirm_links
from matcher.mail.links import load_secret
from matcher.mail.settings import read_mail_settings
from matcher.mail.standing import KEPT_AFTER_LEAVING
from matcher.places import LONDON, own_store
from matcher.settings import Settings
from matcher.store import outbox, remove_left

NO_ADDRESS = "set BID_MATCHER_WEB: a mail that asks to confirm needs an address to confirm at"
_NOT_WRITABLE = "no mail can be made for their addresses"


@dataclass(frozen=True, slots=True)
class Asked:
    """For how many people the mail was written, and how many still wait for one."""

    written: int
    waiting: int
    reason: str = ""  # why they do


def ask_now(settings: Settings) -> Asked:
    """Write the mails that ask to confirm, and erase who left long enough ago.

    Nobody is asked while the site has no address. NotConfiguredError without a mail server.
    """
    engine, now = own_store(settings), settings.moment().astimezone(LONDON)
    remove_left(engine, now.date() - KEPT_AFTER_LEAVING)
    sender, link = read_mail_settings().sender, confirmation_link(settings, now)
    if link is None:
        return Asked(0, len(outbox.unasked(engine, settings.city)), NO_ADDRESS)
    city = load_city(settings.city_folder).name
    written = ask_waiting(engine, settings.city, city, sender, link, now)
    return Asked(written, len(outbox.unasked(engine, settings.city)), _NOT_WRITABLE)


def confirmation_link(settings: Settings, now: datetime) -> LinkOf | None:
    """Return what makes a person's link to confirm; None where the site has no address."""
    if settings.web_address is None:
        return None
    return confirm_links(settings.web_address, load_secret(settings.home), now)


def tell_asked(asked: Asked) -> None:
    """Print how many people were asked, and what keeps others from it."""
    if asked.written:
        say(f"{count_words(asked.written, 'person', 'people')} asked to confirm")
    if asked.waiting:
        hint(f"{count_words(asked.waiting, 'person', 'people')} not asked yet: {asked.reason}")
