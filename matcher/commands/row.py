"""How commands show a call: a few plain lines, or JSON."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from matcher.commands.say import say
from matcher.digest import words
from matcher.digest.safe import plain, web_address
from matcher.matching import City
from matcher.serial import dump_json
from models.digest import RankedCall


def tell_row(row: RankedCall, city: City, as_of: datetime) -> None:
    """Print a call with its facts, the needs it answers and who could lead."""
    profile = city.profile
    say_facts(row, row.score, city, as_of)
    for match in row.needs[:3]:
        say(f"   need {match.score:.2f}: {profile.need(match.target_id).name}")
        say(f"      “{plain(match.explanation.sentence)}”")
    for sentence in row.judged:
        say(f"   judgements: {plain(sentence)}")
    for match in row.leads:
        say(f"   could lead: {profile.organisation(match.target_id).name}")
    say()


def say_facts(row: RankedCall, score: float, city: City, as_of: datetime) -> None:
    """Print title, funder, amount, deadline and address; "not stated" where nothing is."""
    call = row.call
    rates = {rate.currency: rate.pounds for rate in city.rates.values()}
    left = words.days_left_words(row.days_left)
    say(f"{score:.2f}  {plain(call.title)}")
    say(f"   {plain(call.funder or 'funder not stated')}")
    say(f"   {'; '.join(words.amount_words(call, rates))}")
    deadline = words.deadline_words(call, row.closes_at, as_of)
    say(f"   {words.status_words(row.status)}; {deadline}{f' ({left})' if left else ''}")
    say(f"   {web_address(call.url) or 'no address'}")


def as_json(rows: Sequence[RankedCall], extra: Sequence[dict[str, Any]] = ()) -> str:
    """Return the rows as a JSON list; `extra` adds keys to each, in the same order."""
    plain_rows = [json.loads(dump_json(row)) for row in rows]
    for row, more in zip(plain_rows, extra, strict=False):
        row.update(more)
    return json.dumps(plain_rows, indent=2, ensure_ascii=False)
