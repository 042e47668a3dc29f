"""The campaign of bad weather in small."""

from pathlib import Path

from tests.campaign.models import Model
from tests.campaign.weather.hosts import run_hosts
from tests.campaign.weather.places import InTheHome
from tests.campaign.weather.rounds import run_weather


def test_after_bad_weather_the_week_is_as_if_nothing_had_been(tmp_path: Path, model: Model) -> None:
    (done,) = run_weather(
        tmp_path, InTheHome(), wanted=1, each=1, people=24, grants=12, model=model
    )
    assert done.count >= 1
    assert done.mails > 10


def test_a_host_that_dies_takes_no_decision_with_it(tmp_path: Path, model: Model) -> None:
    figures = run_hosts(tmp_path, InTheHome(), kills=1, model=model)
    assert figures.startswith("SQLite: 1 kills of one of two web hosts")
