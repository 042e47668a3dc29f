"""One call on one line of a list: what every list of the site shows of it. Pure."""

from dataclasses import dataclass
from urllib.parse import quote

from matcher.digest import words
from matcher.digest.safe import clip
from matcher.strategy.scoping import Background
from models.digest import RankedCall


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call in a list. Every string is plain."""

    key: str
    title: str
    address: str  # of its page here
    funder: str
    amount: str
    deadline: str
    left: str
    status: str
    score: str
    track: str  # empty for a research bid


def call_address(key: str) -> str:
    """Return the address of a call's page on this site."""
    return f"/call/{quote(key, safe=':/')}"


def line_of(ranked: RankedCall, background: Background, score: float | None = None) -> CallLine:
    """Put a call on a line; `score` stands in for that of its best need."""
    call = ranked.call
    best = ranked.needs[0].score if ranked.needs else None
    shown = best if score is None else score
    rates = {code: rate.pounds for code, rate in background.rates.items()}
    return CallLine(
        key=call.key,
        title=clip(call.title, 180) or "title not stated",
        address=call_address(call.key),
        funder=clip(call.funder or "", 100) or "funder not stated",
        amount=words.amount_words(call, rates)[0],
        deadline=words.deadline_words(call, ranked.closes_at, background.as_of),
        left=words.days_left_words(ranked.days_left),
        status=words.status_words(ranked.status),
        score="" if shown is None else words.score_words(shown),
        track=words.track_words(ranked.track.track),
    )
