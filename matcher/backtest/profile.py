"""Whether the city's profile names what its organisations win awards for. Pure."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.backtest.chance import Marks, Numbers, Separation, TopShare, separation, top_share
from matcher.city_matches import KEPT
from matcher.ranking.corpus import Corpus
from matcher.ranking.match import Vectors, city_score, match_needs, match_organisations
from models.city import CityProfile
from models.match import Match
from models.need import Need

TOP_SHARES = (0.1, 0.2)
"""How much of a need's list counts as its top."""


@dataclass(frozen=True, slots=True)
class NeedFit:
    """How one need ranks the awards that the city holds."""

    need: Need
    matching: int  # awards of the city that reach the match score
    others_matching: int  # awards of others that do
    tops: tuple[TopShare, ...]  # one for each of TOP_SHARES


@dataclass(frozen=True, slots=True)
class ProfileFit:
    """How the profile ranks the awards that the city holds, among all awards."""

    awards: int
    held: int
    needs: tuple[NeedFit, ...]  # that at least one held award reaches, by id
    by_needs: Separation  # the city score, which ranks calls
    by_capabilities: Separation | None  # the score of the best organisation; None without any


def profile_fit(
    profile: CityProfile, corpus: Corpus, vectors: Vectors, held: Collection[str]
) -> ProfileFit:
    """Rank all awards for each need, for the city and for its organisations.

    The corpus has every award under its key; `held` are the city's; `vectors`
    has the encoded needs and capabilities. Raises ValueError where none or all
    of the awards are held.
    """
    marked = np.array([key in held for key in corpus.keys], dtype=bool)
    needs = match_needs(profile.needs, corpus, vectors)
    by_needs = separation(_city_scores(profile, corpus, needs), marked)
    own = [organisation for organisation in profile.organisations if organisation.in_city]
    suits = match_organisations(own, corpus, vectors)
    return ProfileFit(
        awards=len(corpus),
        held=int(marked.sum()),
        needs=_need_fits(profile, corpus, needs, marked),
        by_needs=by_needs,
        by_capabilities=separation(_best_scores(corpus, suits), marked) if suits else None,
    )


def _need_fits(
    profile: CityProfile, corpus: Corpus, matches: Sequence[Match], marked: Marks
) -> tuple[NeedFit, ...]:
    by_need: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_need[match.target_id].append(match)
    fits = []
    for need in sorted(profile.needs, key=lambda need: need.id):
        scores = _best_scores(corpus, by_need[need.id])
        reached = scores >= profile.thresholds.match_score
        if (reached & marked).any():
            tops = tuple(top_share(scores, marked, share) for share in TOP_SHARES)
            hits, others = int((reached & marked).sum()), int((reached & ~marked).sum())
            fits.append(NeedFit(need, hits, others, tops))
    return tuple(fits)


def _city_scores(profile: CityProfile, corpus: Corpus, matches: Sequence[Match]) -> Numbers:
    """Score each award as the digest scores a call: weak matches do not count."""
    weights = {need.id: need.weight for need in profile.needs}
    by_award: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        if match.score >= KEPT:
            by_award[match.call_key].append(match)
    return np.array([city_score(by_award[key], weights) for key in corpus.keys])


def _best_scores(corpus: Corpus, matches: Sequence[Match]) -> Numbers:
    best: dict[str, float] = defaultdict(float)
    for match in matches:
        best[match.call_key] = max(best[match.call_key], match.score)
    return np.array([best[key] for key in corpus.keys])
