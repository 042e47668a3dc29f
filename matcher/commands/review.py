"""`bid-matcher review list | accept | reject`: what watched pages say now, before it is stored."""

import json
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from rapidfuzz import process
from sqlalchemy import Engine

from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.digest.safe import clip, plain, web_address
from matcher.digest.words import count_words, date_words
from matcher.history.diff import change_lines, changes
from matcher.history.words import field_label, value_words
from matcher.identity.join import join_calls
from matcher.places import LONDON, one_writer, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import QueuedCall, decide_review, load_review_queue
from models.call import Call

_NOT_SHOWN = frozenset({"source", "source_id", "title", "url", "evidence", "text", "stated_on"})
_LONGEST = 300  # characters
_LEAST_LIKE = 60  # how alike, of 100, a key must be to be named


def run(settings: Settings, arguments: Namespace) -> int:
    """Do `arguments.action`. ValueError for a key that does not wait; then nothing is decided."""
    engine = own_store(settings)
    if arguments.action == "list":
        return _list(engine, arguments.json)
    return _decide(settings, engine, arguments)


def _list(engine: Engine, as_json: bool) -> int:
    waiting = load_review_queue(engine)
    if as_json:
        say(json.dumps([_json(each) for each in waiting], indent=2, ensure_ascii=False))
        return 0
    for each in waiting:
        _tell(each)
    if waiting:
        hint("bid-matcher review accept KEY … (or --all) stores them; reject KEY … does not.")
    else:
        say("Nothing waits for review.")
    return 0


def _decide(settings: Settings, engine: Engine, arguments: Namespace) -> int:
    accept = arguments.action == "accept"
    everything = accept and arguments.all
    if bool(arguments.keys) == everything:
        raise ValueError("name the calls to decide on, or --all to accept every one, not both")
    with one_writer(settings):
        waiting = [each.call.key for each in load_review_queue(engine)]
        chosen = waiting if everything else list(dict.fromkeys(arguments.keys))
        _check(chosen, waiting)
        for key in chosen:
            decide_review(engine, key, accept, settings.moment())
            note(engine, settings, "change accepted" if accept else "change rejected", key)
        if accept and chosen:
            join_calls(engine)
    done = "accepted and stored" if accept else "rejected; this text will not be shown again"
    for key in chosen:
        say(f"{key}: {done}")
    if not chosen:
        say("Nothing waits for review.")
    return 0


def _check(chosen: Sequence[str], waiting: Sequence[str]) -> None:
    for key in chosen:
        if key in waiting:
            continue
        found = process.extractOne(key, waiting, score_cutoff=_LEAST_LIKE)
        advice = f"; did you mean {plain(found[0])}?" if found else ""
        raise ValueError(f"no call {plain(key)!r} waits for review{advice}")


def _tell(waiting: QueuedCall) -> None:
    call = waiting.call
    say(f"{call.key}  {clip(call.title, 120)}")
    day = date_words(waiting.queued_at.astimezone(LONDON))
    say(f"   waits since {day}; {web_address(call.url) or 'no address'}")
    if waiting.before is None:
        say("   a call that is not stored yet:")
        for name in _stated(call):
            say(f"   {field_label(name)}: {clip(value_words(getattr(call, name)), _LONGEST)}")
        return
    found = changes(waiting.before, call)
    say(f"   {count_words(len(found), 'change')}:")
    for line in (line for change in found for line in change_lines(change)):
        say(f"   {line}")


def _stated(call: Call) -> list[str]:
    names = (field.name for field in fields(Call) if field.name not in _NOT_SHOWN)
    return [name for name in names if value_words(getattr(call, name)) != "not stated"]


def _json(waiting: QueuedCall) -> dict[str, Any]:
    before = waiting.before
    return {
        "key": waiting.call.key,
        "queued_at": waiting.queued_at.isoformat(),
        "call": json.loads(dump_json(waiting.call)),
        "changes": json.loads(dump_json(changes(before, waiting.call))) if before else None,
    }
