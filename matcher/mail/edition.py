"""Everybody's mail for one digest: written for each reader, made, and put into the outbox."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage

from sqlalchemy import Engine

from matcher.mail.letters import write_letter
from matcher.mail.message import can_be_written_to, fitted, fixed_id
from matcher.matching import City
from matcher.saved import Find
from matcher.store import end_pauses, load_subscribers, outbox
from models.digest import RankedCall
from models.letter import Letter, LetterLinks
from models.mail import MailKind
from models.report import SourceReport
from models.subscriber import SavedSearch, Subscriber, SubscriberState


@dataclass(frozen=True, slots=True)
class Edition:
    """What the mails of one digest are made from."""

    city: City
    rows: Sequence[RankedCall]  # all calls that were matched, and those told of that are gone
    decide: Sequence[RankedCall]  # put up for decision
    reports: Sequence[SourceReport]
    leads: Mapping[str, str]  # key of a page -> key of the call it is shown under
    credits: Mapping[str, str]  # name of a source -> what its licence asks to be said
    as_of: datetime
    day: date | None = None  # for which it was planned; None: the day of `as_of`


@dataclass(frozen=True, slots=True)
class Prepared:
    """How many active readers there are, and how many of them have a mail in the outbox."""

    readers: int
    mails: int
    unwritable: int  # readers for whose address no mail can be made (`recipient`)


def prepare_mails(
    engine: Engine,
    edition: Edition,
    find: Find,
    sender: str,
    links: Callable[[Subscriber], LetterLinks],
) -> Prepared:
    """Write every active reader's mail and put it into the outbox; those there already stay.

    A second run for the same digest changes nothing. StoreError as for the store.
    """
    end_pauses(engine, edition.as_of.date())
    found: dict[SavedSearch, Sequence[str]] = {}
    readers = mails = unwritable = 0
    for person in load_subscribers(engine, edition.city.folder):
        if person.state is not SubscriberState.ACTIVE:
            continue
        readers += 1
        if not can_be_written_to(person.address):
            unwritable += 1
            continue
        found |= {search: find(search) for search in person.searches if search not in found}
        letter = write_for(engine, person, edition, found)
        if letter is not None:
            fit, message = make_mail(letter, person, edition, sender, links(person))
            content = message.as_bytes()
            mails += outbox.prepare(engine, fit, content, message["Message-ID"]) is not None
    return Prepared(readers, mails, unwritable)


def write_for(
    engine: Engine,
    person: Subscriber,
    edition: Edition,
    found: Mapping[SavedSearch, Sequence[str]],
) -> Letter | None:
    """Write what one stored reader is told by this edition; None where there is no mail."""
    if person.id is None:
        raise ValueError(f"{person.address} is not stored")
    return write_letter(
        person,
        edition.rows,
        outbox.load_told(engine, person.id),
        {search.name: found[search] for search in person.searches},
        edition.reports,
        edition.as_of,
        city=edition.city.profile,
        decide=edition.decide,
        leads=edition.leads,
        first_mail=_first_mail(engine, person.id),
        day=edition.day,
    )


def make_mail(
    letter: Letter, person: Subscriber, edition: Edition, sender: str, links: LetterLinks
) -> tuple[Letter, EmailMessage]:
    """Make the mail of a letter, with as many rows as fit; returns the letter as it was fitted."""
    message_id = _message_id(letter, edition.city.folder, sender)
    shown = {row.row.call.source for section in letter.sections for row in section.rows}
    said = [credit for source, credit in edition.credits.items() if source in shown]
    return fitted(letter, person, edition.city.profile, links, sender, message_id, said)


def _first_mail(engine: Engine, subscriber_id: int) -> date | None:
    mails = outbox.load_mails(engine, subscriber_id)
    digests = (mail for mail in mails if mail.kind is MailKind.DIGEST)
    days = [mail.digest_day for mail in digests if mail.sent_at]
    return min(days, default=None)


def _message_id(letter: Letter, folder: str, sender: str) -> str:
    """Fix the id beforehand: the same for the same reader and digest, whenever it is made.

    So a mail that is made and sent once more, since the store had to be restored from the
    morning's backup, can be told for what it is by whoever gets it.
    """
    whole = f"{folder} {letter.subscriber_id} {letter.digest_day.isoformat()}"
    return fixed_id(whole, sender)
