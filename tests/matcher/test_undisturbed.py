"""What a long computation changes of the process, and gives back."""

import gc

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from matcher.undisturbed import undisturbed


def blas_threads() -> set[int]:
    """How many threads numpy's own products may take."""
    np.ones((2, 2)) @ np.ones((2, 2))
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


def test_inside_is_one_thread_and_no_collector_and_afterwards_all_is_as_before() -> None:
    before = blas_threads()
    with undisturbed():
        assert blas_threads() == {1}
        assert not gc.isenabled()
        with undisturbed():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()
    assert blas_threads() == before


def test_an_error_leaves_nothing_changed() -> None:
    before = blas_threads()
    with pytest.raises(ValueError, match="lost"), undisturbed():
        raise ValueError("lost")
    assert gc.isenabled()
    assert blas_threads() == before


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with undisturbed():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
