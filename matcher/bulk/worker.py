"""One worker: an encoder, the calls laid out once, and a scratch store for vectors of its own.

A worker needs the program and the model on its machine, and nothing else: neither the
database nor the home. Vectors that it makes go back with what it found.
"""

import socket
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from matcher.bulk.packing import Packed, unpack
from matcher.bulk.work import Done, EmbedBatch, MatchBatch, embed_batch, match_batch
from matcher.encoder import Encoder, EncoderError
from matcher.store import TextVectors, encoded_texts, load_vectors, open_store, save_vectors
from models.call import Call
from models.errors import BidMatcherError


@dataclass(frozen=True, slots=True)
class Model:
    """Where a worker finds the model, and which one it must be."""

    folder: Path | None
    prepared: Path
    model_id: str


@dataclass(frozen=True, slots=True, eq=False)
class Calls:
    """The calls that may be bid for, laid out, and vectors of other texts that are known."""

    packed: Packed
    calls: tuple[Call, ...]  # in the order of the packed documents
    known: Sequence[TextVectors]


class Worker:
    """Does one batch after another. `calls` is None for one that only encodes."""

    def __init__(self, model: Model, calls: Calls | None = None) -> None:
        self._model = model
        self._encoder = Encoder(model.folder, model.prepared)
        self._given = calls
        self._folder = tempfile.TemporaryDirectory(prefix="bid-matcher-worker-")

    def ready(self) -> str:
        """Lay everything out and return the machine's name.

        EncoderError where the model here is another one: its vectors cannot be compared.
        """
        host = socket.gethostname()
        if self._encoder.model_id != self._model.model_id:
            raise EncoderError(
                f"the worker on {host} has the model {self._encoder.model_id},"
                f" not {self._model.model_id}: prepare the same one there"
            )
        if self._given is not None:
            self._store = open_store(f"sqlite:///{self._folder.name}/vectors.db")
            save_vectors(self._store, self._model.model_id, self._given.known)
            self._sent = encoded_texts(self._store, self._model.model_id)
            texts = [call.match_text() for call in self._given.calls]
            self._corpus = unpack(self._given.packed, texts)
            self._calls = {call.key: call for call in self._given.calls}
        return host

    def embed(self, batch: EmbedBatch) -> Done:
        """Encode a batch of texts."""
        try:
            return embed_batch(self._encoder, batch)
        except (BidMatcherError, ValueError, OSError) as error:
            return Done(batch.name, failure=str(error))

    def match(self, batch: MatchBatch) -> Done:
        """Match one city."""
        try:
            done = match_batch(
                self._store, self._encoder, self._corpus, self._calls, batch, lambda *_: None
            )
        except (BidMatcherError, ValueError, OSError) as error:
            return Done(batch.name, failure=str(error))
        return Done(batch.name, self._new_vectors(), done.found)

    def _new_vectors(self) -> tuple[TextVectors, ...]:
        """Return the vectors that were made since the last batch."""
        kept = encoded_texts(self._store, self._model.model_id)
        made = load_vectors(self._store, self._model.model_id, kept - self._sent)
        self._sent = kept
        return tuple(made.values())
