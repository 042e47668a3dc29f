"""The first weeks of the year: a change of clocks, an outage and a missed Monday."""

from pathlib import Path

from tests.campaign.models import Model
from tests.campaign.year import DOWN, MISSED, run_year


def test_every_week_each_reader_hears_what_is_due_and_nothing_twice(
    tmp_path: Path, model: Model
) -> None:
    weeks = 5
    (figures,) = run_year(tmp_path, weeks=weeks, people=8, model=model)
    assert max(*DOWN, MISSED[0]) < weeks
    assert figures.mails > 10
    assert figures.twins
    assert {"NEW", "CHANGED", "CLOSING SOON"} <= figures.rows.keys()
