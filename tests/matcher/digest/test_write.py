"""Saving a digest: all three files or none."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from matcher.digest.render import render_html, render_text
from matcher.digest.write import write_digest
from matcher.serial import load_json
from models.digest import Digest
from tests.matcher.digest.samples import CITY, full_digest


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let the system refuse to write files over `size` bytes, as a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_three_files_are_written(tmp_path: Path) -> None:
    made = full_digest()
    files = write_digest(made, CITY.organisations, tmp_path / "digests" / "2026-08-10")
    assert files.html.read_text(encoding="utf-8") == render_html(made, CITY.organisations)
    assert files.text.read_text(encoding="utf-8") == render_text(made, CITY.organisations)
    assert load_json(Digest, files.json.read_text(encoding="utf-8")) == made
    assert sorted(path.name for path in files.html.parent.iterdir()) == [
        "digest.html",
        "digest.json",
        "digest.txt",
    ]


def test_without_room_the_earlier_digest_stays_whole(tmp_path: Path) -> None:
    write_digest(full_digest(), CITY.organisations, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    changed = replace(full_digest(), city="Elsewhere")
    with largest_file(10_000), pytest.raises(OSError, match="the digest could not be saved in"):
        write_digest(changed, CITY.organisations, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_file_in_the_folders_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "digests").write_text("in the way")
    with pytest.raises(OSError, match=r"could not be saved in .*digests: File exists"):
        write_digest(full_digest(), CITY.organisations, tmp_path / "digests")
