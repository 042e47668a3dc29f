"""Collects the facts of one call together with the words that each was read from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models.call import CAN_BE_DOUBTFUL, Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money, MoneyRole
from scrapers.contract import Card, Context
from scrapers.facts.applicants import find_admissions, without_contradictions
from scrapers.facts.bid_cap import find_bid_cap
from scrapers.facts.consortium import find_consortium
from scrapers.facts.dates import Closing, read_closing, read_opening
from scrapers.facts.duration import Duration, find_duration
from scrapers.facts.expected_awards import find_expected_awards
from scrapers.facts.expression_of_interest import find_expression_of_interest
from scrapers.facts.found import Found
from scrapers.facts.match_funding import find_match_funding
from scrapers.facts.money import Amount, find_amounts
from scrapers.facts.schedule import DayJudge, read_schedule
from scrapers.facts.stage import read_stage

_READERS: dict[str, Callable[[str], Found[bool] | Found[int] | Found[Duration] | None]] = {
    "expected_awards": find_expected_awards,
    "duration": find_duration,
    "consortium_required": find_consortium,
    "match_funding_required": find_match_funding,
    "bids_per_organisation": find_bid_cap,
    "expression_of_interest": find_expression_of_interest,
}
LONGEST_READ = 50_000
"""Characters of one text that facts are looked for in: no call's has more than 40,000, and the
time that reading takes grows with what a hostile page repeats."""

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


def add_schedule(facts: Facts, text: str, title: str, judge: DayJudge | None = None) -> None:
    """Add when the call opens and closes, as its prose says, where no label does."""
    labelled = frozenset(facts.values)
    if labelled.issuperset(CAN_BE_DOUBTFUL):
        return
    schedule = read_schedule(text[:LONGEST_READ], title, judge)
    said = dict(reversed(schedule.evidence))  # of several sentences on a fact the first
    opens: datetime | None = facts.values.get("opens_at")
    known = "deadlines" in facts.values or "deadline_kind" in facts.values
    # last round's, or the day of the opening once more
    earlier = bool(opens and schedule.deadlines and schedule.deadlines[-1].date() <= opens.date())
    if not known and not earlier and schedule.kind is not DeadlineKind.UNKNOWN:
        facts.add("deadlines", schedule.deadlines, said.get("deadlines", ""))
        how = said.get("deadline_kind") or said.get("deadlines", "")
        facts.add("deadline_kind", schedule.kind, how)
    last = max(facts.values.get("deadlines") or (), default=None)
    if schedule.opens_at is not None and (last is None or schedule.opens_at <= last):
        facts.add("opens_at", schedule.opens_at, said.get("opens_at", ""))
    facts.values["doubtful"] = tuple(
        name for name in schedule.doubtful if name in facts.values and name not in labelled
    )


def add_stage(facts: Facts, title: str, *texts: str) -> None:
    """Add the stage that title or texts state; an outline makes the deadlines staged."""
    stage, sentence = read_stage(title, "\n".join(texts)[:LONGEST_READ])
    facts.add("stage", stage, sentence)
    if stage is Stage.OUTLINE and facts.values.get("deadline_kind") is DeadlineKind.FIXED:
        facts.values["deadline_kind"] = DeadlineKind.STAGED


def add_amounts(facts: Facts, texts: Sequence[str], title: str = "") -> None:
    """Fill the amounts that labels left open from prose, most important text first.

    The title may say whose dollars a bare "$" means.

    Of several amounts for one award the largest is the most that can be won,
    and the smallest the least. Several different pots are ambiguous, unless
    the first text that names one names no other.
    """
    found = [find_amounts(text[:LONGEST_READ], title) for text in texts]
    amounts = [amount for group in found for amount in group]
    for role in (MoneyRole.AWARD_MAX, MoneyRole.PROJECT_COST_MAX):
        most = max(_with(amounts, role), key=lambda amount: amount.money.amount, default=None)
        if most is not None:
            facts.add(role.value, most.money, most.sentence)
    _add_least(facts, amounts)
    pots = next((pots for group in found if (pots := _with(group, MoneyRole.TOTAL_FUND))), [])
    if pots and len({pot.money for pot in pots}) == 1:
        facts.add("total_fund", pots[0].money, pots[0].sentence)


def add_conditions(facts: Facts, texts: Sequence[str]) -> None:
    """Add who may bid and on which conditions, most important text first.

    A condition comes from the first text that states it. Of who may bid, what
    two texts say differently is left out.
    """
    read = [text[:LONGEST_READ] for text in texts]
    for fact, reader in _READERS.items():
        found = next((found for text in read if (found := reader(text)) is not None), None)
        if found is not None:
            value = found.value
            words = value.words if isinstance(value, Duration) else value
            facts.add(fact, words, found.sentence)
    _add_applicants(facts, read)


def _add_applicants(facts: Facts, texts: Sequence[str]) -> None:
    if "applicants" in facts.values:
        return
    said = tuple(admission for text in texts for admission in find_admissions(text))
    kept = without_contradictions(said)
    if kept:
        facts.values["applicants"] = tuple(each.admission for each in kept)
        facts.evidence += [Evidence(each.admission.fact, each.sentence, facts.url) for each in kept]


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
    add_schedule(facts, "\n".join((summary, text)), stage_title or title, context.judge)
    add_stage(facts, stage_title or title, summary, text)
    add_amounts(facts, (summary, text, eligibility or ""), title)
    add_conditions(facts, (eligibility or "", summary, text))
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
