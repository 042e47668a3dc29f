"""Holds every mail that arrived against what its reader should hear."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from matcher.mail.links import LinkPurpose, read_token
from models.subscriber import Subscriber, SubscriberState, address_key
from tests.campaign.oracle import Heard, Week, complaints, should_hear
from tests.campaign.received import Received, read_mail
from tests.matcher.mail.servers import MailServer

People = Sequence[Subscriber]
Ledger = Mapping[int, Heard]
_ASKS = "Please confirm"
_LATE = datetime(2100, 1, 1, tzinfo=UTC)  # the links in a digest never end


def take_mails(server: MailServer) -> dict[str, list[Received]]:
    """Return what has arrived since it was last asked, by recipient."""
    arrived: dict[str, list[Received]] = defaultdict(list)
    for (recipient, message_id), raw in zip(server.taken, server.texts, strict=True):
        mail = read_mail(raw)
        assert mail.message_id == message_id
        assert address_key(mail.to) == address_key(recipient)
        if not mail.subject.startswith(_ASKS):  # who waits is asked, which is no digest
            arrived[address_key(recipient)].append(mail)
    server.taken.clear()
    server.texts.clear()
    return arrived


def wrong_with(
    people: People,
    week: Week,
    ledger: Ledger,
    arrived: Mapping[str, Sequence[Received]],
    secret: bytes,
) -> list[str]:
    """Say all that is wrong with the mails of a week, and enter them into the ledger.

    `people` are as they stood before the mails were written.
    """
    found = [f"{message_id} is not one reader's" for message_id in _shared(arrived)]
    offers = {offer.link: offer for offer in week.offers}
    for reader in people:
        mails = arrived.get(address_key(reader.address), ())
        heard = ledger[_number(reader)]
        due = should_hear(reader, week, heard) if wants_mail(reader, week.day) else None
        if (due is None) != (not mails):
            found.append(f"{reader.address}: {len(mails)} mails, where {due} is due")
        for mail in mails[:1] if due is not None else ():
            wrong = [*complaints(reader, due or [], mail), *_foreign(reader, mail, secret)]
            found += [f"{reader.address}: {each}" for each in wrong]
            heard.hear(mail, offers, reader, week.day)
    known = {address_key(reader.address) for reader in people}
    return [*found, *(f"{name} is nobody" for name in arrived.keys() - known)]


def wants_mail(reader: Subscriber, day: date) -> bool:
    """Whether mail goes out to a reader on that day: active, or no longer paused."""
    until = reader.paused_until
    awake = reader.state is SubscriberState.PAUSED and until is not None and until <= day
    return awake or reader.state is SubscriberState.ACTIVE


def announced_twice(ledger: Ledger) -> list[str]:
    """Name each call that was new to one reader more than once."""
    counts = {number: Counter(heard.new) for number, heard in ledger.items()}
    return [
        f"reader {number}: {call}"
        for number, seen in counts.items()
        for call, count in seen.items()
        if count > 1
    ]


def _shared(arrived: Mapping[str, Iterable[Received]]) -> Iterator[str]:
    owners: dict[str, set[str]] = defaultdict(set)
    for recipient, mails in arrived.items():
        for mail in mails:
            owners[mail.message_id].add(recipient)
    return (message_id for message_id, names in owners.items() if len(names) > 1)


def _foreign(reader: Subscriber, mail: Received, secret: bytes) -> Iterator[str]:
    """Say whose the mail is beside the reader's: every link and address in it must be theirs."""
    for purpose, token in mail.tokens:
        link = read_token(secret, token, LinkPurpose(purpose), _LATE)
        if link.subscriber_id != reader.id:
            yield f"a link to {purpose} of reader {link.subscriber_id}"
    if {purpose for purpose, _ in mail.tokens} != {"unsubscribe", "change"}:
        yield f"links {mail.tokens}"
    if not mail.unsubscribe.startswith("<https://bids.example/mail/unsubscribe/"):
        yield f"List-Unsubscribe: {mail.unsubscribe}"
    if mail.one_click != "List-Unsubscribe=One-Click":
        yield f"List-Unsubscribe-Post: {mail.one_click}"
    if mail.people - {reader.address, address_key(reader.address)}:
        yield f"names {mail.people}"


def _number(reader: Subscriber) -> int:
    assert reader.id is not None
    return reader.id
