"""Mails on their way, and the ledger of what each reader was told.

A mail is stored whole, with its Message-ID, before anything is sent, and its rows
count as told in the transaction that records that a server took it.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.neutral import neutral_line
from matcher.serial import dump_json, load_json
from matcher.store.schema import outbox, subscribers, told_calls
from matcher.store.transactions import pieces, reading, writing
from models.letter import Letter, Told
from models.mail import Mail, MailKind, MailState
from models.subscriber import SubscriberState

LONGEST_ANSWER = 200  # characters of a server's answer that are kept


_WANTED = sa.or_(
    *(
        sa.and_(outbox.c.kind == kind.value, subscribers.c.state == state.value)
        for kind, state in (
            (MailKind.DIGEST, SubscriberState.ACTIVE),
            (MailKind.CONFIRMATION, SubscriberState.WAITING),
        )
    )
)
_OPEN = tuple(state.value for state in (MailState.PREPARED, MailState.SENDING, MailState.FAILED))


def prepare(engine: Engine, letter: Letter, message: bytes, message_id: str) -> Mail | None:
    """Put a letter into the outbox and return its mail; None for a reader who is gone.

    A reader has one mail a day (`letter.digest_day`): if it is there already it stays
    as it is, with its Message-ID, and is returned. Older mails
    of the reader that have not gone out are given up, since their rows are not told
    and so in this letter. ValueError unless `message` is in the form it is sent in,
    with CRLF at its lines' ends, and has the header Message-ID as given.
    """
    _check(message, message_id)
    same = _same(letter.subscriber_id, MailKind.DIGEST, letter.digest_day)
    with writing(engine) as connection:
        there = sa.select(subscribers.c.id).where(subscribers.c.id == letter.subscriber_id)
        if connection.execute(there).first() is None:
            return None
        if not _mails(connection, same):
            _supersede(connection, letter.subscriber_id, letter.digest_day)
            row = _row(letter, message, message_id)
            connection.execute(sa.insert(outbox).values(row))
        return _mails(connection, same)[0]


def prepare_question(
    engine: Engine, subscriber_id: int, subject: str, message: bytes, message_id: str, at: datetime
) -> bool:
    """Put a mail that asks to confirm into the outbox; False where there is one of that day.

    Or where nobody is waiting under the number any more. ValueError as for `prepare`.
    """
    _check(message, message_id)
    letter = {"subscriber_id": subscriber_id, "kind": MailKind.CONFIRMATION.value, "told": "[]"}
    row = letter | _new(subject, message, message_id, at)
    waiting = sa.select(subscribers.c.id).where(
        subscribers.c.id == subscriber_id, subscribers.c.state == SubscriberState.WAITING.value
    )
    with writing(engine) as connection:
        same = _same(subscriber_id, MailKind.CONFIRMATION, at.date())
        if connection.execute(waiting).first() is None or _mails(connection, same):
            return False
        _supersede(connection, subscriber_id, at.date(), MailKind.CONFIRMATION)
        connection.execute(sa.insert(outbox).values(row))
        return True


def unasked(engine: Engine, city: str) -> list[int]:
    """Return the numbers of the city's people who wait and for whom no question was written."""
    asked = sa.select(outbox.c.subscriber_id).where(outbox.c.kind == MailKind.CONFIRMATION.value)
    query = sa.select(subscribers.c.id).where(
        subscribers.c.city == city,
        subscribers.c.state == SubscriberState.WAITING.value,
        subscribers.c.id.not_in(asked),
    )
    with reading(engine) as connection:
        return list(connection.execute(query.order_by(subscribers.c.id)).scalars())


def due(
    engine: Engine,
    now: datetime,
    *,
    kinds: Collection[MailKind] = tuple(MailKind),
    fresh: timedelta = timedelta(days=6),
) -> list[Mail]:
    """Return the mails to be sent by now to people who want them, the longest due first.

    Among them are those whose sending broke off: whoever calls must be the only one
    that sends. A mail that is not `fresh` any more is left to the next digest.
    """
    wanted = sa.and_(
        outbox.c.state.in_(_OPEN),
        outbox.c.next_try <= now,
        outbox.c.kind.in_([kind.value for kind in kinds]),
        outbox.c.as_of > now - fresh,
        _WANTED,
    )
    with reading(engine) as connection:
        return _mails(connection, wanted)


