"""Whether some documents of a ranking stand higher than chance would have them. Pure."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evaluation.metrics import Estimate, estimate

Numbers = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

_RESAMPLES = 2000
_SEED = 20261128


@dataclass(frozen=True, slots=True)
class TopShare:
    """How many of the marked documents are at the top, and how many chance would put there."""

    top: int  # documents that count as the top
    found: int  # marked ones among them
    marked: int  # in all
    expected: float  # by chance
    low: int  # 95 % of draws by chance find from this ...
    high: int  # ... to that many
    tail: float  # share of draws by chance that find as many or more

    @property
    def recall(self) -> float:
        """Share of the marked documents that are at the top."""
        return self.found / self.marked


@dataclass(frozen=True, slots=True)
class Separation:
    """How far the marked documents stand above the others in one ranking.

    Percentiles are shares of the ranking that stand below, 0.5 on average. The
    area under the curve (AUC) is the share of pairs of a marked and another
    document in which the marked one scores higher, ties half: 0.5 is chance.
    """

    marked: Estimate  # mean percentile
    others: Estimate
    auc: Estimate
    tail: float  # two-sided p of the Mann-Whitney test


def top_share(scores: Numbers, marked: Marks, share: float) -> TopShare:
    """Count the marked among the best `share` of the ranking; ties keep the order given.

    Chance is the hypergeometric distribution: so many drawn without putting
    back. Raises ValueError where nothing is marked.
    """
    from scipy.stats import hypergeom

    _check(marked)
    top = max(1, round(len(scores) * share))
    best = np.argsort(-scores, kind="stable")[:top]
    found = int(marked[best].sum())
    chance = hypergeom(len(scores), int(marked.sum()), top)
    low, high = chance.interval(0.95)
    return TopShare(
        top=top,
        found=found,
        marked=int(marked.sum()),
        expected=float(marked.mean()) * top,
        low=int(low),
        high=int(high),
        tail=float(chance.sf(found - 1)),
    )


def separation(scores: Numbers, marked: Marks) -> Separation:
    """Compare the marked documents with the others.

    Intervals are 95 % percentile bootstraps of 2,000 resamples from a fixed seed,
    marked and others drawn apart. Raises ValueError where none or all are marked.
    """
    from scipy.stats import mannwhitneyu, rankdata

    _check(marked)
    _check(~marked)
    percentiles = (rankdata(scores) - 0.5) / len(scores)
    return Separation(
        marked=estimate(percentiles[marked]),
        others=estimate(percentiles[~marked]),
        auc=_auc(scores[marked], scores[~marked]),
        tail=float(mannwhitneyu(scores[marked], scores[~marked]).pvalue),
    )


def _auc(marked: Numbers, others: Numbers) -> Estimate:
    difference = marked[:, None] - others[None, :]
    wins = (difference > 0) + 0.5 * (difference == 0)
    draw = np.random.default_rng(_SEED)
    means = [
        wins[draw.integers(0, len(marked), len(marked))]
        .mean(axis=0)[draw.integers(0, len(others), len(others))]
        .mean()
        for _ in range(_RESAMPLES)
    ]
    low, high = np.quantile(means, (0.025, 0.975))
    return Estimate(float(wins.mean()), float(low), float(high))


def _check(marked: Marks) -> None:
    if not marked.any():
        raise ValueError("there is nothing to compare: all documents are of one kind")
