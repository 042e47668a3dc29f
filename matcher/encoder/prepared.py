"""A prepared model on disk: what its manifest says, and whether it may be used here."""

import json
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from matcher.encoder.files import ModelFiles, sha256_of
from matcher.encoder.processor import Processor, read_processor
from matcher.encoder.types import EncoderError

MANIFEST = "manifest.json"
BLOB = "model.blob"
FORMAT = 1  # raised when a prepared folder of an older program must not be read


@dataclass(frozen=True, slots=True)
class Candidate:
    """A backend that was tried when the model was prepared."""

    name: str  # backend and precision
    texts_per_second: float | None  # None where it was refused before it was timed
    cosine_mean: float  # with the reference's vectors of the same texts
    cosine_min: float
    refused: str | None  # why it may not be used


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a prepared folder holds, what it was made from, and where it may be used."""

    format: int
    model: str
    fingerprint: str  # sha256 over the source model's weights, settings and adapter
    weights_sha256: str
    adapter_sha256: str | None
    backend: str  # openvino, or torch where nothing else was safe and faster
    precision: str  # float32, bfloat16 or int8
    hint: str  # precision that OpenVINO is asked for: f32 or bf16
    dimension: int
    numbers_sha256: str | None  # of the weights as they were laid out, before compiling
    files: dict[str, str]  # sha256 by file name
    openvino: str  # its version
    processor: Processor
    candidates: tuple[Candidate, ...]

    @property
    def backend_id(self) -> str:
        """Backend, precision and the numbers that were compiled: part of a model's id."""
        numbers = (self.numbers_sha256 or "")[:8]
        return "-".join(part for part in (self.backend, self.precision, numbers) if part)


def folder_of(home: Path, files: ModelFiles, fingerprint: str) -> Path:
    """Return where a model is kept once it is prepared."""
    return home / f"{files.name}@{fingerprint[:8]}"


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write a prepared folder's manifest."""
    text = json.dumps(asdict(manifest), indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def read_prepared(folder: Path, fingerprint: str) -> Manifest | None:
    """Return the manifest of a prepared folder that may be used here; None if there is none.

    Raises EncoderError, one sentence, where a file is missing, cut short or
    changed, where the model, the processor or OpenVINO is another one, and where
    the manifest is not whole.
    """
    if not folder.is_dir():
        return None
    manifest = _read(folder / MANIFEST)
    reason = _misfit(manifest, fingerprint) or _damage(folder, manifest)
    if reason:
        raise EncoderError(f"the prepared model in {folder} cannot be used: {reason}")
    return manifest


def openvino_version() -> str:
    """Return the version of OpenVINO that is installed, without importing it."""
    try:
        return metadata.version("openvino")
    except metadata.PackageNotFoundError:
        return "none"


def _read(path: Path) -> Manifest:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        given = content["processor"]
        content["processor"] = Processor(given["name"], tuple(given["features"]))
        content["candidates"] = tuple(Candidate(**one) for one in content["candidates"])
        return Manifest(**content)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise EncoderError(
            f"the prepared model in {path.parent} cannot be used: {path.name} is not whole"
        ) from error


def _misfit(manifest: Manifest, fingerprint: str) -> str | None:
    """Say why a prepared model does not belong here, None if it does."""
    if manifest.format != FORMAT:
        return "another version of the program made it"
    if manifest.fingerprint != fingerprint:
        return "it was made from another model"
    if manifest.processor != read_processor():
        return f"it was made on another processor ({manifest.processor.name})"
    if manifest.openvino != openvino_version():
        return f"it was made with OpenVINO {manifest.openvino}, here is {openvino_version()}"
    return None


def _damage(folder: Path, manifest: Manifest) -> str | None:
    """Say what is wrong with the files, None if nothing is."""
    expected = {BLOB} if manifest.backend == "openvino" else set()
    if set(manifest.files) != expected:
        return f"{MANIFEST} names other files than it should"
    for name, sha256 in manifest.files.items():
        path = folder / name
        if not path.is_file():
            return f"{name} is missing"
        if sha256_of(path) != sha256:
            return f"{name} is not the file that was written"
    return None
