"""`bid-matcher mail --list` and `--show`: what became of a reader's mails, and one again."""

from email import message_from_bytes, policy

from matcher.commands.say import say
from matcher.digest.safe import plain
from matcher.mail.message import text_of
from matcher.places import LONDON, own_store
from matcher.settings import Settings
from matcher.store import find_subscribers, outbox
from models.errors import NothingToDoError
from models.mail import Mail


def list_mails(settings: Settings, address: str) -> None:
    """Print a reader's mails, the oldest first: when each was sent, or why it was not."""
    engine = own_store(settings)
    people = find_subscribers(engine, address, settings.city)
    if not people or people[0].id is None:
        raise NothingToDoError(f"nobody is subscribed as {plain(address)}")
    mails = outbox.load_mails(engine, people[0].id)
    for mail in mails:
        say(f"{mail.id:6}  {mail.digest_day}  {plain(mail.subject)}")
        say(f"        {_state(mail)}")
        if mail.last_answer:
            say(f"        {plain(mail.last_answer)}")
    if not mails:
        say("No mail has been written to this reader yet.")


def show_mail(settings: Settings, number: int) -> None:
    """Print a mail as it went out or waits: its main headers, and its plain text."""
    content = outbox.load_message(own_store(settings), number, settings.city)
    if content is None:
        raise NothingToDoError(f"there is no mail {number}: bid-matcher mail --list ADDRESS")
    message = message_from_bytes(content, policy=policy.default)
    for name in ("Date", "From", "To", "Subject", "Message-ID"):
        say(f"{name}: {plain(str(message[name]))}")
    say(f"\n{text_of(message)}")


def _state(mail: Mail) -> str:
    attempts = f", {mail.attempts} tried" if mail.attempts > 1 else ""
    if mail.sent_at is not None:
        return f"sent {mail.sent_at.astimezone(LONDON):%Y-%m-%d %H:%M}{attempts}"
    if mail.next_try is None:
        return f"{mail.state}{attempts}"
    return f"{mail.state}, due {mail.next_try.astimezone(LONDON):%Y-%m-%d %H:%M}{attempts}"