def start_sending(engine: Engine, mail_id: int) -> bytes | None:
    """Record that a mail is about to be handed over, and return its text.

    None, and nothing is recorded, where its reader has paused, left or been
    suspended, or it went out or was given up, since it was found due.
    """
    wanted = sa.exists().where(subscribers.c.id == outbox.c.subscriber_id, _WANTED)
    begin = (
        sa.update(outbox)
        .where(outbox.c.id == mail_id, outbox.c.state.in_(_OPEN))
        .where(wanted)
        .values(state=MailState.SENDING.value, attempts=outbox.c.attempts + 1)
        .returning(outbox.c.message)
    )
    with writing(engine) as connection:
        row = connection.execute(begin).first()
        return None if row is None else bytes(row.message)


def record_sent(engine: Engine, mail_id: int, answer: str, now: datetime) -> None:
    """Record that the server took a mail at `now`, and its rows as told, or neither.

    Nothing happens where that is recorded already, or the reader was erased.
    """
    query = sa.select(outbox.c.subscriber_id, outbox.c.told).where(
        outbox.c.id == mail_id, outbox.c.state != MailState.SENT.value
    )
    with writing(engine) as connection:
        row = connection.execute(query).first()
        if row is not None:
            _tell(connection, row.subscriber_id, row.told, now)
            _close(connection, mail_id, MailState.SENT, answer, sent_at=now)


def record_failure(engine: Engine, mail_id: int, answer: str, next_try: datetime | None) -> None:
    """Record that a mail did not go out: to be tried at `next_try`, or given up if None."""
    state = MailState.GIVEN_UP if next_try is None else MailState.FAILED
    with writing(engine) as connection:
        _close(connection, mail_id, state, answer, next_try=next_try)


def record_refusal(engine: Engine, mail_id: int, answer: str) -> None:
    """Record that the address is refused for good: the mail given up, the reader suspended."""
    reader = sa.select(outbox.c.subscriber_id).where(outbox.c.id == mail_id)
    suspended = {"state": SubscriberState.SUSPENDED.value, "state_reason": _kept(answer)}
    with writing(engine) as connection:
        connection.execute(
            sa.update(subscribers).where(subscribers.c.id.in_(reader)).values(suspended)
        )
        _close(connection, mail_id, MailState.GIVEN_UP, answer)


def put_back(engine: Engine, mail_id: int, answer: str) -> None:
    """Take back that a mail's sending has begun: what went wrong has nothing to do with it."""
    values = {"state": MailState.PREPARED.value, "last_answer": _kept(answer)}
    back = sa.update(outbox).where(outbox.c.id == mail_id)
    with writing(engine) as connection:
        connection.execute(back.values(values | {"attempts": outbox.c.attempts - 1}))


def load_told(engine: Engine, subscriber_id: int) -> dict[str, Told]:
    """Return what a reader was told last of each call, by the call's key."""
    query = sa.select(told_calls).where(told_calls.c.subscriber_id == subscriber_id)
    with reading(engine) as connection:
        return {
            row.call_key: Told(row.call_key, row.content, row.closing, row.decision_id)
            for row in connection.execute(query)
        }


def told_keys(engine: Engine, city: str) -> frozenset[str]:
    """Return the keys of all calls that any reader of the city was told of."""
    query = (
        sa.select(told_calls.c.call_key)
        .join(subscribers, subscribers.c.id == told_calls.c.subscriber_id)
        .where(subscribers.c.city == city)
        .distinct()
    )
    with reading(engine) as connection:
        return frozenset(connection.scalars(query))


def load_mails(engine: Engine, subscriber_id: int) -> list[Mail]:
    """Return all mails of a reader, the oldest first."""
    with reading(engine) as connection:
        mails = _mails(connection, outbox.c.subscriber_id == subscriber_id)
    return sorted(mails, key=lambda mail: mail.digest_day)


def load_message(engine: Engine, mail_id: int, city: str | None = None) -> bytes | None:
    """Return the text of a mail as it goes out; None if there is none, or not in the city."""
    query = sa.select(outbox.c.message).where(outbox.c.id == mail_id)
    if city is not None:
        here = sa.select(subscribers.c.id).where(subscribers.c.city == city)
        query = query.where(outbox.c.subscriber_id.in_(here))
    with reading(engine) as connection:
        row = connection.execute(query).first()
    return None if row is None else bytes(row.message)


