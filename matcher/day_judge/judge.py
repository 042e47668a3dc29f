"""Asks the model what the days of a text are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from matcher.day_judge.graph import build_graph
from matcher.day_judge.windows import MARKS, SHOWN, windows
from matcher.encoder.adapter import adapted_weights, adapter_for
from matcher.encoder.files import check_weights, find_model
from matcher.encoder.graph import read_shape
from matcher.encoder.network import Requests, compile_model, stream_count
from matcher.encoder.tokens import ids_within, load_tokenizer
from matcher.encoder.types import EncoderError, Rows
from scrapers.facts.days import NamedDay
from scrapers.facts.schedule import Odds

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ADAPTER = Path(__file__).with_name("adapter.safetensors")
HEAD = Path(__file__).with_name("head.safetensors")
LONGEST = 256
"""Tokens of a window that are read; its characters make fewer, if they make words."""
MOST_JUDGED = 40
"""Days of one text that the model is asked about: calls name up to 30."""

_WORDS = "embeddings.word_embeddings.weight"
_SHAPES = {"head.weight": (3, 2), "head.bias": (3,), "marks": (len(MARKS), 1)}  # times dimension


class LearnedJudge:
    """A `DayJudge` that has learned from labelled passages. Threads may share one.

    The model is loaded when it is first asked, in a second or two: most calls name
    their days in labelled fields.
    """

    def __init__(self, adapter: Path = ADAPTER, head: Path = HEAD) -> None:
        self._files = adapter, head
        self._loading = Lock()
        self._loaded: _Loaded | None = None

    def __call__(self, text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
        """Return the odds of each day.

        None for one that no calendar has, beyond MOST_JUDGED, or behind what makes no words.
        Raises EncoderError as `load` does, and where the model cannot be run.
        """
        shown = windows(text, days[:MOST_JUDGED])
        odds = [None if window is None else self._odds(window) for window in shown]
        return odds + [None] * (len(days) - len(shown))

    def load(self) -> None:
        """Load the model, unless it is. EncoderError where a file is missing or not whole."""
        self._model()

    def _model(self) -> "_Loaded":
        with self._loading:
            if self._loaded is None:
                self._loaded = _load(*self._files)
            return self._loaded

    def _odds(self, window: str) -> Odds | None:
        model = self._model()
        ids = ids_within(model.tokenizer.encode(window).ids, LONGEST)
        if model.shown not in ids:  # behind too much that makes no words
            return None
        _, closes, opens = model.requests.run([ids])[0].tolist()
        return Odds(opens=opens, closes=closes)


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: "Tokenizer"
    shown: int  # id of the mark of the day that is asked about
    requests: Requests


def _load(adapter: Path, head_file: Path) -> _Loaded:
    files = find_model(None)
    check_weights(files)
    weights = adapted_weights(files, adapter_for(files, adapter))
    shape = read_shape(files)
    head = _read_head(head_file, shape.dimension)
    tokenizer = load_tokenizer(files)
    places = mark_ids(tokenizer)
    words = weights[_WORDS].copy()
    words[places] = head["marks"]
    shown = places[MARKS.index(SHOWN)]
    graph = build_graph(shape, weights | {_WORDS: words}, head, shown)
    return _Loaded(tokenizer, shown, Requests(compile_model(graph, "f32", stream_count())))


def mark_ids(tokenizer: "Tokenizer") -> list[int]:
    """Make a tokenizer keep each mark as one token, and return their ids in the order of MARKS.

    Raises EncoderError where its vocabulary does not have them.
    """
    found = [tokenizer.token_to_id(mark) for mark in MARKS]
    known = [one for one in found if one is not None]
    if len(known) < len(MARKS):
        raise EncoderError(f"the model's vocabulary does not have {' '.join(MARKS)}")
    tokenizer.add_special_tokens(list(MARKS))
    return known


def _read_head(path: Path, dimension: int) -> Mapping[str, Rows]:
    """Read the head and the marks; EncoderError where they are not what they should be."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        head = load_file(path)
    except (SafetensorError, OSError) as error:
        raise EncoderError(f"{path} cannot be read: {error}") from error
    for name, (rows, *times) in _SHAPES.items():
        expected = (rows, *(dimension * many for many in times))
        found = head.get(name)
        if found is None or found.shape != expected or not np.isfinite(found).all():
            raise EncoderError(f"{path}: {name} is not of finite numbers of shape {expected}")
    return {name: tensor.astype(np.float32) for name, tensor in head.items()}
