"""Saves a digest in its three forms, all or none."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from matcher.digest.render import digest_as_json, render_html, render_text
from matcher.staging import stage
from models.digest import Digest
from models.organisation import Organisation


@dataclass(frozen=True, slots=True)
class DigestFiles:
    """Where a digest was saved."""

    html: Path
    text: Path
    json: Path


def write_digest(
    digest: Digest, organisations: Sequence[Organisation], folder: Path
) -> DigestFiles:
    """Save `digest.html`, `digest.txt` and `digest.json` in `folder`, made if need be.

    Each is written whole under another name and then renamed; nothing is renamed
    before all three are written. So an earlier digest stays as it was if there is
    no room. Raises OSError with one sentence naming the folder.
    """
    files = DigestFiles(folder / "digest.html", folder / "digest.txt", folder / "digest.json")
    texts = {
        files.html: render_html(digest, organisations),
        files.text: render_text(digest, organisations),
        files.json: digest_as_json(digest),
    }
    try:
        _write_all(texts, folder)
    except OSError as error:
        reason = error.strerror or "the disk refused"
        raise OSError(
            error.errno, f"the digest could not be saved in {folder}: {reason}"
        ) from error
    return files


def _write_all(texts: Mapping[Path, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        staged = [(stage(text.encode(), folder, stack), path) for path, text in texts.items()]
        for temporary, path in staged:
            temporary.replace(path)
