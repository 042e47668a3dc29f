"""Backups: what is in them, and that a spoilt one is found out."""

import os
import stat
import threading
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine

from matcher.durability.backup import back_up
from matcher.durability.bundle import check_bundle, read_manifest
from matcher.durability.errors import BackupError
from matcher.durability.restore import look_through
from matcher.settings import Settings
from matcher.store import upsert_calls
from matcher.store.transactions import writing
from tests.matcher.durability.conftest import NIGHT
from tests.matcher.store.examples import LATER, make_call


@pytest.fixture
def file(settings: Settings, engine: Engine, tmp_path: Path) -> Path:
    return back_up(settings, engine, tmp_path / "elsewhere" / "a.zip", NIGHT).file


def test_what_cannot_be_had_again_is_in_it(file: Path) -> None:
    manifest = read_manifest(file)
    assert manifest.calls == 20
    names = list(manifest.parts)
    assert names[:4] == [
        "store.db",
        "link-secret",
        "digests/2026-11-23/digest.html",
        "operator-told.json",
    ]
    assert {Path(name).suffix for name in names[4:]} == {".body", ".json"}
    assert all(name.startswith("pages/ukri/") for name in names[4:])
    assert look_through(file) == 20
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_archived_pages_can_be_left_out(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    made = back_up(settings, engine, tmp_path / "a.zip", NIGHT, pages=False)
    assert made.files == 3
    assert not any(name.startswith("pages/") for name in read_manifest(made.file).parts)


def test_it_is_of_one_moment_while_others_write(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            upsert_calls(engine, [make_call(f"new-{number}")], LATER)
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(settings, engine, tmp_path / f"{n}.zip", NIGHT) for n in range(2)]
    finally:
        stop.set()
        writer.join()
    assert made[1].calls > made[0].calls >= 20
    with writing(engine) as connection:  # what another has not finished is not in it
        connection.exec_driver_sql("UPDATE calls SET title = 'half done'")
        back_up(settings, engine, tmp_path / "half.zip", NIGHT)
    with zipfile.ZipFile(tmp_path / "half.zip") as archive:
        assert b"half done" not in archive.read("store.db")


@pytest.mark.parametrize("where", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_spoilt_one_is_found_out(file: Path, where: float) -> None:
    whole = bytearray(file.read_bytes())
    middle = int(len(whole) * where)
    whole[middle : middle + 20] = bytes(byte ^ 0xFF for byte in whole[middle : middle + 20])
    file.write_bytes(whole)
    with pytest.raises(BackupError, match=r"damaged|not a backup"):
        check_bundle(file)


def test_one_cut_short_is_found_out(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-100])
    with pytest.raises(BackupError, match="is not a backup, or is damaged"):
        look_through(file)


def test_one_that_was_tampered_with_is_found_out(file: Path, tmp_path: Path) -> None:
    """Its ZIP checksums are right, its sums are not."""
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, b"mine" if name == "link-secret" else old.read(name))
    with pytest.raises(BackupError, match="link-secret is not what was backed up"):
        check_bundle(other)


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "pages/../../x", "C:\\x", "a//b"])
def test_names_that_lead_elsewhere_are_refused(file: Path, tmp_path: Path, name: str) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
        manifest = old.read("manifest.json").decode()
        escaped = name.replace("\\", "\\\\")
        new.writestr("manifest.json", manifest.replace("link-secret", escaped))
    with pytest.raises(BackupError, match="it names a file"):
        read_manifest(other)


def test_a_newer_programs_is_refused(file: Path, tmp_path: Path) -> None:
    for old_text, new_text in (
        ('"format": 1', '"format": 2'),
        ('"schema_version": "00', '"schema_version": "99'),
    ):
        other = tmp_path / "other.zip"
        with zipfile.ZipFile(file) as old, zipfile.ZipFile(other, "w") as new:
            for part in old.namelist():
                content = old.read(part)
                new.writestr(part, content.replace(old_text.encode(), new_text.encode()))
        with pytest.raises(BackupError, match="made by a newer version of this program"):
            look_through(other)


def test_where_it_cannot_be_finished_the_old_one_stays(
    settings: Settings, engine: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = file.read_bytes()

    def no_room(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)
    with pytest.raises(OSError, match="No space left"):
        back_up(settings, engine, file, NIGHT)
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]
