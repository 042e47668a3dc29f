"""Sending what is due: one mail after another, each step recorded before the next.

A mail is marked as being sent, with the Message-ID it was prepared with, before the
server hears of it, and as sent after the server's final 250. A process that dies in
between sends it once more under the same Message-ID; that is the only way in which
a reader can get a mail twice.
"""

import ssl
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine

from matcher.mail.errors import MailError
from matcher.mail.settings import MailSettings
from matcher.mail.smtp import Answer, Fate, Server
from matcher.store import HeldError, hold, outbox, store_name
from models.errors import NothingToDoError
from models.mail import Mail, MailKind

_LOST_IN_A_ROW = 3  # connections that broke, after which a run ends: the server has trouble
_UNSENT_IN_A_ROW = 10  # mails not taken, after which a run ends: it is hardly the addresses


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """How one run went. Numbers of mails."""

    due: int
    sent: int = 0
    failed: int = 0  # not taken; tried again later, or given up after the last attempt
    suspended: tuple[int, ...] = ()  # numbers of the subscribers whose address is refused
    stopped: str = ""  # why the run ended before all was tried; a sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a run takes from the machine; tests bring their own."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], object] = time.sleep  # seconds
    stopping: Callable[[], bool] = lambda: False  # asked before each mail
    context: ssl.SSLContext | None = None


_MACHINE = Surroundings()


def deliver_due(
    engine: Engine,
    settings: MailSettings,
    *,
    dry_run: bool = False,
    kinds: Collection[MailKind] = tuple(MailKind),
    around: Surroundings = _MACHINE,
) -> DeliveryReport:
    """Send every mail of these kinds that is due, and return how that went.

    A dry run counts what is due, and neither connects nor records. Only one process
    sends for a database: NothingToDoError if another does. Trouble with the server or
    the sender ends the run and is in the report; what was not sent stays due.
    """
    if dry_run:
        return DeliveryReport(due=len(outbox.due(engine, around.clock(), kinds=kinds)))
    with _only_sender(engine) as keep, closing(Server(settings, around.context)) as server:
        mails = outbox.due(engine, around.clock(), kinds=kinds)
        fates: Counter[Fate] = Counter()
        suspended: list[int] = []
        stopped = ""
        try:
            for mail, answer in _sending(engine, server, mails, settings, around, keep):
                fate = _record(engine, mail, answer, settings, around.clock())
                fates[fate] += 1
                suspended += [mail.subscriber_id] * (fate is Fate.REFUSED)
        except MailError as error:
            stopped = str(error)
    return DeliveryReport(
        len(mails), fates[Fate.SENT], fates[Fate.FAILED], tuple(suspended), stopped
    )


def _sending(
    engine: Engine,
    server: Server,
    mails: list[Mail],
    settings: MailSettings,
    around: Surroundings,
    keep: Callable[[], None],
) -> Iterator[tuple[Mail, Answer]]:
    """Hand over mail after mail at the rate of the settings; yield each with its answer.

    `keep` makes sure that nobody else sends, and raises where somebody does.
    """
    unsent = lost = 0
    for number, mail in enumerate(mails):
        if number:
            around.sleep(60 / settings.per_minute)
        if around.stopping():
            raise MailError("asked to stop; what was not sent stays due")
        keep()
        answer = _hand_over(engine, server, mail)
        if answer is None:
            continue
        yield mail, answer
        unsent = 0 if answer.fate is Fate.SENT else unsent + 1
        lost = lost + 1 if answer.lost else 0
        if lost >= _LOST_IN_A_ROW or unsent >= _UNSENT_IN_A_ROW:
            raise MailError(f"{settings.host} took none of {unsent} mails in a row: {answer.words}")


def _hand_over(engine: Engine, server: Server, mail: Mail) -> Answer | None:
    """Mark a mail as being sent and hand it over; None where it is not wanted any more."""
    server.open()  # first: a server that cannot be reached costs no mail an attempt
    message = outbox.start_sending(engine, mail.id)
    if message is None:
        return None
    try:
        return server.hand_over(mail.address, message)
    except MailError as error:
        outbox.put_back(engine, mail.id, str(error))
        raise


def _record(
    engine: Engine, mail: Mail, answer: Answer, settings: MailSettings, now: datetime
) -> Fate:
    """Write down what became of a mail.

    Where the last attempt ends in a final answer (5xx), the address counts as refused.
    """
    if answer.fate is Fate.SENT:
        outbox.record_sent(engine, mail.id, answer.words, now)
        return Fate.SENT
    is_last = mail.attempts >= len(settings.waits)  # attempts before this one
    if answer.fate is Fate.REFUSED or (is_last and answer.words.startswith("5")):
        outbox.record_refusal(engine, mail.id, answer.words)
        return Fate.REFUSED
    next_try = None if is_last else now + settings.waits[mail.attempts]
    outbox.record_failure(engine, mail.id, answer.words, next_try)
    return Fate.FAILED


@contextmanager
def _only_sender(engine: Engine) -> Iterator[Callable[[], None]]:
    """Be the only process that sends for this store: no other may think a mail broke off.

    Yields what makes sure of that before each mail.
    """
    sentence = f"another bid-matcher is sending mail from {store_name(engine)}"
    with ExitStack() as held:
        try:
            keep = held.enter_context(hold(engine, "mail"))
        except HeldError:
            raise NothingToDoError(sentence) from None
        yield keep