def count_mails(engine: Engine) -> dict[MailState, int]:
    """Count the mails in each state; states without a mail are there with 0."""
    query = sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state)
    with reading(engine) as connection:
        found = {row[0]: int(row[1]) for row in connection.execute(query)}
    return {state: found.get(state.value, 0) for state in MailState}


def _check(message: bytes, message_id: str) -> None:
    if b"\n" in message.replace(b"\r\n", b""):
        raise ValueError("a mail's lines must end in CRLF: write it with email.policy.SMTP")
    head = message.partition(b"\r\n\r\n")[0]
    named = message_from_bytes(head, policy=policy.default)["Message-ID"]
    if named is None or str(named).strip() != message_id:
        raise ValueError(f"the mail's Message-ID is {named}, not {message_id}")


def _row(letter: Letter, message: bytes, message_id: str) -> dict[str, Any]:
    whose = {"subscriber_id": letter.subscriber_id, "kind": MailKind.DIGEST.value}
    what = {"told": dump_json(letter.told), "digest_day": letter.digest_day}
    return _new(letter.subject, message, message_id, letter.as_of) | whose | what


def _new(subject: str, message: bytes, message_id: str, at: datetime) -> dict[str, Any]:
    """Return what a mail has that is ready to go out at `at`."""
    return {
        "digest_day": at.date(),
        "message_id": message_id,
        "subject": subject,
        "message": message,
        "as_of": at,
        "state": MailState.PREPARED.value,
        "attempts": 0,
        "next_try": at,
        "last_answer": "",
    }


def _same(subscriber_id: int, kind: MailKind, day: date) -> sa.ColumnElement[bool]:
    return sa.and_(
        outbox.c.subscriber_id == subscriber_id,
        outbox.c.kind == kind.value,
        outbox.c.digest_day == day,
    )


def _supersede(
    connection: Connection, subscriber_id: int, day: date, kind: MailKind = MailKind.DIGEST
) -> None:
    older = sa.update(outbox).where(
        outbox.c.kind == kind.value,
        outbox.c.subscriber_id == subscriber_id,
        outbox.c.digest_day < day,
        outbox.c.state.in_(_OPEN),
    )
    given_up = {"state": MailState.GIVEN_UP.value, "next_try": None}
    connection.execute(
        older.values(given_up | {"last_answer": f"the {kind} of {day} took its place"})
    )


def _tell(connection: Connection, subscriber_id: int, told_rows: str, now: datetime) -> None:
    """Put a mail's rows into the ledger, in place of what was told of the same calls."""
    news: tuple[Told, ...] = load_json(tuple[Told, ...], told_rows)
    for piece in pieces({told.call_key: told for told in news}.values()):
        keys = [told.call_key for told in piece]
        mine = told_calls.c.subscriber_id == subscriber_id
        connection.execute(sa.delete(told_calls).where(mine, told_calls.c.call_key.in_(keys)))
        rows = [
            {
                "subscriber_id": subscriber_id,
                "call_key": told.call_key,
                "content": told.content,
                "closing": told.closing,
                "decision_id": told.decision_id,
                "told_at": now,
            }
            for told in piece
        ]
        connection.execute(sa.insert(told_calls), rows)


def _close(
    connection: Connection,
    mail_id: int,
    state: MailState,
    answer: str,
    *,
    next_try: datetime | None = None,
    sent_at: datetime | None = None,
) -> None:
    """Write how an attempt ended. What was sent stays sent."""
    values = {
        "state": state.value,
        "last_answer": _kept(answer),
        "next_try": next_try,
        "sent_at": sent_at,
    }
    still = sa.and_(outbox.c.id == mail_id, outbox.c.state != MailState.SENT.value)
    connection.execute(sa.update(outbox).where(still).values(values))


def _kept(answer: str) -> str:
    return neutral_line(answer, LONGEST_ANSWER)


def _mails(connection: Connection, wanted: sa.ColumnElement[bool]) -> list[Mail]:
    columns = [outbox.c[name] for name in Mail.__dataclass_fields__ if name != "address"]
    query = (
        sa.select(*columns, subscribers.c.address)
        .join(subscribers, subscribers.c.id == outbox.c.subscriber_id)
        .where(wanted)
        .order_by(outbox.c.next_try, outbox.c.id)
    )
    rows = connection.execute(query).mappings()
    return [
        Mail(**{**row, "state": MailState(row["state"]), "kind": MailKind(row["kind"])})
        for row in rows
    ]
