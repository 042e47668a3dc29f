"""`bid-matcher judge`: what people decide about calls, kept with its history."""

import json
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matcher.city import load_city
from matcher.commands.call_names import find_call
from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.digest.safe import clip, plain
from matcher.digest.words import count_words, date_words
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.imports.judgements import Known, read_judgements
from matcher.learning.standing import contradicted, standing
from matcher.places import LONDON, calls_place, one_writer, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import add_judgements, load_judgements, withdraw_judgements
from models.city import CityProfile
from models.judgement import Judgement, JudgementVerdict

_TITLE, _REASON = 100, 200  # most characters shown


def run(settings: Settings, arguments: Namespace) -> int:
    """List, undo or import judgements, or record one. ValueError for what is not known."""
    action, what = arguments.target, arguments.what
    if action == "list":
        return _list(settings, everything=arguments.all, as_json=arguments.json)
    if what is None:
        raise ValueError(f"judge {plain(action)}: say what; bid-matcher judge --help shows how")
    with one_writer(settings):
        if action == "undo":
            return _undo(settings, what)
        if action == "import":
            return _import(settings, Path(what))
        return _judge(settings, arguments)


def _judge(settings: Settings, arguments: Namespace) -> int:
    try:
        verdict = JudgementVerdict(arguments.what)
    except ValueError:
        words = ", ".join(JudgementVerdict)
        raise ValueError(f"{plain(arguments.what)!r} is not one of {words}") from None
    profile = load_city(settings.city_folder)
    if arguments.need is not None:
        _check_need(profile, arguments.need)
    call = find_call(_calls(settings), arguments.target).call
    judgement = Judgement(
        city=settings.city,
        call_key=call.key,
        need_id=arguments.need,
        verdict=verdict,
        judged_at=settings.moment(),
        reason=arguments.reason or "",
        who=arguments.by or "",
    )
    add_judgements(own_store(settings), [judgement])
    note(own_store(settings), settings, f"judged {verdict}", call.key)
    about = f" for {profile.need(arguments.need).name}" if arguments.need else ""
    say(f"{verdict.value}{about}: {clip(call.title, _TITLE)} ({plain(call.key)})")
    hint("The next match, shortlist and digest go by it; bid-matcher judge undo takes it back.")
    return 0


def _check_need(profile: CityProfile, need_id: str) -> None:
    known = [need.id for need in profile.needs]
    if need_id not in known:
        raise ValueError(f"{profile.name} has no need {plain(need_id)!r}, only {', '.join(known)}")


def _calls(settings: Settings) -> list[Merged]:
    return merged_calls(calls_place(settings).engine)


def _undo(settings: Settings, what: str) -> int:
    engine = own_store(settings)
    stored = load_judgements(engine, settings.city)
    chosen = _named(settings, stored, what)
    numbers = [each.id for each in chosen if each.id is not None]
    done = withdraw_judgements(engine, numbers, settings.moment())
    if done:
        note(engine, settings, f"{count_words(done, 'judgement')} withdrawn", chosen[0].call_key)
        say(f"{count_words(done, 'judgement')} withdrawn; the history keeps what was said.")
    else:
        say("Nothing to undo: that was withdrawn already, or never judged.")
    return 0


def _named(settings: Settings, stored: Sequence[Judgement], what: str) -> list[Judgement]:
    """Return the judgement with that number, or all on the call of that name."""
    by_number = [each for each in stored if str(each.id) == what]
    on_call = [each for each in stored if each.call_key == what]
    if by_number or on_call:
        return by_number or on_call
    pages = {member.key for member in find_call(_calls(settings), what).members}
    return [each for each in stored if each.call_key in pages]


def _import(settings: Settings, file: Path) -> int:
    profile = load_city(settings.city_folder)
    calls = _calls(settings)
    known = Known(
        city=settings.city,
        need_ids=frozenset(need.id for need in profile.needs),
        call_key=lambda name: find_call(calls, name).call.key,
    )
    judgements = read_judgements(file, known, settings.moment())
    new = add_judgements(own_store(settings), judgements)
    note(own_store(settings), settings, "judgements imported", f"{new} new")
    say(f"{file.name}: {new} new, {len(judgements) - new} stored before")
    return 0


def _list(settings: Settings, *, everything: bool, as_json: bool) -> int:
    stored = load_judgements(own_store(settings), settings.city)
    counting = standing(stored)
    disputed = contradicted(counting)
    counts = {each.id for each in counting}
    if as_json:
        rows = [
            _json(each)
            | {
                "counts": each.id in counts,
                "contradicted": each.id in counts and (each.call_key, each.need_id) in disputed,
            }
            for each in stored
        ]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return 0
    titles = {member.key: each.call.title for each in _calls(settings) for member in each.members}
    for each in stored if everything else counting:
        _tell(each, titles.get(each.call_key, "a call that is not stored here"))
        if each.id not in counts:
            say(f"      {'withdrawn' if each.withdrawn_at else 'replaced by a newer one'}")
        elif (each.call_key, each.need_id) in disputed:
            say("      ! contradicted by somebody else: nothing is learned from it")
    if not stored:
        say("Nothing has been judged yet: bid-matcher judge CALL keep|dismiss|go|no-go.")
    return 0


def _tell(judgement: Judgement, title: str) -> None:
    day = date_words(judgement.judged_at.astimezone(LONDON).date())
    say(f"{judgement.id:4}  {judgement.verdict.value}: {clip(title, _TITLE)}")
    about = [plain(judgement.call_key), day]
    about += [f"need {plain(judgement.need_id)}"] if judgement.need_id else []
    about += [f"by {plain(judgement.who)}"] if judgement.who else []
    say(f"      {'; '.join(about)}")
    if judgement.reason:
        say(f"      “{clip(judgement.reason, _REASON)}”")


def _json(judgement: Judgement) -> dict[str, Any]:
    plain_row: dict[str, Any] = json.loads(dump_json(judgement))
    return plain_row
