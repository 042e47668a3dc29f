"""`bid-matcher subscribers`: who gets the digest by e-mail, and all that is stored on them."""

import json
from argparse import Namespace
from base64 import b64encode
from dataclasses import replace
from datetime import date, datetime

from matcher.city import load_city
from matcher.commands.asking import NO_ADDRESS, confirmation_link
from matcher.commands.erasing import leave_nothing
from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.digest.safe import plain
from matcher.imports.subscribers import KnownIds, read_people, read_person
from matcher.mail.asking import ask
from matcher.mail.settings import read_mail_settings
from matcher.places import LONDON, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import (
    add_subscribers,
    change_subscriber,
    export_people,
    find_subscribers,
    load_subscribers,
    remove_address,
)
from models.errors import NothingToDoError
from models.subscriber import Subscriber, SubscriberState

_SHOWN = 50  # faults printed in full; the rest are counted
_NOTHING, _PARTLY = 3, 4
_ASKED = "the mail that asks to confirm goes out with bid-matcher mail --send-only"
_SAID_SO = "whoever added them says so"


def run(settings: Settings, arguments: Namespace) -> int:
    """Do what the action says. 0 done, 4 some rows of a file left out, 3 all of them.

    ValueError for what makes no sense, NothingToDoError for an address that is not stored.
    """
    actions = {
        "add": _add,
        "list": _list,
        "import": _import,
        "export": _export,
        "ask": _ask,
        "remove": _remove,
        "pause": _pause,
        "resume": _resume,
    }
    return actions[arguments.action](settings, arguments)


def _add(settings: Settings, arguments: Namespace) -> int:
    row = {
        "address": arguments.address,
        "name": arguments.name,
        "organisation": arguments.organisation,
        "language": arguments.language,
        "role": arguments.role,
        "needs": arguments.need,
        "follows": arguments.follow,
        "searches": arguments.search,
        "min_award_gbp": arguments.min_award,
        "notice_days": arguments.notice_days,
        "frequency": arguments.frequency,
        "format": arguments.format,
        "quiet_weeks": arguments.quiet_weeks,
    }
    person, faults = read_person(row, _known(settings))
    if person is None:
        raise ValueError("; ".join(f"{field}: {reason}" for field, reason in faults))
    person = _dated(person, settings, arguments)
    (number,) = add_subscribers(own_store(settings), [person])
    if number is None:
        raise ValueError(f"{plain(person.address)} is subscribed already")
    note(own_store(settings), settings, "subscriber added", f"subscriber {number}")
    say(f"{plain(person.address)}: {person.state}")
    if person.state is SubscriberState.WAITING:
        hint(_ASKED)
    return 0


def _import(settings: Settings, arguments: Namespace) -> int:
    if arguments.confirmed and not arguments.reason.strip():
        raise ValueError("import --confirmed needs --reason: how and when these people agreed")
    read = read_people(arguments.file, _known(settings))
    people = [_dated(person, settings, arguments) for _, person in read.people]
    stored = add_subscribers(own_store(settings), people)
    faults = [(fault.line, fault.field, fault.reason) for fault in read.faults]
    for (line, _), number in zip(read.people, stored, strict=True):
        if number is None:
            faults.append((line, "address", "is subscribed already"))
    added = sum(number is not None for number in stored)
    note(own_store(settings), settings, "subscribers imported", f"{added} added")
    state = "active" if arguments.confirmed else "waiting until they confirm"
    left_out = len({line for line, _, _ in faults})
    say(f"{arguments.file.name}: {added} added, {state}; {left_out} rows left out")
    for line, field, reason in sorted(faults, key=lambda fault: fault[0])[:_SHOWN]:
        hint(f"  line {line}{f', {plain(field)}' if field else ''}: {plain(reason)}")
    if len(faults) > _SHOWN:
        hint(f"  and {len(faults) - _SHOWN} more")
    return (_PARTLY if added else _NOTHING) if faults else 0


def _list(settings: Settings, arguments: Namespace) -> int:
    people = load_subscribers(own_store(settings), settings.city)
    if arguments.json:
        rows = [json.loads(dump_json(person)) for person in people]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    for person in people:
        who = ", ".join(filter(None, map(plain, (person.name, person.organisation))))
        say(f"{person.id:4}  {plain(person.address)}{f' ({who})' if who else ''}")
        say(f"      {_state(person)}; {person.frequency}, as {person.role}")
    if not people:
        say("Nobody is subscribed yet: bid-matcher subscribers add ADDRESS.")
    return 0


