"""Whoever erases a person is told where bytes may stay for now."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from matcher.commands.erasing import leave_nothing
from matcher.store import open_store
from matcher.store.transactions import reading
from tests.matcher.store.people import store_person


def test_bytes_that_may_stay_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}", busy_seconds=0.1)
    store_person(engine)
    with reading(engine) as older:
        assert older.execute(sa.text("SELECT count(*) FROM subscribers")).scalar_one() == 1
        leave_nothing(engine)
    assert "may stay in the database's own files" in capsys.readouterr().err
    leave_nothing(engine)
    assert capsys.readouterr().err == ""
    engine.dispose()
