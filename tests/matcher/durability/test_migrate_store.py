"""`bid-matcher migrate-store`: there and back, and the digest is the same to the byte."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.cli import main
from matcher.store import open_store, upsert_calls
from tests.matcher.digest.samples import call
from tests.postgres import new_database, shown

AS_OF = "2026-12-07"
TITLES = (
    "Earlier diagnosis of lung cancer through screening",
    "Falls prevention and frailty in older people",
    "Dementia: care at home",
    "Ärztliche Versorgung: naïve “quotes” and £2m",
)


def digest(home: Path, database: str) -> dict[str, bytes]:
    """Make the digest; its files by name, without the moment they were made at."""
    options = ["--home", str(home), "--database", database]
    assert main([*options, "digest", "--no-collect", "--as-of", AS_OF]) == 0
    folder = home / "digests" / AS_OF
    return {
        kind: _MADE.sub(b"", (folder / f"digest.{kind}").read_bytes())
        for kind in ("html", "txt", "json")
    }


_MADE = re.compile(rb'"made_at": ?"[^"]*"|Made \w+ \d+ \w+ \d+, \d\d:\d\d UK time')


def test_there_and_back_the_digest_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BID_MATCHER_NOW", f"{AS_OF}T08:00+00:00")
    first, last = (f"sqlite:///{tmp_path / name}.db" for name in ("first", "last"))
    engine = open_store(first)
    deadline = datetime(2027, 3, 1, 16, tzinfo=UTC)
    calls = [call(str(n), title=title, deadlines=(deadline,)) for n, title in enumerate(TITLES)]
    upsert_calls(engine, calls, datetime.combine(date(2026, 12, 1), deadline.time(), UTC))
    engine.dispose()
    before = digest(tmp_path / "one", first)
    assert main(["--home", str(tmp_path / "h"), "migrate-store", first, first]) == 2
    with new_database() as address:
        secret = shown(sa.make_url(address).set(password="s3cret"))
        move = ["--home", str(tmp_path / "h"), "migrate-store"]
        capsys.readouterr()
        assert main([*move, first, secret]) == 0
        assert main([*move, first, secret]) == 3, "it is full already"
        said = capsys.readouterr()
        assert "the same on both sides" in said.out
        assert "  calls: 4 rows, " in said.err
        assert "holds data already" in said.err
        assert "s3cret" not in said.out + said.err
        on_server = digest(tmp_path / "two", address)
        assert main([*move, address, last]) == 0
    assert on_server == before
    assert digest(tmp_path / "three", last) == before
    assert main([*move, f"sqlite:///{tmp_path / 'none.db'}", last]) == 3
    assert not (tmp_path / "none.db").exists()
