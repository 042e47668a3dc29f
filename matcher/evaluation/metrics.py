"""What a ranking is worth, in the field's usual numbers, and how sure they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

METRICS = ("nDCG@10", "MRR@10", "R@10", "R@50", "MAP")

_RESAMPLES = 2000
_SEED = 20261122


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its 95 % bootstrap interval."""

    value: float
    low: float
    high: float


def measure(gains: Numbers, all_gains: Sequence[int]) -> tuple[float, ...]:
    """Return the METRICS of one query, each in [0, 1].

    `gains` holds the gain of every ranked document, best ranked first;
    `all_gains` the gains above 0 that there are to find (at least one). nDCG has
    linear gains and the logarithm to base 2, as trec_eval does.
    """
    hits = gains > 0
    places = np.flatnonzero(hits)
    total = len(all_gains)
    found_first = 1.0 / (places[0] + 1) if places.size and places[0] < 10 else 0.0
    precision = np.arange(1, places.size + 1) / (places + 1)
    return (
        _discounted(gains[:10]) / _discounted(np.sort(np.array(all_gains, dtype=float))[:-11:-1]),
        float(found_first),
        float(hits[:10].sum()) / total,
        float(hits[:50].sum()) / total,
        float(precision.sum()) / total,
    )


def estimate(values: Numbers) -> Estimate:
    """Return the mean of per-query numbers with the 95 % percentile bootstrap interval.

    2,000 resamples of the queries from a fixed seed: the same numbers give the
    same interval.
    """
    draws = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), (0.025, 0.975))
    return Estimate(float(values.mean()), float(low), float(high))


def _discounted(gains: Numbers) -> float:
    return float((gains / np.log2(np.arange(2, len(gains) + 2))).sum())
