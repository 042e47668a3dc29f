"""A decision in a reader's words. Pure."""

from collections.abc import Iterable
from datetime import date

from matcher.digest.safe import plain
from matcher.digest.words import LONDON, count_words, day_month_year
from matcher.history.diff import FieldChange
from models.decision import Decided, Decision, Outcome

_SHOWN = 2  # changed facts that are told in full; more are counted
_FIRST = ("deadlines", "award_max", "stage")  # what a bid depends on most


def verdict_words(decision: Decision) -> str:
    """Say what was decided, when, by whom: "go on 3 December 2026, owner LIDA"."""
    revisit = decision.revisit_on
    parts = [f"{decision.verdict} on {_day(decision)}", f"owner {plain(decision.owner)}"]
    parts += [f"revisit on {day_month_year(revisit)}"] if revisit else []
    parts += [outcome_words(decision.outcome)] if decision.outcome else []
    return ", ".join(parts)


def outcome_words(outcome: Outcome) -> str:
    """Say what became of a bid: "won on 2 March 2027 (£5m)"."""
    amount = f" ({outcome.amount})" if outcome.amount else ""
    return f"{outcome.kind} on {day_month_year(outcome.on)}{amount}"


def change_words(changes: Iterable[FieldChange]) -> tuple[str, ...]:
    """Say what is not as it was, what a bid depends on most first; past a few, how many more."""
    ordered = sorted(changes, key=lambda each: each.field not in _FIRST)
    told = [str(each) for each in ordered[:_SHOWN]]
    more = len(ordered) - len(told)
    return (*told, f"{count_words(more, 'more change')}") if more else tuple(told)


def decided_sentences(decided: Decided) -> tuple[str, ...]:
    """Say what was decided and why, what has changed since, and whether to look again."""
    decision = decided.decision
    sentences = [f"decided: {verdict_words(decision)}: “{plain(decision.reason)}”"]
    sentences += [changed_words(decided)] if decided.changes else []
    sentences += [due_words(decided.due)] if decided.due else []
    return tuple(sentences)


def changed_words(decided: Decided) -> str:
    """Say what has changed since the decision: "changed since you decided on ...: ..."."""
    return f"changed since you decided on {_day(decided.decision)}: {'; '.join(decided.changes)}"


def due_words(day: date) -> str:
    """Say that it is time to look at a watch again."""
    return f"watch: the day to revisit, {day_month_year(day)}, has come"


def _day(decision: Decision) -> str:
    return day_month_year(decision.decided_at.astimezone(LONDON).date())
