"""Logistic regression beside a fixed offset, with a penalty on large weights.

The log odds that a judgement speaks for a call are

    offset + intercept + sum of the weights of its habits

where the offset is the log odds of the shipped score, so that only what people
judge otherwise than the ranking is left to be learned. Minimised is

    - log likelihood + sum(weight^2) / (2 SPREAD^2) + intercept^2 / (2 LOOSE^2)

(ridge or Gaussian-prior logistic regression: Hoerl and Kennard 1970, le Cessie
and van Houwelingen 1992). scikit-learn's estimator takes no offset, hence scipy.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

SPREAD = 0.5  # log odds: how large a habit is thought to be before anything was judged
LOOSE = 5.0  # the same for the intercept: how strict a reader is overall is free


def fit(design: Numbers, offset: Numbers, kept: Numbers, counts: Numbers) -> tuple[Numbers, float]:
    """Return the habits' weights, shape (habits,), and the intercept.

    `design` is (examples, habits), 1 where an example has the habit; the others
    are (examples,): log odds of the score, 1 for kept and 0 for dismissed, and how
    much each example counts. The problem is strictly convex: the answer is the only one.
    """
    from scipy.optimize import minimize  # half a second to load, and most runs need none of it

    columns = np.column_stack([np.ones(len(design)), design])
    penalty = np.array([1 / LOOSE**2] + [1 / SPREAD**2] * design.shape[1])

    def loss(weights: Numbers) -> tuple[float, Numbers]:
        logits = offset + columns @ weights
        value = counts @ losses(logits, kept) + 0.5 * penalty @ weights**2
        slope = columns.T @ (counts * (logistic(logits) - kept)) + penalty * weights
        return float(value), np.asarray(slope)

    found = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B").x
    return found[1:], float(found[0])


def losses(logits: Numbers, kept: Numbers) -> Numbers:
    """Return the log loss of each example, in nats: -log of what was held for the truth."""
    return np.logaddexp(0.0, logits) - kept * logits


def logistic(logits: Numbers) -> Numbers:
    """Turn log odds into shares, each strictly between 0 and 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))
