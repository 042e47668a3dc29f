"""Every digest stays readable; only the same day's own is replaced."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from matcher.digest.archive import find_kept, place_for, read_archive
from matcher.digest.write import write_digest
from models.digest import Digest
from tests.matcher.digest.samples import AS_OF, CITY, MADE_AT, call, digest, ranked

DAY = AS_OF.date()


def keep(digests: Path, made: Digest, city: str = "leeds") -> Path:
    """Save a digest as the command does."""
    folder = place_for(digests, made.as_of.date(), city, made.city, made.made_at.date())
    write_digest(made, CITY.organisations, folder)
    return folder


def test_digests_of_all_days_are_listed_the_newest_first(tmp_path: Path) -> None:
    assert read_archive(tmp_path / "none").kept == ()
    for week in range(3):
        after = timedelta(weeks=week)
        made = digest(ranked(call("a")), as_of=AS_OF + after, made_at=MADE_AT + after)
        keep(tmp_path, made)
    archive = read_archive(tmp_path)
    assert [each.day for each in archive.kept] == [DAY + timedelta(weeks=n) for n in (2, 1, 0)]
    newest = archive.kept[0]
    assert newest.folder == tmp_path / "2026-08-24"
    assert sum(newest.rows.values()) == 1
    assert find_kept(archive, DAY, "Leeds") == archive.kept[-1]
    assert find_kept(archive, DAY + timedelta(days=1), "Leeds") is None


def test_the_same_day_again_replaces_its_own(tmp_path: Path) -> None:
    made = digest(ranked(call("a")))
    keep(tmp_path, made)
    keep(tmp_path, replace(made, made_at=MADE_AT + timedelta(hours=1)))
    (kept,) = read_archive(tmp_path).kept
    assert kept.made_at == MADE_AT + timedelta(hours=1)


def test_a_digest_made_again_on_a_later_day_leaves_the_earlier_readable(tmp_path: Path) -> None:
    made = digest(ranked(call("a", title="As it went out")))
    folder = keep(tmp_path, made)
    sent = (folder / "digest.html").read_bytes()
    for days in (1, 2, 2):
        keep(tmp_path, replace(made, made_at=MADE_AT + timedelta(days=days)))
    archive = read_archive(tmp_path)
    assert [(each.made_at - MADE_AT).days for each in archive.kept] == [2, 1, 0]
    assert archive.kept[-1].folder == folder / "made-2026-08-10T090500"
    assert (archive.kept[-1].folder / "digest.html").read_bytes() == sent
    newest = find_kept(archive, DAY, "Leeds")
    assert newest is not None
    assert newest.folder == folder


def test_two_cities_in_one_home_do_not_replace_each_other(tmp_path: Path) -> None:
    made = digest(ranked(call("a")))
    other = replace(made, city="York")
    folders = [keep(tmp_path, made), keep(tmp_path, other, "york"), keep(tmp_path, other, "york")]
    assert [folder.name for folder in folders] == ["2026-08-10", *["2026-08-10-york"] * 2]
    archive = read_archive(tmp_path)
    assert sorted(each.city for each in archive.kept) == ["Leeds", "York"]
    york = find_kept(archive, DAY, "York")
    assert york is not None
    assert york.folder == folders[1]


def test_what_cannot_be_read_is_named_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "2026-08-10"
    folder.mkdir()
    for content in ("{", "[]", '{"city": "Leeds", "as_of": "2026-08-10"}'):
        (folder / "digest.json").write_text(content)
        assert read_archive(tmp_path).broken == (folder,)
    keep(tmp_path, digest(ranked(call("a"))))
    archive = read_archive(tmp_path)
    assert len(archive.kept) == 1
    (broken,) = archive.broken
    assert (broken / "digest.json").read_text() == content
