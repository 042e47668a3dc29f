"""How a cost grows: the exponent of a power law, by least squares of logarithms. Pure."""

from collections.abc import Mapping

import numpy as np


def exponent(costs: Mapping[int, float]) -> float | None:
    """Return b of cost = a size^b; None for fewer than two sizes, or a cost that is not above 0."""
    if len(costs) < 2 or min(costs.values()) <= 0:
        return None
    sizes = np.log(list(costs))
    return float(np.polyfit(sizes, np.log(list(costs.values())), 1)[0])
