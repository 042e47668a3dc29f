"""Collects the facts of one call together with the words that each was read from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money, MoneyRole
from scrapers.contract import Card, Context
from scrapers.facts.dates import Closing, read_closing, read_opening
from scrapers.facts.money import Amount, find_amounts
from scrapers.facts.stage import read_stage

_NOTHING = frozenset({"", "n/a", "tbc", "none", "not stated", "unknown", "to be confirmed", "-"})


@dataclass
class Facts:
    """The fields of a `Call` known so far. The first reading of a field stands.

    Labelled fields are added before prose, so that prose only fills gaps.
    """

    url: str
    values: dict[str, Any] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def add(self, fact: str, value: object, sentence: str) -> None:
        """Set a field with the words it was read from; an empty value sets nothing."""
        if value in (None, "", ()) or fact in self.values:
            return
        self.values[fact] = value
        self.evidence.append(Evidence(fact, sentence, self.url))

    def fields(self) -> dict[str, Any]:
        """Return the fields and their evidence, ready for `Call(**...)`."""
        return {**self.values, "evidence": tuple(self.evidence)}


def is_blank(words: str) -> bool:
    """Whether a labelled field says in words that it says nothing."""
    return words.strip().strip(".").lower() in _NOTHING


def add_status(facts: Facts, context: Context, label: str, word: str) -> None:
    """Add the site's own word on the status, translated by the table `status`."""
    meaning = context.look_up("status", word) if word else None
    if meaning is not None:
        facts.add("stated_status", CallStatus(meaning), f"{label}: {word}")
        facts.values["stated_on"] = context.today


def add_opening(
    facts: Facts, context: Context, label: str, words: str, shown: str | None = None
) -> None:
    """Add when the call opens. `shown` is what a reader sees, where a machine reads `words`.

    A date that cannot be read is reported; the call is kept without it.
    """
    try:
        facts.add("opens_at", read_opening(words), f"{label}: {shown or words}")
    except ValueError:
        context.warn(f"{label} cannot be read: {words[:80]!r}", facts.url)


def add_closing(
    facts: Facts, context: Context, label: str, words: str, shown: str | None = None
) -> None:
    """Add how the call closes, as `add_opening` does."""
    closing = closing_of(facts, context, label, words)
    sentence = f"{label}: {shown or words}"
    if closing.moment is not None:
        facts.add("deadlines", (closing.moment,), sentence)
    if closing.kind is not DeadlineKind.UNKNOWN:
        facts.add("deadline_kind", closing.kind, sentence)


def closing_of(facts: Facts, context: Context, label: str, words: str) -> Closing:
    """Read a closing date field; what cannot be read is reported and UNKNOWN."""
    try:
        return read_closing(words)
    except ValueError:
        context.warn(f"{label} cannot be read: {words[:80]!r}", facts.url)
        return Closing(DeadlineKind.UNKNOWN)


def add_stage(facts: Facts, title: str, *texts: str) -> None:
    """Add the stage that title or texts state; an outline makes the deadlines staged."""
    stage, sentence = read_stage(title, "\n".join(texts))
    facts.add("stage", stage, sentence)
    if stage is Stage.OUTLINE and facts.values.get("deadline_kind") is DeadlineKind.FIXED:
        facts.values["deadline_kind"] = DeadlineKind.STAGED


def add_amounts(facts: Facts, texts: Sequence[str]) -> None:
    """Fill the amounts that labels left open from prose, most important text first.

    Of several amounts for one award the largest is the most that can be won,
    and the smallest the least. Several different pots are ambiguous, unless
    the first text that names one names no other.
    """
    found = [find_amounts(text) for text in texts]
    amounts = [amount for group in found for amount in group]
    for role in (MoneyRole.AWARD_MAX, MoneyRole.PROJECT_COST_MAX):
        most = max(_with(amounts, role), key=lambda amount: amount.money.amount, default=None)
        if most is not None:
            facts.add(role.value, most.money, most.sentence)
    _add_least(facts, amounts)
    pots = next((pots for group in found if (pots := _with(group, MoneyRole.TOTAL_FUND))), [])
    if pots and len({pot.money for pot in pots}) == 1:
        facts.add("total_fund", pots[0].money, pots[0].sentence)


def finish(
    facts: Facts,
    card: Card,
    context: Context,
    *,
    title: str,
    summary: str,
    text: str,
    eligibility: str | None,
    stage_title: str | None = None,
) -> Call:
    """Read what only the prose says, and put the call together.

    `stage_title` stands in where the page's title leaves out what the listing's
    says of the stage. ValueError for facts that contradict each other.
    """
    if eligibility:
        facts.values["eligibility"] = eligibility
    add_stage(facts, stage_title or title, summary, text)
    add_amounts(facts, (summary, text, eligibility or ""))
    return Call(
        source=context.source,
        source_id=card.source_id,
        url=facts.url,
        title=title,
        summary=summary,
        text=text,
        **facts.fields(),
    )


def _with(amounts: Sequence[Amount], role: MoneyRole) -> list[Amount]:
    """Return the amounts in that role and in the currency of the first of them."""
    chosen = [amount for amount in amounts if amount.role is role]
    return [amount for amount in chosen if amount.money.currency == chosen[0].money.currency]


def _add_least(facts: Facts, amounts: Sequence[Amount]) -> None:
    stated = [(a.money, a.sentence) for a in amounts if a.role is MoneyRole.AWARD_MIN]
    lower_ends = [
        (amount.low, amount.sentence)
        for amount in amounts
        if amount.role is MoneyRole.AWARD_MAX and amount.low is not None
    ]
    most: Money | None = facts.values.get("award_max")
    fitting = [
        (money, sentence)
        for money, sentence in stated + lower_ends
        if most is None or (money.currency == most.currency and money.amount <= most.amount)
    ]
    if fitting and len({money.currency for money, _ in fitting}) == 1:
        facts.add("award_min", *min(fitting, key=lambda pair: pair[0].amount))
