"""Asks the model what the days of a text are."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from matcher.day_judge.graph import build_graph
from matcher.day_judge.windows import MARKS, SHOWN, windows
from matcher.encoder.adapter import adapted_weights, adapter_for
from matcher.encoder.files import check_weights, find_model
from matcher.encoder.graph import read_shape
from matcher.encoder.network import compile_model, padded, stream_count
from matcher.encoder.tokens import ids_within, load_tokenizer
from matcher.encoder.types import EncoderError, Rows
from scrapers.facts.days import NamedDay
from scrapers.facts.schedule import MOST_JUDGED, Odds

if TYPE_CHECKING:
    from tokenizers import Tokenizer

ADAPTER = Path(__file__).with_name("adapter.safetensors")
HEAD = Path(__file__).with_name("head.safetensors")
LONGEST = 256
"""Tokens of a window that are read; its characters make fewer, if they make words."""

_SHAPES = {"head.weight": (3, 2), "head.bias": (3,), "marks": (len(MARKS), 1)}  # times dimension


class LearnedJudge:
    """A `DayJudge` that has learned from labelled passages. Threads may share one.

    The model is loaded when it is first asked, in a second or two: most calls name
    their days in labelled fields.
    """

    def __init__(self, adapter: Path = ADAPTER, head: Path = HEAD) -> None:
        self._files = adapter, head
        self._loading = Lock()
        self._tokenizer: Tokenizer | None = None
        self._requests: SimpleQueue[Any] = SimpleQueue()

    def __call__(self, text: str, days: Sequence[NamedDay]) -> list[Odds | None]:
        """Return the odds of each day.

        None for one that no calendar has, beyond MOST_JUDGED, or behind what makes no words.

        Raises EncoderError as `load` does.
        """
        shown = windows(text, days[:MOST_JUDGED])
        odds = [None if window is None else self._odds(window) for window in shown]
        return odds + [None] * (len(days) - len(shown))

    def _odds(self, window: str) -> Odds | None:
        tokenizer = self._tokens()
        ids = ids_within(tokenizer.encode(window).ids, LONGEST)
        if tokenizer.token_to_id(SHOWN) not in ids:  # behind too much that makes no words
            return None
        request = self._requests.get()
        try:
            request.infer(list(padded([ids])), share_inputs=True)
            _, closes, opens = np.array(request.get_output_tensor(0).data)[0].tolist()
        finally:
            self._requests.put(request)
        return Odds(opens=opens, closes=closes)

    def load(self) -> None:
        """Load the model, unless it is. EncoderError where a file is missing or not whole."""
        self._tokens()

    def _tokens(self) -> "Tokenizer":
        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = self._loaded()
            return self._tokenizer

    def _loaded(self) -> "Tokenizer":
        files = find_model(None)
        check_weights(files)
        adapter_file, head_file = self._files
        weights = adapted_weights(files, adapter_for(files, adapter_file))
        shape = read_shape(files)
        head = _read_head(head_file, shape.dimension)
        tokenizer = load_tokenizer(files)
        places = mark_ids(tokenizer)
        words = weights["embeddings.word_embeddings.weight"].copy()
        words[places] = head["marks"]
        weights["embeddings.word_embeddings.weight"] = words
        graph = build_graph(shape, weights, head, places[MARKS.index(SHOWN)])
        compiled = compile_model(graph, "f32", stream_count())
        for _ in range(stream_count()):
            self._requests.put(compiled.create_infer_request())
        return tokenizer


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
