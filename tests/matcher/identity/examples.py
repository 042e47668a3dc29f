"""Calls to compare, and the pairs that were labelled by hand."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from matcher.digest.words import LONDON
from matcher.serial import load_json
from models.call import Call
from models.money import Money

PAIRS = Path(__file__).with_name("pairs.jsonl")


@dataclass(frozen=True)
class LabelledPair:
    """Two records, and whether a person says that they tell of one call."""

    id: str
    part: str  # "looked_at" while the rules were written, or "scored" only
    same: bool
    a: Call
    b: Call


def labelled_pairs() -> Iterator[LabelledPair]:
    for line in PAIRS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        a, b = (load_json(Call, json.dumps(row[side])) for side in ("a", "b"))
        yield LabelledPair(row["id"], row["part"], row["same"], a, b)


def make(key: str, title: str = "Healthy ageing research hubs", **facts: Any) -> Call:
    """A call with this key, "source:id"."""
    source, _, source_id = key.partition(":")
    return Call(
        source=source, source_id=source_id, title=title, url=f"https://example.org/{key}", **facts
    )


def on(year: int, month: int, day: int, hour: int = 16) -> tuple[datetime]:
    """One deadline, UK time."""
    return (datetime(year, month, day, hour, tzinfo=LONDON),)


def pounds(amount: int) -> Money:
    return Money(Decimal(amount), "GBP")
