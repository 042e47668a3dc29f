"""Decisions beside the calls as they stand: what has changed since, and what a row says of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Engine

from matcher.decisions.force import in_force
from matcher.decisions.words import change_words, decided_sentences
from matcher.digest.words import LONDON
from matcher.history.diff import changes, is_news
from matcher.identity.merge import Merged, leads_of, merge_calls
from matcher.store import load_versions
from models.call import Call
from models.decision import Decided, Decision
from models.digest import RankedCall


def decided_now(
    engine: Engine, decisions: Iterable[Decision], merged: Sequence[Merged], as_of: datetime
) -> dict[str, Decided]:
    """Put those decisions that are in force beside what their calls say now; by key of the call.

    `merged` are all stored calls; decisions on others are left out. Changed facts
    are those that readers are told of: deadlines, amounts, the stage and who may
    apply. StoreError as for the store.
    """
    today = as_of.astimezone(LONDON).date()
    standing = in_force(decisions, leads_of(merged))
    return {
        each.call.key: _decided(engine, standing[each.call.key], each, today)
        for each in merged
        if each.call.key in standing
    }


def marked(row: RankedCall, decided: Mapping[str, Decided]) -> RankedCall:
    """Return the row with the decision on its call, which goes before what was judged. Pure."""
    found = decided.get(row.call.key)
    if found is None:
        return row
    said = (*decided_sentences(found), *row.judged)
    return replace(row, judged=said, dismissed=found.put_aside, decided=found)


def _decided(engine: Engine, decision: Decision, merged: Merged, today: date) -> Decided:
    before = _as_it_was(engine, merged, decision.decided_at)
    news = [change for change in changes(before, merged.call) if is_news(change)]
    day = decision.revisit_on
    return Decided(decision, change_words(news), day if day and day <= today else None)


def _as_it_was(engine: Engine, merged: Merged, moment: datetime) -> Call:
    """Return the call as its pages told it at that moment; before that, as they first told it."""
    histories = [load_versions(engine, member.key) for member in merged.members]
    told = [
        [version.call for version in history if version.seen_at <= moment] for history in histories
    ]
    known = [versions[-1] for versions in told if versions]
    return merge_calls(known or [history[0].call for history in histories]).call
