"""What the machine itself can do, measured in the same run: the floor beside which steps stand.

In time of the processor, as the steps are: other programs would make the machine look slow.
"""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

_ROUNDS = 5
_SIDE = 1_500


def measure() -> dict[str, float]:
    """Return memory bandwidth (GB/s) and peak arithmetic (billions a second), the best of rounds.

    Bandwidth is of a product of a matrix, too large for any cache, with one vector: what
    search does. Arithmetic is of a product of two matrices, in 32 bits and, where torch
    has it, in 8 bits.
    """
    draw = np.random.default_rng(1)
    matrix = draw.random((200_000, 384), dtype=np.float32)
    vector = matrix[0].copy()
    square = draw.random((_SIDE, _SIDE), dtype=np.float32)
    bandwidth = matrix.nbytes / _best(lambda: matrix @ vector) / 1e9
    arithmetic = 2 * _SIDE**3 / _best(lambda: square @ square) / 1e9
    return {"GB/s": bandwidth, "32-bit GFLOP/s": arithmetic, "8-bit GOP/s": _eight_bits()}


def product_seconds(rows: int, gigabytes: float) -> float:
    """Seconds to read that many vectors once at that bandwidth."""
    return rows * 384 * 4 / (gigabytes * 1e9)


def encoder_seconds(tokens: float, billions: float) -> float:
    """Seconds that the products of the shipped encoder take at that arithmetic (8 bits).

    Each of its 6 layers multiplies a token's 384 numbers with four matrices of 384 x 384 and
    two of 384 x 1,536: 1.77 million products and sums. What compares tokens with one
    another is not counted; of passages of 100 tokens it is 4 % more.
    """
    side, layers = 384, 6
    return tokens * layers * 2 * 12 * side**2 / (billions * 1e9)


def _eight_bits() -> float:
    import torch

    square = torch.randint(-100, 100, (_SIDE // 8 * 8,) * 2, dtype=torch.int8)
    return float(2 * square.shape[0] ** 3 / _best(lambda: torch._int_mm(square, square)) / 1e9)


def _best(work: Callable[[], Any]) -> float:
    taken = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return min(taken)
