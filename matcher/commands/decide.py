"""`bid-matcher decide`: go, watch or no-go on a call, and what became of the bid; with history."""

from argparse import Namespace
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar

from matcher.commands.call_names import find_call
from matcher.commands.decide_list import list_decisions
from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.decisions.force import in_force
from matcher.decisions.words import outcome_words, verdict_words
from matcher.digest.safe import clip, plain
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged, leads_of
from matcher.places import LONDON, calls_place, one_writer, own_store
from matcher.settings import Settings
from matcher.store import add_decision, add_outcome, load_decisions, withdraw_decision
from models.decision import Decision, DecisionVerdict, Outcome, OutcomeKind
from models.money import Money

Word = TypeVar("Word", bound=StrEnum)

_TITLE, _REASON = 100, 200  # most characters shown
_NOON = time(12)  # a day given without a time
_OPTIONS = {
    "list": {"all", "json"},
    "undo": set[str](),
    "outcome": {"amount", "on"},
    "CALL": {"reason", "owner", "revisit", "replace", "on"},
}


def run(settings: Settings, arguments: Namespace) -> int:
    """List, undo or record a decision, or an outcome. ValueError for what is not known."""
    action = arguments.target if arguments.target in _OPTIONS else "CALL"
    _check_fit(action, arguments)
    if action == "list":
        return list_decisions(settings, everything=arguments.all, as_json=arguments.json)
    with one_writer(settings):
        if action == "undo":
            return _undo(settings, arguments.what)
        if action == "outcome":
            return _record(settings, arguments)
        return _decide(settings, arguments)


def _check_fit(action: str, arguments: Namespace) -> None:
    """Refuse what the action does not use: an amount that is lost is worse than a complaint."""
    for name in sorted(set().union(*_OPTIONS.values()) - _OPTIONS[action]):
        if getattr(arguments, name) not in (None, False):
            raise ValueError(f"--{name} is not for decide {action}")
    given = [word for word in (arguments.what, arguments.became) if word is not None]
    wanted = {"list": 0, "outcome": 2}.get(action, 1)
    if len(given) != wanted:
        words = f"needs {wanted - len(given)} word more" if len(given) < wanted else "is too long"
        raise ValueError(f"decide {action} {words}; bid-matcher decide --help shows how")


def _decide(settings: Settings, arguments: Namespace) -> int:
    verdict = _one_of(DecisionVerdict, arguments.what)
    for name in ("reason", "owner"):
        if not plain(getattr(arguments, name) or ""):
            raise ValueError(f"a decision needs --{name}")
    merged, before = _named(settings, arguments.target)
    _check_replace(merged, before, arguments)
    decision = Decision(
        city=settings.city,
        call_key=merged.call.key,
        verdict=verdict,
        decided_at=_moment(arguments.on, settings.moment()),
        reason=arguments.reason,
        owner=arguments.owner,
        revisit_on=arguments.revisit,
    )
    number = add_decision(
        own_store(settings),
        decision,
        instead_of=before.id if before else None,
        pages=[member.key for member in merged.members],
    )
    note(own_store(settings), settings, f"decided {verdict}", decision.call_key)
    say(f"{number:4}  {verdict}: {clip(merged.call.title, _TITLE)} ({plain(merged.call.key)})")
    if before:
        say(f"      in place of decision {before.id}: {verdict_words(before)}")
    hint("The next match, shortlist and digest go by it; bid-matcher decide undo takes it back.")
    return 0


def _record(settings: Settings, arguments: Namespace) -> int:
    kind = _one_of(OutcomeKind, arguments.became)
    merged, decision = _named(settings, arguments.what)
    if decision is None or decision.id is None:
        raise ValueError(f"nothing was decided on {plain(merged.call.key)}: first decide go")
    now = settings.moment()
    outcome = Outcome(
        kind=kind,
        on=_moment(arguments.on, now).astimezone(LONDON).date(),
        amount=None if arguments.amount is None else Money(arguments.amount, "GBP"),
        recorded_at=now,
    )
    add_outcome(own_store(settings), decision.id, outcome)
    note(own_store(settings), settings, f"outcome {kind}", merged.call.key)
    say(f"{outcome_words(outcome)}: {clip(merged.call.title, _TITLE)} (decision {decision.id})")
    return 0


def _undo(settings: Settings, number: str) -> int:
    engine = own_store(settings)
    stored = {str(each.id): each for each in load_decisions(engine, settings.city)}
    if number not in stored:
        raise ValueError(
            f"there is no decision {plain(number)!r}; bid-matcher decide list --all has the numbers"
        )
    if not withdraw_decision(engine, int(number), settings.moment()):
        say("Nothing to undo: that was withdrawn already.")
        return 0
    note(engine, settings, f"decision {number} withdrawn", stored[number].call_key)
    say(f"Decision {number} withdrawn; the history keeps it.")
    calls = merged_calls(calls_place(settings).engine)
    leads = leads_of(calls)
    key = stored[number].call_key
    before = in_force(load_decisions(engine, settings.city), leads).get(leads.get(key, key))
    say(f"In force now: {_told(before)}" if before else "No decision on that call is in force now.")
    return 0


def _named(settings: Settings, name: str) -> tuple[Merged, Decision | None]:
    """Return the call of that name and the decision in force on it."""
    calls = merged_calls(calls_place(settings).engine)
    merged = find_call(calls, name)
    stored = load_decisions(own_store(settings), settings.city)
    return merged, in_force(stored, leads_of(calls)).get(merged.call.key)


def _check_replace(merged: Merged, before: Decision | None, arguments: Namespace) -> None:
    """Refuse to put a decision in place of another owner's unless that one is named."""
    said = f"in force on {plain(merged.call.key)} is {_told(before) if before else 'no decision'}"
    if arguments.replace is not None:
        if before is None or before.id != arguments.replace:
            raise ValueError(f"decision {arguments.replace} is not to be replaced: {said}")
    elif before is not None and not _same(before.owner, arguments.owner):
        raise ValueError(f"{said}; to put yours in its place, add --replace {before.id}")


def _told(decision: Decision) -> str:
    reason = clip(decision.reason, _REASON)
    return f"decision {decision.id}, {verdict_words(decision)}: “{reason}”"


def _same(one: str, other: str) -> bool:
    return plain(one).casefold() == plain(other).casefold()


def _one_of(kind: type[Word], text: str) -> Word:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{plain(text)!r} is not one of {', '.join(kind)}") from None


def _moment(day: date | None, now: datetime) -> datetime:
    """Return the moment that is meant: now, or an earlier day's noon in the UK."""
    today = now.astimezone(LONDON).date()
    if day is None or day == today:
        return now
    if day > today:
        raise ValueError(f"--on {day} is still to come")
    return datetime.combine(day, _NOON, LONDON)
