"""A mail goes out once, under the Message-ID it was prepared with, and then counts as told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from matcher.store import (
    change_subscriber,
    load_subscriber,
    load_told,
    outbox,
    remove_address,
    statistics,
)
from matcher.store.transactions import writing
from models.letter import Told
from models.mail import MailState
from models.subscriber import SubscriberState
from tests.matcher.store.examples import LATER, NOON
from tests.matcher.store.people import (
    ADDRESS,
    TOLD,
    make_letter,
    prepare_mail,
    store_person,
    write_message,
)

HOUR = timedelta(hours=1)


def test_preparing_again_keeps_the_first_mail_and_its_id(engine: Engine) -> None:
    person = store_person(engine)
    first = prepare_mail(engine, person)
    other = make_letter(person, NOON + HOUR, told=(), subject="other")
    again = outbox.prepare(engine, other, write_message("<x@y>"), "<x@y>")
    assert again == first
    assert outbox.load_message(engine, first.id) == write_message(first.message_id)
    assert outbox.load_mails(engine, person) == [first]
    assert statistics(engine)["mails"] == 1


def test_a_letters_day_is_that_of_its_own_zone(engine: Engine) -> None:
    midnight = datetime(2026, 8, 10, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    mail = prepare_mail(engine, store_person(engine), midnight)
    assert (mail.digest_day.day, mail.as_of) == (10, midnight.astimezone(UTC))


def test_nothing_is_told_before_it_is_sent(engine: Engine) -> None:
    person = store_person(engine)
    mail = prepare_mail(engine, person)
    assert outbox.start_sending(engine, mail.id) == write_message(mail.message_id)
    assert load_told(engine, person) == {}
    outbox.record_sent(engine, mail.id, "250 ok", LATER)
    assert load_told(engine, person) == {told.call_key: told for told in TOLD}
    (sent,) = outbox.load_mails(engine, person)
    assert (sent.state, sent.attempts, sent.sent_at) == (MailState.SENT, 1, LATER)
    assert (sent.next_try, sent.last_answer) == (None, "250 ok")
    assert outbox.due(engine, LATER) == []
    assert outbox.start_sending(engine, mail.id) is None


def test_what_was_sent_stays_sent(engine: Engine) -> None:
    person = store_person(engine)
    mail = prepare_mail(engine, person)
    outbox.record_sent(engine, mail.id, "250 ok", NOON)
    outbox.record_failure(engine, mail.id, "421 later", LATER)
    outbox.record_sent(engine, mail.id, "250 again", LATER)
    (sent,) = outbox.load_mails(engine, person)
    assert (sent.state, sent.sent_at, sent.last_answer) == (MailState.SENT, NOON, "250 ok")


def test_the_ledger_and_the_mail_are_recorded_together_or_not(engine: Engine) -> None:
    person = store_person(engine)
    mail = prepare_mail(engine, person)
    with writing(engine) as connection:
        connection.exec_driver_sql("""UPDATE outbox SET told = '[{"call_key": 1}]'""")
    with pytest.raises(ValueError, match="call_key"):
        outbox.record_sent(engine, mail.id, "250 ok", NOON)
    assert outbox.load_mails(engine, person) == [mail]
    assert load_told(engine, person) == {}


def test_the_ledger_holds_what_was_told_last(engine: Engine) -> None:
    person = store_person(engine)
    outbox.record_sent(engine, prepare_mail(engine, person).id, "", NOON)
    newer = Told("ukri:2", "changed", closing=False, decision_id=None)
    outbox.record_sent(engine, prepare_mail(engine, person, LATER, [newer]).id, "", LATER)
    assert load_told(engine, person) == {"ukri:1": TOLD[0], "ukri:2": newer}
    assert load_told(engine, store_person(engine, "bob@example.org")) == {}


def test_a_long_ledger_fits(engine: Engine) -> None:
    person = store_person(engine)
    told = [Told(f"ukri:{number}", "f", False, None) for number in range(2_500)]
    outbox.record_sent(engine, prepare_mail(engine, person, told=told).id, "", NOON)
    assert len(load_told(engine, person)) == 2_500


@pytest.mark.parametrize(
    "state", [SubscriberState.WAITING, SubscriberState.PAUSED, SubscriberState.SUSPENDED]
)
def test_only_who_wants_mail_gets_it(engine: Engine, state: SubscriberState) -> None:
    number = store_person(engine)
    mail = prepare_mail(engine, number)
    assert outbox.due(engine, NOON) == [mail]
    person = load_subscriber(engine, number)
    assert person is not None
    change_subscriber(engine, replace(person, state=state))
    assert outbox.due(engine, NOON) == []
    assert outbox.start_sending(engine, mail.id) is None
    assert outbox.load_mails(engine, number) == [mail]


def test_a_mail_is_tried_again_at_its_time(engine: Engine) -> None:
    person = store_person(engine)
    mail = prepare_mail(engine, person)
    assert outbox.due(engine, NOON - HOUR) == []
    outbox.start_sending(engine, mail.id)
    outbox.record_failure(engine, mail.id, "450\r\n busy", NOON + HOUR)
    assert outbox.due(engine, NOON) == []
    (again,) = outbox.due(engine, NOON + HOUR)
    assert (again.state, again.attempts, again.last_answer) == (MailState.FAILED, 1, "450 busy")
    assert again.message_id == mail.message_id
    outbox.record_failure(engine, mail.id, "450 busy", None)
    assert outbox.due(engine, LATER) == []
    assert outbox.count_mails(engine)[MailState.GIVEN_UP] == 1


def test_a_sending_that_broke_off_is_due_under_the_same_id(engine: Engine) -> None:
    mail = prepare_mail(engine, store_person(engine))
    text = outbox.start_sending(engine, mail.id)
    (again,) = outbox.due(engine, NOON)
    assert (again.state, again.message_id) == (MailState.SENDING, mail.message_id)
    assert outbox.start_sending(engine, mail.id) == text
    outbox.put_back(engine, mail.id, "no server")
    (back,) = outbox.due(engine, NOON)
    assert (back.state, back.attempts, back.last_answer) == (MailState.PREPARED, 1, "no server")


def test_a_newer_digest_takes_the_place_of_what_did_not_go_out(engine: Engine) -> None:
    person = store_person(engine)
    other = prepare_mail(engine, store_person(engine, "bob@example.org"))
    prepare_mail(engine, person)
    new = prepare_mail(engine, person, LATER)
    old, _ = outbox.load_mails(engine, person)
    assert old.state is MailState.GIVEN_UP
    assert old.last_answer == "the digest of 2026-08-17 took its place"
    assert outbox.due(engine, LATER, fresh=timedelta(days=30)) == [other, new]
    assert outbox.due(engine, LATER) == [new]  # a week old: the next digest says it better


def test_a_refused_address_is_suspended_with_the_reason(engine: Engine) -> None:
    number = store_person(engine)
    mail = prepare_mail(engine, number)
    outbox.start_sending(engine, mail.id)
    outbox.record_refusal(engine, mail.id, "550 no such user")
    person = load_subscriber(engine, number)
    assert person is not None
    assert (person.state, person.state_reason) == (SubscriberState.SUSPENDED, "550 no such user")
    assert outbox.load_mails(engine, number)[0].state is MailState.GIVEN_UP


def test_who_left_meanwhile_gets_nothing(engine: Engine) -> None:
    number = store_person(engine)
    mail = prepare_mail(engine, number)
    remove_address(engine, ADDRESS)
    assert (
        outbox.prepare(engine, make_letter(number, LATER), write_message("<x@y>"), "<x@y>") is None
    )
    assert outbox.start_sending(engine, mail.id) is None
    assert outbox.load_message(engine, mail.id) is None
    outbox.record_sent(engine, mail.id, "250 ok", NOON)
    assert outbox.count_mails(engine)[MailState.SENT] == 0
    assert load_told(engine, number) == {}


@pytest.mark.parametrize(
    ("message", "complaint"),
    [
        (b"Message-ID: <a@b>\n\nhello\n", "CRLF"),
        (write_message("<other@b>"), "Message-ID is <other@b>, not <a@b>"),
        (b"Subject: x\r\n\r\nMessage-ID: <a@b>\r\n", "Message-ID is None"),
    ],
)
def test_a_mail_that_could_not_be_sent_as_it_is_is_refused(
    engine: Engine, message: bytes, complaint: str
) -> None:
    number = store_person(engine)
    with pytest.raises(ValueError, match=complaint):
        outbox.prepare(engine, make_letter(number), message, "<a@b>")
    assert outbox.load_mails(engine, number) == []
