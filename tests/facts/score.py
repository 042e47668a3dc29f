"""Counts what is read from labelled passages against their labels.

`python -m tests.facts.score [looked_at|scored]` prints the figures; with
`--misses` also every passage that was read wrongly (never of `scored`), with
`--table` the table of docs/facts.md.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from matcher.day_judge import LearnedJudge
from models.money import MoneyRole
from scrapers.facts.applicants import find_admissions
from scrapers.facts.bid_cap import find_bid_cap
from scrapers.facts.consortium import find_consortium
from scrapers.facts.duration import find_duration
from scrapers.facts.expected_awards import find_expected_awards
from scrapers.facts.expression_of_interest import find_expression_of_interest
from scrapers.facts.match_funding import find_match_funding
from scrapers.facts.money import find_amounts
from scrapers.facts.schedule import Schedule, read_schedule
from scrapers.facts.stage import read_stage
from scrapers.facts.text import plain

HERE = Path(__file__).parent
JUDGE = LearnedJudge()  # as `bid-matcher collect` reads days
Passage: TypeAlias = dict[str, Any]
_NAMES = {"opens_at": "opens", "deadlines": "deadline"}
Items: TypeAlias = set[tuple[str, ...]]  # what is stated, each thing once


@dataclass(frozen=True, slots=True)
class Score:
    """How many stated things were found, invented and missed, over how many passages."""

    found: int
    invented: int
    missed: int
    passages: int

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read."""
        read = self.found + self.invented
        return self.found / read if read else 1.0

    @property
    def recall(self) -> float:
        """Share of what is stated that was read; 1 where nothing is stated."""
        stated = self.found + self.missed
        return self.found / stated if stated else 1.0


def passages(part: str, fact: str) -> list[Passage]:
    """Read the labelled passages of a fact; `part` is "looked_at" or "scored".

    There are none where they were only ever counted.
    """
    file = HERE / part / f"{fact}.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [json.loads(line) for line in lines]


def _money_read(passage: Passage) -> Items:
    items: Items = set()
    for amount in find_amounts(passage["clean"], passage.get("title", "")):
        if amount.role is None:
            continue
        items.add(_money(amount.role, amount.money.amount, amount.money.currency))
        if amount.role is MoneyRole.AWARD_MAX and amount.low is not None:
            low = amount.low
            items.add(_money(MoneyRole.AWARD_MIN, low.amount, low.currency))
    return items


def _money_stated(label: list[dict[str, str]]) -> Items:
    return {_money(entry["role"], entry["amount"], entry["currency"]) for entry in label}


def _money(role: str, amount: object, currency: str) -> tuple[str, ...]:
    return (role, f"{float(str(amount)):.2f}", currency)


def _dates_read(passage: Passage) -> Items:
    return _dates(_schedule(passage["clean"], passage.get("title", "")))


@cache
def _schedule(text: str, title: str) -> Schedule:
    """Read a passage with the judge: three facts are counted on one reading."""
    return read_schedule(text, title, JUDGE)


def _dates_without_doubt(passage: Passage) -> Items:
    schedule = _schedule(passage["clean"], passage.get("title", ""))
    doubted = {_NAMES[name] for name in schedule.doubtful}
    return {item for item in _dates(schedule) if item[0] not in doubted}


def _dates_read_by_rules(passage: Passage) -> Items:
    return _dates(read_schedule(passage["clean"], passage.get("title", "")))


def _dates(schedule: Schedule) -> Items:
    items: Items = {("deadline", _minute(moment)) for moment in schedule.deadlines}
    if schedule.opens_at is not None:
        items.add(("opens", _minute(schedule.opens_at)))
    return items


def _dates_stated(label: dict[str, Any]) -> Items:
    items: Items = {("deadline", moment) for moment in label["deadlines"]}
    return items | ({("opens", label["opens"])} if label["opens"] else set())


def _kind_read(passage: Passage) -> Items:
    kind = _schedule(passage["clean"], passage.get("title", "")).kind
    return _known(kind.value if kind.value != "unknown" else None)


def _kind_stated(label: dict[str, Any]) -> Items:
    return _known(label["kind"] if label["kind"] != "unknown" else None)


def _stage_read(passage: Passage) -> Items:
    stage, _ = read_stage(passage.get("title", ""), passage["clean"])
    return _known(stage.value if stage else None)


def _applicants_read(passage: Passage) -> Items:
    found = (each.admission for each in find_admissions(passage["clean"]))
    return {(each.fact, str(each.admitted)) for each in found}


