"""Calls made of real texts: their words are real, their dates are moved so that they are open."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from random import Random

from matcher.imports.catalogue import load_catalogue
from tests.campaign.sites import Grant

_ROOT = Path(__file__).parents[2]
_CATALOGUE = _ROOT / "data" / "catalogue"
# Whole texts, where they are beside the project.
_MORE = _ROOT.parent / "shared" / "data" / "calls" / "eu_topics_2026-08-10.jsonl.gz"
_LONGEST = 4000  # characters of a text: so much is matched, and no mail shows more of it
_AMOUNTS = (None, None, 40_000, 250_000, 600_000, 1_200_000, 2_500_000, 6_000_000, 20_000_000)


@dataclass(frozen=True, slots=True)
class Text:
    """What a call is about."""

    title: str
    text: str
    funder: str


@cache
def real_texts() -> tuple[Text, ...]:
    """Return the bundled calls' texts, and behind them those of EU topics where there are any."""
    known = {text.title for text in bundled_texts()}
    return (*bundled_texts(), *(each for each in _eu_topics() if each.title not in known))


@cache
def bundled_texts() -> tuple[Text, ...]:
    """Return the bundled calls' texts, which are short."""
    return tuple(
        Text(call.title, call.match_text(), call.funder or "Example funder")
        for call in load_catalogue(_CATALOGUE).calls
    )


def _eu_topics() -> Iterator[Text]:
    if not _MORE.exists():
        return
    with gzip.open(_MORE, "rt", encoding="utf-8") as lines:
        for line in lines:
            topic = json.loads(line)
            if topic["title"] and topic["description"]:
                yield Text(topic["title"], topic["description"][:_LONGEST], topic["programme"])


def make_grants(count: int, monday: datetime, seed: int = 1) -> list[Grant]:
    """Return so many calls, of which most are open on that Monday and a few are announced.

    Where there are fewer texts than that, they come again under other titles.
    """
    draw = Random(seed)
    return [_grant(number, text, monday, draw) for number, text in islice(_endless(), count)]


def _endless() -> Iterator[tuple[int, Text]]:
    texts = real_texts()
    number = 0
    while True:
        turn, place = divmod(number, len(texts))
        text = texts[place]
        title = f"{text.title} (strand {turn + 1})" if turn else text.title
        yield number, Text(title, text.text, text.funder)
        number += 1


def _grant(number: int, text: Text, monday: datetime, draw: Random) -> Grant:
    opens = monday + timedelta(days=draw.randint(-90, 20))
    closes = max(opens, monday) + timedelta(days=draw.randint(3, 200), hours=draw.randint(0, 9))
    name = re.sub("[^a-z]+", "-", text.title.lower())[:40].strip("-") or "call"
    return Grant(
        label=f"{name}-{number}",
        title=text.title,
        text=text.text,
        funder=text.funder,
        opens=opens,
        closes=closes,
        most=draw.choice(_AMOUNTS),
    )
