"""The kill campaign in small."""

from pathlib import Path

from tests.campaign.kills import PHASES, run_kills
from tests.campaign.models import Model


def test_killed_at_random_the_week_ends_as_if_nothing_had_been(
    tmp_path: Path, model: Model
) -> None:
    (figures,) = run_kills(tmp_path, people=24, grants=12, rounds=1, kills=1, model=model)
    assert figures.mails > 10
    assert [hit.phase for hit in figures.hits[:2]] == [phase.name for phase in PHASES[:2]]
