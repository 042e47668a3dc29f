"""For each award that the city won: the call it may have come from, and where that stood. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np
import numpy.typing as npt

from matcher.backtest.chance import Numbers
from matcher.backtest.known import KnownCall
from matcher.backtest.weeks import Past, Place, Week
from matcher.ranking.corpus import build_corpus
from matcher.ranking.dense import dense_scores
from matcher.ranking.score import Calibration
from models.award import Award
from models.call import Call

BEFORE = timedelta(days=730)
"""How long before an award its call is looked for: a bid takes one to two years to be paid."""


@dataclass(frozen=True, slots=True)
class NearestCall:
    """The open call closest in meaning to an award, and each week's place of it."""

    call: Call
    closeness: float  # as in the ranking, -1 to 1
    near: bool  # as close as a call must be to a need to be shown, by meaning alone
    places: tuple[tuple[datetime, Place], ...]  # of the weeks before the award, the earliest first


@dataclass(frozen=True, slots=True)
class AwardTrace:
    """What the past weeks knew before one award."""

    award: Award
    day: date | None  # it was given, else it started
    weeks: int  # weeks made again that lie in the time before it
    candidates: int  # calls that were open in them
    nearest: NearestCall | None  # None: no call was open, or nothing is known of the award's text


@dataclass(frozen=True, slots=True)
class _Opening:
    """A call that could be bid for in the week of a day; `row` is its text's in the corpus."""

    day: date
    known: KnownCall
    row: int


def near_enough(match_score: float, calibration: Calibration) -> float:
    """Return the closeness at which a score reaches `match_score` without a shared word.

    The shipped score turned round: usual closeness + (logit - intercept) / slope.
    """
    logit = math.log(match_score / (1 - match_score))
    return calibration.usual_closeness + (logit - calibration.intercept) / calibration.slope


def trace_awards(
    awards: Sequence[Award],
    vectors: Mapping[str, npt.NDArray[np.float32]],
    past: Past,
    least: float,
) -> Iterator[AwardTrace]:
    """Look for each award's call among those open in the two years before it.

    `vectors` has one unit row per award, by key; `least` is the closeness from which
    a call counts as near (`near_enough`). The closest in meaning need not
    be the call that the award came from: no source says which that was.
    """
    texts = [[each.call.match_text() for each in week.calls] for week in past.known]
    rows = {text: row for row, text in enumerate(sorted({text for week in texts for text in week}))}
    corpus = build_corpus(
        [replace(past.documents[text], key=str(row)) for text, row in rows.items()]
    )
    openings = [
        _Opening(week.as_of.date(), each, rows[text])
        for week, spoken in zip(past.known, texts, strict=True)
        for each, text in zip(week.calls, spoken, strict=True)
    ]
    for award in awards:
        vector = vectors.get(award.key)
        closeness = None if vector is None else dense_scores(corpus.closeness, vector[None])[0]
        yield _trace(award, closeness, openings, past.weeks, least)


def _trace(
    award: Award,
    closeness: Numbers | None,
    openings: Sequence[_Opening],
    weeks: Sequence[Week],
    least: float,
) -> AwardTrace:
    day = award.awarded_on or award.starts_on
    if day is None:
        return AwardTrace(award, None, 0, 0, None)
    first = day - BEFORE
    before = [opening for opening in openings if first <= opening.day <= day]
    nearest = None
    if before and closeness is not None:
        best = max(before, key=lambda opening: (closeness[opening.row], opening.day))
        places = _places(best.known.group, weeks, day)
        value = float(closeness[best.row])
        nearest = NearestCall(best.known.call, value, value >= least, places)
    return AwardTrace(
        award=award,
        day=day,
        weeks=sum(first <= week.as_of.date() <= day for week in weeks),
        candidates=len({opening.known.group for opening in before}),
        nearest=nearest,
    )


def _places(group: str, weeks: Sequence[Week], day: date) -> tuple[tuple[datetime, Place], ...]:
    return tuple(
        (week.as_of, week.places[group])
        for week in weeks
        if group in week.places and week.as_of.date() <= day
    )
