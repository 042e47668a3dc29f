"""Preparing a model for this machine: the fastest safe way to run it, stored whole.

The only place that imports torch to make something that later runs without it.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matcher.encoder.adapter import SHIPPED, Adapter, adapter_for
from matcher.encoder.files import ModelFiles, find_model, fingerprint, sha256_of, weights_sha256
from matcher.encoder.network import compile_model, stream_count
from matcher.encoder.prepared import (
    BLOB,
    FORMAT,
    Manifest,
    folder_of,
    openvino_version,
    read_prepared,
    write_manifest,
)
from matcher.encoder.processor import read_processor
from matcher.encoder.runtime import openvino
from matcher.encoder.types import EncoderError

if TYPE_CHECKING:
    from matcher.encoder.candidates import Built


@dataclass(frozen=True, slots=True)
class Source:
    """The model that is prepared, with what identifies it."""

    files: ModelFiles
    adapter: Adapter | None
    fingerprint: str


def find_source(folder: Path | None, adapter_file: Path | None = SHIPPED) -> Source:
    """Return the model that would be prepared; EncoderError where it is not whole."""
    files = find_model(folder)
    adapter = adapter_for(files, adapter_file)
    return Source(files, adapter, fingerprint(files, adapter.sha256 if adapter else ""))


def prepared_already(source: Source, home: Path) -> Manifest | None:
    """Return the manifest of a prepared model that may be used here, else None."""
    try:
        return read_prepared(folder_of(home, source.files, source.fingerprint), source.fingerprint)
    except EncoderError:
        return None


def prepare(source: Source, home: Path, texts: Sequence[str]) -> Manifest:
    """Choose the fastest safe way to run a model on this machine and store it under `home`.

    Half of `texts`, which should be like those to be encoded, calibrates the 8-bit
    numbers; the other half, which that has not seen, is what torch and the
    others are compared and timed on. The folder is replaced as a whole or not at
    all. Raises EncoderError where the model cannot be loaded, ValueError for
    fewer than two texts.
    """
    from matcher.encoder.candidates import fastest, try_all

    if len(texts) < 2:
        raise ValueError("preparing a model takes at least two texts")
    processor = read_processor()
    built = try_all(source.files, source.adapter, processor, texts)
    best = fastest(built)
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home, prefix=".preparing-") as made:
        part = Path(made) / "new"
        part.mkdir()
        numbers = _save_model(best, part)
        manifest = Manifest(
            format=FORMAT,
            model=source.files.name,
            fingerprint=source.fingerprint,
            weights_sha256=weights_sha256(source.files),
            adapter_sha256=source.adapter.sha256 if source.adapter else None,
            backend="openvino" if numbers else "torch",
            precision=best.precision,
            hint=best.hint,
            dimension=_dimension(best.backend),
            numbers_sha256=numbers,
            files={path.name: sha256_of(path) for path in part.iterdir()},
            openvino=openvino_version(),
            processor=processor,
            candidates=tuple(one.tried for one in built),
        )
        write_manifest(part, manifest)
        _put(part, folder_of(home, source.files, source.fingerprint), Path(made) / "old")
    return manifest


def _dimension(backend: Any) -> int:
    return int(backend.encode(["one"], "document", None).shape[1])


def _put(part: Path, target: Path, old: Path) -> None:
    """Move a finished folder to its place, what stood there out of the way first."""
    if target.exists():
        target.rename(old)
    part.rename(target)


def _save_model(best: "Built", folder: Path) -> str | None:
    """Write a model as it was compiled; returns the sha256 of its numbers, None for torch.

    Loading what is compiled takes a third of the time that compiling takes, and a
    prepared model belongs to one processor and one version of OpenVINO anyway. The
    compiled file's own bytes may differ from run to run, the numbers' do not.
    """
    if best.model is None:
        return None
    with tempfile.TemporaryDirectory(dir=folder) as made:
        graph = Path(made) / "model.xml"
        openvino().save_model(best.model, str(graph), compress_to_fp16=False)
        numbers = sha256_of(graph.with_suffix(".bin"))
        compiled = compile_model(graph, best.hint, stream_count())
        (folder / BLOB).write_bytes(compiled.export_model().getvalue())
    return numbers
