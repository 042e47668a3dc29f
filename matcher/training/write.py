"""Writes an adapter and its model card: both are there whole, or neither."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import save
from torch import Tensor

ADAPTER = "adapter.safetensors"
CARD = "README.md"


def adapter_bytes(tensors: Mapping[str, Tensor], base_sha256: str) -> bytes:
    """Return the adapter's file; it names the weights it belongs to by their sha256."""
    return bytes(save(dict(tensors), metadata={"base_sha256": base_sha256}))


def write_adapter(folder: Path, adapter: bytes, card: str) -> None:
    """Write both files into a new folder. Raises ValueError where it exists already."""
    write_folder(folder, {ADAPTER: adapter, CARD: card.encode()})


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files by their names into a new folder. ValueError where it exists already."""
    if folder.exists():
        raise ValueError(f"{folder} exists: name a folder that does not")
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        for name, content in files.items():
            (part / name).write_bytes(content)
        part.chmod(0o755)  # temporary folders are for their owner alone
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
