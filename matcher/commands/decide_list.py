"""`bid-matcher decide list`: what was decided, what became of it, and what has changed since."""

import json
from typing import Any

from matcher.commands.say import say
from matcher.decisions.beside import decided_now
from matcher.decisions.force import in_force
from matcher.decisions.words import changed_words, due_words, outcome_words, verdict_words
from matcher.digest.safe import clip, plain
from matcher.identity.join import merged_calls
from matcher.identity.merge import leads_of
from matcher.places import calls_place, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store import load_decisions
from models.decision import Decided, Decision

_TITLE = 100  # most characters shown


def list_decisions(settings: Settings, *, everything: bool, as_json: bool) -> int:
    """Print the decisions in force, or with `everything` all that were ever made, oldest first.

    As JSON always all of them, with what is in force and what has changed.
    """
    stored = load_decisions(own_store(settings), settings.city)
    engine = calls_place(settings).engine
    merged = merged_calls(engine)
    standing = in_force(stored, leads_of(merged))
    decided = decided_now(engine, stored, merged, settings.moment())
    now = {each.id: decided.get(key, Decided(each)) for key, each in standing.items()}
    if as_json:
        say(json.dumps([_json(each, now) for each in stored], indent=2, ensure_ascii=False))
        return 0
    titles = {member.key: each.call.title for each in merged for member in each.members}
    for each in stored:
        if everything or each.id in now:
            _tell(each, titles.get(each.call_key, "a call that is not stored here"))
            _tell_state(each, now.get(each.id))
    if not stored:
        say("Nothing has been decided yet: bid-matcher decide CALL go|watch|no-go.")
    return 0


def _tell(decision: Decision, title: str) -> None:
    say(f"{decision.id:4}  {decision.verdict}: {clip(title, _TITLE)}")
    say(f"      {plain(decision.call_key)}; {verdict_words(decision)}")
    say(f"      “{plain(decision.reason)}”")
    for outcome in reversed(decision.outcomes[:-1]):
        say(f"      before that {outcome_words(outcome)}")


def _tell_state(decision: Decision, now: Decided | None) -> None:
    if now is None:
        say(f"      {'withdrawn' if decision.withdrawn_at else 'replaced by a newer one'}")
        return
    if now.due:
        say(f"      ! {due_words(now.due)}")
    if now.changes:
        say(f"      ! {changed_words(now)}")


def _json(decision: Decision, now: dict[int | None, Decided]) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(dump_json(decision))
    found = now.get(decision.id)
    changes = list(found.changes) if found else []
    due = found.due.isoformat() if found and found.due else None
    return row | {"in_force": found is not None, "changes": changes, "due": due}