def _applicants_stated(label: list[dict[str, Any]]) -> Items:
    return {
        (f"applicants.{entry['part']}.{entry['applicant']}", str(entry["admitted"]))
        for entry in label
    }


def _other(find: Callable[[str], Any]) -> Callable[[Passage], Items]:
    def read(passage: Passage) -> Items:
        found = find(passage["clean"])
        value = getattr(found.value, "months", found.value) if found else None
        return _known(value)

    return read


def _known(value: object) -> Items:
    return set() if value is None else {(str(value),)}


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M")


def _own(key: str) -> Callable[[dict[str, Any]], Items]:
    return lambda label: _known(label[key])


# name of the fact -> file, what is read, what is stated
FACTS: dict[str, tuple[str, Callable[[Passage], Items], Callable[[Any], Items]]] = {
    "money with its role": ("money", _money_read, _money_stated),
    "dates": ("dates", _dates_read, _dates_stated),
    "dates without doubt": ("dates", _dates_without_doubt, _dates_stated),
    "kind of deadline": ("dates", _kind_read, _kind_stated),
    "dates, by rules alone": ("dates", _dates_read_by_rules, _dates_stated),
    "dates, funders that are read": ("dates_read", _dates_read, _dates_stated),
    "without doubt, those funders": ("dates_read", _dates_without_doubt, _dates_stated),
    "kind, funders that are read": ("dates_read", _kind_read, _kind_stated),
    "stage": ("stage", _stage_read, _known),
    "who may lead and apply": ("applicants", _applicants_read, _applicants_stated),
    "number of awards": ("other", _other(find_expected_awards), _own("expected_awards")),
    "duration": ("other", _other(find_duration), _own("duration_months")),
    "consortium": ("other", _other(find_consortium), _own("consortium_required")),
    "match funding": ("other", _other(find_match_funding), _own("match_funding_required")),
    "cap on bids": ("other", _other(find_bid_cap), _own("bids_per_organisation")),
    "expression of interest": (
        "other",
        _other(find_expression_of_interest),
        _own("expression_of_interest"),
    ),
}


def compare(part: str, name: str) -> Iterator[tuple[Passage, Items, Items]]:
    """Yield each passage with what was read from it and what it states."""
    file, read, state = FACTS[name]
    for passage in passages(part, file):
        passage["clean"] = plain(passage["text"])
        found, stated = read(passage), state(passage["label"])
        if file.startswith("dates"):
            found = _as_precise(found, stated)
        yield passage, found, stated


def _as_precise(found: Items, stated: Items) -> Items:
    """Drop the time of what was read where the passage states a day only."""
    days = {item for item in stated if "T" not in item[-1]}
    return {
        (kind[0], kind[1][:10]) if len(kind) == 2 and (kind[0], kind[1][:10]) in days else kind
        for kind in found
    }


def score(part: str, name: str) -> Score:
    """Count one fact over one part."""
    found = invented = missed = count = 0
    for _, read, stated in compare(part, name):
        found += len(read & stated)
        invented += len(read - stated)
        missed += len(stated - read)
        count += 1
    return Score(found, invented, missed, count)


def figures() -> str:
    """Write the table of `docs/facts.md`: every fact on the part that is only counted."""
    lines = ["| fact | precision | recall | found | invented | missed | passages |"]
    lines.append("|---|---|---|---|---|---|---|")
    for name in FACTS:
        one = score("scored", name)
        counts = f"{one.found} | {one.invented} | {one.missed} | {one.passages}"
        lines.append(f"| {name} | {one.precision:.3f} | {one.recall:.3f} | {counts} |")
    return "\n".join(lines)


def _print(part: str, *, misses: bool) -> None:
    for name in FACTS:
        result = score(part, name)
        sys.stdout.write(
            f"{name:26} precision {result.precision:.3f}  recall {result.recall:.3f}  "
            f"found {result.found}, invented {result.invented}, missed {result.missed}, "
            f"passages {result.passages}\n"
        )
        for passage, read, stated in compare(part, name) if misses else ():
            if read != stated:
                sys.stdout.write(
                    f"    {passage['id']}: invented {sorted(read - stated)}, "
                    f"missed {sorted(stated - read)}\n        {passage['clean'][:600]}\n"
                )


if __name__ == "__main__" and "--table" in sys.argv:
    sys.stdout.write(figures() + "\n")
elif __name__ == "__main__":
    chosen = "scored" if "scored" in sys.argv else "looked_at"
    _print(chosen, misses="--misses" in sys.argv and chosen == "looked_at")
