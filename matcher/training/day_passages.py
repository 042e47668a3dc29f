"""Labelled passages as examples for the judge of days. Pure.

Each day of a passage is one example: its window (`matcher/day_judge/windows.py`), and
whether its label names it as a closing, as the opening, or as neither. Pages are longer
than passages, so a share of them is shown with another passage beside it.
"""

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from matcher.day_judge.windows import windows
from scrapers.facts.days import NamedDay
from scrapers.facts.schedule.schedule import days_of
from scrapers.facts.text import plain

NEITHER, CLOSES, OPENS = range(3)
_UNASKED = -1


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its days, and what its label says of each."""

    text: str
    days: tuple[NamedDay, ...]
    labels: tuple[int, ...]


def read_passages(lines: Sequence[str]) -> list[Passage]:
    """Read labelled passages, one JSON object a line; those that name no day are left out.

    Raises ValueError with the number of a line that has no text, no label or no JSON.
    """
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            text, days = days_of(plain(entry["text"]), entry.get("title", ""))
            labels = tuple(_label(day, entry["label"]) for day in days)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"line {number} is no labelled passage: {error!r}") from error
        if days:
            found.append(Passage(text, days, labels))
    return found


def _label(day: NamedDay, label: Mapping[str, Any]) -> int:
    moment = day.moment(closing=False)
    stated = f"{moment:%Y-%m-%d}" if moment else ""
    if stated in {closing[:10] for closing in label["deadlines"]}:
        return CLOSES
    return OPENS if stated and stated == (label["opens"] or "")[:10] else NEITHER


def examples(
    passages: Sequence[Passage], rng: random.Random, beside: float
) -> list[tuple[str, int]]:
    """Return the window and the label of each day.

    `beside` is the share of passages that are shown with another before or after them.
    """
    found = []
    for passage in passages:
        shown = _joined(passage, rng.choice(passages), rng) if rng.random() < beside else passage
        found += [
            (window, label)
            for window, label in zip(windows(shown.text, shown.days), shown.labels, strict=True)
            if window is not None and label != _UNASKED
        ]
    return found


def _joined(passage: Passage, other: Passage, rng: random.Random) -> Passage:
    """Put another passage before or after one; its days are seen, and not asked about."""
    first, second = (passage, other) if rng.random() < 0.5 else (other, passage)
    shift = len(first.text) + 1
    moved = tuple(replace(day, start=day.start + shift, end=day.end + shift) for day in second.days)
    unasked = (_UNASKED,) * len(other.days)
    labels = passage.labels + unasked if first is passage else unasked + passage.labels
    return Passage(f"{first.text}\n{second.text}", first.days + moved, labels)


def learned_from(files: Sequence[Path]) -> str:
    """Return the sha256 over the files that a judge is trained on, in their order, as hex."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
