"""One call in words: what the HTML, the text and later the web page all show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from matcher.digest import words
from matcher.digest.conditions import conditions_words
from matcher.digest.forms import BRITISH, Forms
from matcher.digest.safe import clip, plain, web_address
from matcher.strategy.eligibility import may_bid
from matcher.strategy.leading import caution_about, needs_of
from models.call import Call
from models.digest import RankedCall
from models.match import Match
from models.need import Need
from models.organisation import Organisation
from models.scale import Track

_TITLE, _NAME, _SENTENCE, _PHRASE = 180, 120, 220, 100  # most characters shown
_LEADS = 3  # organisations named beside a call at most
_JUDGED = 3  # sentences on judgements at most; the best needs come first


@dataclass(frozen=True, slots=True)
class Reason:
    """A need or organisation beside a call, and the words that brought them together."""

    name: str
    score: str
    sentence: str  # of the call
    phrase: str  # of the need, or what the organisation is known for
    caution: str = ""  # why a person must decide first


@dataclass(frozen=True, slots=True)
class Row:
    """A call ready to be read. Every string is plain; nothing is left empty but by meaning."""

    title: str
    link: str | None
    also_at: tuple[str, ...]  # further pages that list the same call
    by: str
    amounts: tuple[str, ...]
    deadline: str
    left: str  # days left, or empty
    begin: str  # by when work on a bid must begin; empty where it is not put up for decision
    opening: str  # for a call that is not open yet
    stage: str
    status: str
    eligibility: str
    eligibility_sentence: str
    conditions: tuple[str, ...]
    score: str
    scale: str
    scale_sentence: str
    track: str  # empty for a research bid
    track_sentence: str
    needs: tuple[Reason, ...]
    leads: tuple[Reason, ...]
    judged: tuple[str, ...]  # what people's judgements have to say of it


@dataclass(frozen=True, slots=True)
class Names:
    """What ids and currencies in a digest stand for."""

    needs: Mapping[str, Need]
    organisations: Mapping[str, Organisation]
    rates: Mapping[str, Decimal]  # pounds for one unit of a currency


def known_rates(rows: Iterable[RankedCall]) -> dict[str, Decimal]:
    """Return pounds per unit of each foreign currency, from amounts already converted."""
    rates: dict[str, Decimal] = {}
    for row in rows:
        award, pounds = row.scale.award, row.scale.pounds
        if award is not None and pounds is not None and award.amount:
            rates.setdefault(award.currency, pounds / award.amount)
    return rates


def row_in_words(ranked: RankedCall, as_of: datetime, names: Names, forms: Forms = BRITISH) -> Row:
    """Put one ranked call into words; `forms` write its dates and amounts.

    What people decided, and by when to begin, comes in words already and stays as it is.
    Raises KeyError for a need or organisation not in `names`.
    """
    call, eligibility = ranked.call, may_bid(ranked.call)
    return Row(
        title=clip(call.title, _TITLE) or "title not stated",
        link=web_address(call.url),
        also_at=tuple(filter(None, map(web_address, ranked.also_at))),
        by=_by(call),
        amounts=words.amount_words(call, names.rates, forms),
        deadline=words.deadline_words(call, ranked.closes_at, as_of, forms),
        left=words.days_left_words(ranked.days_left),
        begin=ranked.begin,
        opening=words.opening_words(call, as_of, forms),
        stage=words.stage_words(call.stage),
        status=words.status_words(ranked.status),
        eligibility=words.eligibility_words(eligibility.verdict),
        eligibility_sentence=clip(eligibility.sentence, _SENTENCE),
        conditions=conditions_words(call),
        score=_score(ranked),
        scale=words.scale_words(ranked.scale, forms),
        scale_sentence=clip(ranked.scale.sentence, _SENTENCE),
        track=words.track_words(ranked.track.track),
        track_sentence=_track_sentence(ranked),
        needs=tuple(_need_reason(match, names) for match in ranked.needs),
        leads=tuple(_lead_reason(match, ranked, names) for match in ranked.leads[:_LEADS]),
        judged=tuple(clip(sentence, _SENTENCE) for sentence in ranked.judged[:_JUDGED]),
    )


def _score(ranked: RankedCall) -> str:
    """Say how well the best need is answered, and what that is worth to this city."""
    if not ranked.needs:
        return words.score_words(ranked.score)
    best = words.score_words(ranked.needs[0].score)
    return f"{best}; priority for the city {ranked.score:.2f}"


def _by(call: Call) -> str:
    funder = clip(call.funder or "", _NAME) or "funder not stated"
    others = tuple(clip(name, _NAME) for name in call.co_funders)
    parts = [f"{funder} with {words.list_words(others)}" if others else funder]
    parts += [clip(part, _NAME) for part in (call.programme, call.funding_type) if part]
    return " · ".join(part for part in parts if part)


def _track_sentence(ranked: RankedCall) -> str:
    research = ranked.track.track is Track.RESEARCH
    return "" if research else clip(ranked.track.sentence, _SENTENCE)


def _need_reason(match: Match, names: Names) -> Reason:
    return _reason(match, names.needs[match.target_id].name)


def _lead_reason(match: Match, ranked: RankedCall, names: Names) -> Reason:
    organisation = names.organisations[match.target_id]
    caution = caution_about(organisation, needs_of(ranked), names.organisations)
    return _reason(match, organisation.name, plain(caution or ""))


def _reason(match: Match, name: str, caution: str = "") -> Reason:
    why = match.explanation
    return Reason(
        name=plain(name),
        score=f"{match.score:.2f}",
        sentence=clip(why.sentence, _SENTENCE),
        phrase=clip(why.phrase, _PHRASE),
        caution=caution,
    )
