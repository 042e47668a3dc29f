"""Files for readers, written whole under another name before they take their place."""

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path


def stage(content: bytes, folder: Path, stack: ExitStack) -> Path:
    """Write `content` to a new file in `folder`, removed when the stack closes if still there.

    The caller renames it to what it is to be called: what stood there stays whole
    until then. Raises OSError where the disk refuses.
    """
    handle, name = tempfile.mkstemp(prefix=".staged-", dir=folder)
    path = Path(name)
    stack.callback(path.unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(0o644)  # temporary files are for their owner only; this one is to be read
    return path


def replace_file(file: Path, content: bytes) -> None:
    """Save `content` as `file`, in a folder made if need be; what stood there stays until then.

    Raises OSError where the disk refuses.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stage(content, file.parent, stack).replace(file)


def keep_name(folder: Path) -> None:
    """Have the new names of a folder's files survive a power cut. OSError where it fails."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
