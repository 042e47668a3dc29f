"""`bid-matcher calls show | split | join | changes`: a call with its sources and its history."""

import json
from argparse import Namespace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Engine

from matcher.commands.call_names import near_keys
from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.digest.safe import clip, plain, web_address
from matcher.digest.words import count_words, date_words, list_words
from matcher.history.diff import change_lines
from matcher.history.news import Event, events_of, news_since
from matcher.history.words import field_label
from matcher.identity.facts import stated_facts
from matcher.identity.join import join_calls, merged_calls
from matcher.identity.merge import Merged
from matcher.places import LONDON, calls_place, one_writer, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import (
    StoredCall,
    add_split,
    load_call,
    load_calls,
    load_splits,
    remove_split,
)

_A_WEEK = timedelta(days=7)


def run(settings: Settings, arguments: Namespace) -> int:
    """Do `arguments.action`. ValueError for a key that is not known, with near ones."""
    actions = {"show": _show, "split": _split, "join": _join, "changes": _changes}
    return actions[arguments.action](settings, arguments)


def known_call(engine: Engine, key: str) -> StoredCall:
    """Return the stored call; ValueError that names the nearest keys if there is none."""
    found = load_call(engine, key)
    if found is not None:
        return found
    keys = [stored.call.key for stored in load_calls(engine)]
    raise ValueError(f"there is no call {plain(key)!r}{near_keys(key, keys)}")


def _split(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    with one_writer(settings):
        known_call(engine, arguments.key)
        merged = merged_calls(engine, [arguments.key])[0]
        others = [call.key for call in merged.members if call.key != arguments.key]
        add_split(engine, arguments.key, settings.moment())
        note(engine, settings, "merge split", arguments.key)
        join_calls(engine)
    if others:
        say(f"{arguments.key} now stands apart from {list_words(tuple(others))}.")
    else:
        say(f"{arguments.key} stood alone; from now on it stays so.")
    hint(f"bid-matcher calls join {arguments.key} undoes this.")
    return 0


def _join(settings: Settings, arguments: Namespace) -> int:
    engine = own_store(settings)
    with one_writer(settings):
        known_call(engine, arguments.key)
        if arguments.key not in load_splits(engine):
            say(f"{arguments.key} was not split; nothing to undo.")
            return 0
        remove_split(engine, arguments.key)
        note(engine, settings, "merge joined", arguments.key)
        join_calls(engine)
    members = merged_calls(engine, [arguments.key])[0].members
    others = tuple(call.key for call in members if call.key != arguments.key)
    if others:
        say(f"{arguments.key} is one call with {list_words(others)} again.")
    else:
        say(f"{arguments.key} may be merged again; now it is like no other call.")
    return 0


def _changes(settings: Settings, arguments: Namespace) -> int:
    place = calls_place(settings)
    day: date = arguments.since or (place.moment(None) - _A_WEEK).date()
    events = news_since(place.engine, datetime.combine(day, time(), LONDON))
    if arguments.json:
        say(json.dumps([_event_json(event) for event in events], indent=2, ensure_ascii=False))
        return 0
    for event in events:
        say(f"{date_words(event.seen_at.astimezone(LONDON))}  {clip(event.call.title, 120)}")
        _say_event(event, "   ")
        say(f"   {event.call.key}")
    if not events:
        say(f"No deadline, amount, stage or eligibility has changed since {date_words(day)}.")
    return 0


def _show(settings: Settings, arguments: Namespace) -> int:
    engine = calls_place(settings).engine
    asked = known_call(engine, arguments.key)
    merged = merged_calls(engine, [arguments.key])[0]
    history = {call.key: events_of(engine, call.key) for call in merged.members}
    rounds = _rounds(engine, asked)
    if arguments.json:
        say(json.dumps(_json(merged, history, rounds), indent=2, ensure_ascii=False))
        return 0
    say(plain(merged.call.title))
    say(f"   {merged.call.key}  {web_address(merged.call.url) or 'no address'}")
    if merged.call.key != arguments.key:
        say(f"   {arguments.key} is shown under this call")
    _say_facts(merged)
    _say_members(merged)
    _say_history(history)
    for label, keys in rounds.items():
        if keys:
            say(f"{label.replace('_', ' ')}: {', '.join(keys)}")
    return 0


def _rounds(engine: Engine, asked: StoredCall) -> dict[str, list[str]]:
    """Return the keys of the rounds before and after at the same address."""
    before = [asked.previous_key] if asked.previous_key else []
    beside = load_calls(engine, sources=[asked.call.source])
    after = [each.call.key for each in beside if each.previous_key == asked.call.key]
    return {"previous_round": before, "next_round": after}


def _say_facts(merged: Merged) -> None:
    several = len(merged.members) > 1
    for fact in stated_facts(merged):
        origin = f"  [{fact.origin}]" if several else ""
        say(f"   {fact.label}: {fact.words}{origin}")
        for sentence in fact.sentences:
            say(f"      “{sentence}”")
    for gap in merged.disagreements:
        say(f"   ! {field_label(gap.field)}: {gap.other} on {gap.other_key}, not {gap.shown}")


def _say_members(merged: Merged) -> None:
    if len(merged.members) == 1:
        return
    say(f"one call on {count_words(len(merged.members), 'page')}:")
    for call in merged.members:
        reason = merged.reasons.get(call.key)
        address = web_address(call.url) or "no address"
        say(f"   {call.key}  {address}{f' ({reason})' if reason else ''}")


def _say_history(history: dict[str, list[Event]]) -> None:
    for key, events in history.items():
        say(f"history of {key}: {count_words(len(events), 'version')}")
        for event in events:
            day = date_words(event.seen_at.astimezone(LONDON))
            say(f"   {event.version}. {day}{': first seen' if event.version == 1 else ''}")
            _say_event(event, "      ")


def _say_event(event: Event, margin: str) -> None:
    if event.new_round_of:
        say(f"{margin}new round of {event.new_round_of}")
    for line in (line for change in event.changes for line in change_lines(change)):
        say(f"{margin}{line}")


def _event_json(event: Event) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(dump_json(event))
    del shown["call"]
    return shown | {"key": event.call.key, "title": event.call.title}


def _json(
    merged: Merged, history: dict[str, list[Event]], rounds: dict[str, list[str]]
) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(dump_json(merged))
    whole["key"] = merged.call.key
    whole["versions"] = {
        key: [_event_json(event) for event in events] for key, events in history.items()
    }
    return whole | rounds
