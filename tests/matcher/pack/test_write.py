"""Saving a pack: the form by its name, whole or not at all."""

from pathlib import Path

import pytest

from matcher.pack.render import render_html
from matcher.pack.write import write_pack
from tests.matcher.digest.test_write import largest_file
from tests.matcher.pack.samples import empty_shortlist, leeds, leeds_shortlist


@pytest.mark.parametrize(("name", "begins"), [("a.html", b"<!DOCTYPE html>"), ("a.XLSX", b"PK")])
def test_the_suffix_chooses_the_form(tmp_path: Path, name: str, begins: bytes) -> None:
    file = tmp_path / "packs" / name
    write_pack(leeds_shortlist(), leeds(), file)
    assert file.read_bytes().startswith(begins)
    assert [path.name for path in file.parent.iterdir()] == [name]


@pytest.mark.parametrize("name", ["pack.docx", "pack"])
def test_another_suffix_names_those_allowed(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name}: a pack is written as one of .pdf, .html, .xlsx"):
        write_pack(leeds_shortlist(), leeds(), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_without_room_the_earlier_pack_stays_whole(tmp_path: Path) -> None:
    file = tmp_path / "pack.html"
    write_pack(empty_shortlist(), leeds(), file)
    with largest_file(10_000), pytest.raises(OSError, match="the pack could not be saved as"):
        write_pack(leeds_shortlist(), leeds(), file)
    assert file.read_text(encoding="utf-8") == render_html(empty_shortlist(), leeds())
    assert [path.name for path in tmp_path.iterdir()] == ["pack.html"]
