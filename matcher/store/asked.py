"""What a store is asked to find candidates for, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class CallVector:
    """What the closeness of a call is told from."""

    key: str  # of the call
    text_hash: str  # of its text
    length: int  # stems of its text, repeats counted
    stems: Mapping[str, float]  # what each adds to a match in words, before its rarity
    row: npt.NDArray[np.float32]  # (dimension,); its product with a query is about the closeness
    # Of a call of several passages, (passages, dimension): the closeness is the largest product.
    passages: npt.NDArray[np.float32] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class SaidMost:
    """What is known of all calls that bears on a search's stems."""

    total: int  # calls, about
    weights: Mapping[str, float]  # what a stem counts, by BM25: the rarer, the more
    best: npt.NDArray[np.int32]  # numbers of the calls whose match in words is best, in order


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A search. What can be told of calls without reading them is asked of them; None asks nothing.

    A call that passes a filter is never left out for it; some that do not pass may be found.
    """

    said: SaidMost  # of its stems
    vector: npt.NDArray[np.float32]  # a unit row
    model_id: str  # whose vector it is
    words_weight: float  # what the best match in words counts beside closeness
    least_words: float  # a best match of less, as a share of what is possible, counts as this
    not_closed_at: datetime | None = None
    closing_before: datetime | None = None  # the first deadline


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The calls that are likeliest to answer a search best, and what is known of all of them."""

    keys: tuple[str, ...]  # the likeliest first
    weights: Mapping[str, float]  # of the search's words, by stem: how rare in all calls
    length: float  # of a call in all, on average, beside one of these
    words: float  # the best match in words of any call, as a share of what is possible
    usual: float  # mean closeness of the search to a call
    total: int  # calls in the store, about