def _export(settings: Settings, arguments: Namespace) -> int:
    people = export_people(own_store(settings), arguments.address)
    if arguments.address and not people:
        raise _unknown(arguments.address)
    say(json.dumps(people, indent=2, ensure_ascii=False, default=_as_json))
    return 0


def _ask(settings: Settings, arguments: Namespace) -> int:
    person, now = _found(settings, arguments.address), settings.moment().astimezone(LONDON)
    if person.state is not SubscriberState.WAITING:
        raise ValueError(f"{plain(person.address)} need not be asked: {_state(person)}")
    link = confirmation_link(settings, now)
    if link is None:
        raise ValueError(NO_ADDRESS)
    city = load_city(settings.city_folder).name
    sender = read_mail_settings().sender
    asked = ask(own_store(settings), person, city, sender, link, now)
    say(f"{plain(person.address)}: {_ASKED if asked else 'was asked today already'}")
    return 0


def _remove(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    numbers = [str(person.id) for person in find_subscribers(engine, arguments.address)]
    if not remove_address(engine, arguments.address):
        raise _unknown(arguments.address)
    about = f"subscribers {', '.join(numbers)}" if numbers else "an account"
    note(engine, settings, "all on an address erased", about)
    say(f"All that was stored on {plain(arguments.address)} is erased.")
    leave_nothing(engine)
    hint("Backups made before keep it until they are deleted.")
    return 0


def _pause(settings: Settings, arguments: Namespace) -> int:
    person = _found(settings, arguments.address)
    if person.state not in (SubscriberState.ACTIVE, SubscriberState.PAUSED):
        raise ValueError(f"{plain(person.address)} gets no mail anyway: {_state(person)}")
    if arguments.until and arguments.until <= settings.moment().astimezone(LONDON).date():
        raise ValueError(f"--until {arguments.until} is not a day to come")
    return _change(
        settings, replace(person, state=SubscriberState.PAUSED, paused_until=arguments.until)
    )


def _resume(settings: Settings, arguments: Namespace) -> int:
    person = _found(settings, arguments.address)
    if person.confirmed_at is None:
        raise ValueError(f"{plain(person.address)} has not confirmed yet")
    active = replace(
        person, state=SubscriberState.ACTIVE, state_reason="", paused_until=None, left_on=None
    )
    return _change(settings, active)


def _change(settings: Settings, person: Subscriber) -> int:
    change_subscriber(own_store(settings), person)
    note(own_store(settings), settings, f"subscriber {person.state}", f"subscriber {person.id}")
    say(f"{plain(person.address)}: {_state(person)}")
    return 0


def _found(settings: Settings, address: str) -> Subscriber:
    people = find_subscribers(own_store(settings), address, settings.city)
    if not people:
        raise _unknown(address)
    return people[0]


def _unknown(address: str) -> NothingToDoError:
    return NothingToDoError(f"nothing is stored on {plain(address)}")


def _known(settings: Settings) -> KnownIds:
    city = load_city(settings.city_folder)
    return KnownIds(
        settings.city,
        {need.id for need in city.needs},
        {organisation.id for organisation in city.organisations},
    )


def _dated(person: Subscriber, settings: Settings, arguments: Namespace) -> Subscriber:
    """Return the person as they begin: waiting, or active where they have agreed already."""
    now = settings.moment()
    if not arguments.confirmed:
        if arguments.reason:
            raise ValueError("--reason goes with --confirmed: it says how somebody agreed")
        return replace(person, created_at=now)
    return replace(
        person,
        created_at=now,
        confirmed_at=now,
        consent=arguments.reason or _SAID_SO,
        state=SubscriberState.ACTIVE,
    )


def _state(person: Subscriber) -> str:
    if person.state is SubscriberState.PAUSED and person.paused_until:
        return f"paused until {person.paused_until}"
    reason = f": {plain(person.state_reason)}" if person.state_reason else ""
    return f"{person.state}{reason}"


def _as_json(value: object) -> str:
    """Write what JSON has no form for: times, and mails as text where they are text."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return b64encode(value).decode("ascii")
    raise TypeError(f"cannot be written as JSON: {type(value).__name__}")
