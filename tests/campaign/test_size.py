"""The size campaign in small: the same code with fewer readers and calls."""

from pathlib import Path

from tests.campaign.models import Model
from tests.campaign.size import run_size


def test_every_mail_is_right_for_its_reader(tmp_path: Path, model: Model) -> None:
    first, second = run_size(tmp_path, people=60, grants=30, model=model)
    assert first.mails > 30
    assert first.rows > 150
    assert second.rows > 30
