"""Many cities in one command, by the real program: as city by city, and after a kill as without."""

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from matcher.bulk.ledger import NAME
from matcher.cli import main
from matcher.imports.catalogue import load_catalogue
from matcher.settings import data_folder
from matcher.store import MatchSet, load_matches, open_store, upsert_calls
from tests.campaign.models import Model, quick_model
from tests.matcher.store.examples import NOON
from tests.postgres import new_database

WESTHAVEN = Path(__file__).parents[2] / "cities" / "westhaven"
CITIES = ("easthaven", "northhaven", "southhaven", "westhaven")
_PROGRAM = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return quick_model(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four cities: Westhaven, and three with one of its needs fewer or another name."""
    folder = tmp_path_factory.mktemp("data")
    for name in ("catalogue", "norms.yaml", "rates.yaml", "words"):
        (folder / name).symlink_to(data_folder() / name)
    for number, city in enumerate(CITIES):
        shutil.copytree(WESTHAVEN, folder / city)
        _change(folder / city / "city.yaml", name=city.title())
        needs = yaml.safe_load((WESTHAVEN / "needs.yaml").read_text())["needs"]
        kept = [need for place, need in enumerate(needs) if place != number]
        _change(folder / city / "needs.yaml", needs=kept)
        for other in {need["id"] for need in needs} - {need["id"] for need in kept}:
            _drop(folder / city / "organisations.yaml", other)
    return folder


def _change(file: Path, **facts: object) -> None:
    content = yaml.safe_load(file.read_text())
    file.write_text(yaml.safe_dump(content | facts, sort_keys=False))


def _drop(file: Path, need: str) -> None:
    found = yaml.safe_load(file.read_text())["organisations"]
    left = [one | {"need_ids": [i for i in one["need_ids"] if i != need]} for one in found]
    _change(file, organisations=left)


@dataclass(frozen=True, slots=True)
class Home:
    """A home with the small model, and what commands there are given."""

    folder: Path
    environ: dict[str, str]

    def run(self, *arguments: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "--home", str(self.folder), *arguments],
            env={**os.environ, **self.environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def done(self, *arguments: str) -> str:
        run = self.run(*arguments)
        said, _ = run.communicate(timeout=300)
        assert run.returncode == 0, said
        return said

    def matches(self) -> list[MatchSet | None]:
        engine = open_store(f"sqlite:///{self.folder / 'catalogue.db'}")
        found = [load_matches(engine, city) for city in CITIES]
        engine.dispose()
        return found


@pytest.fixture
def home(tmp_path: Path, data: Path, model: Model) -> Home:
    return _home(tmp_path / "home", data, model)


def _home(folder: Path, data: Path, model: Model) -> Home:
    return Home(folder, {"BID_MATCHER_DATA": str(data), **model.put_into(folder)})


@pytest.fixture(scope="module")
def expected(
    tmp_path_factory: pytest.TempPathFactory, data: Path, model: Model
) -> list[MatchSet | None]:
    """What the cities' matches are, matched one by one, the last first."""
    home = _home(tmp_path_factory.mktemp("expected") / "home", data, model)
    for city in reversed(CITIES):
        home.done("match", "--city", city)
    found = home.matches()
    assert all(each is not None and each.matches for each in found)
    return found


def test_all_cities_are_matched_as_each_is_alone(
    home: Home, expected: list[MatchSet | None]
) -> None:
    said = home.done("match", "--all-cities")
    assert "4 cities matched" in said
    assert home.matches() == expected
    assert not (home.folder / NAME).exists()


def test_a_killed_run_goes_on_where_it_was(home: Home, expected: list[MatchSet | None]) -> None:
    run = home.run("match", "--all-cities")
    ledger = home.folder / NAME
    until = time.monotonic() + 240
    while not ledger.exists() and time.monotonic() < until:
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert ledger.exists()
    said = home.done("match", "--all-cities")
    assert "was done before the run was broken off" in said
    assert home.matches() == expected
    assert not ledger.exists()


def test_a_city_that_cannot_be_read_stops_no_other(
    home: Home,
    data: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in home.environ.items():
        monkeypatch.setenv(name, value)
    broken = data / "aa-broken"
    broken.mkdir()
    (broken / "city.yaml").write_text("name: Broken\n")
    try:
        common = ("--home", str(home.folder), "match")
        assert main([*common, "--city", "aa-broken", "--city", "westhaven"]) == 4
        said = capsys.readouterr()
        assert "aa-broken" in said.err
        assert "ons_code" in said.err
        assert "1 of 2 cities could not be done" in said.out
        assert home.matches()[-1] is not None
        assert main([*common, "--city", "aa-broken", "--city", "nowhere"]) == 3
        assert main(["search", "falls", "--city", "leeds", "--city", "westhaven"]) == 2
    finally:
        shutil.rmtree(broken)


def test_digests_of_several_cities_stand_apart_and_one_citys_where_it_always_did(
    home: Home, data: Path
) -> None:
    del data
    two = ("--city", "southhaven", "--city", "westhaven")
    home.done("digest", "--no-collect", *two)
    day = "2026-08-10"
    assert {each.name for each in (home.folder / "digests").iterdir()} == {
        f"{day}-southhaven",
        f"{day}-westhaven",
    }
    home.done("digest", "--no-collect", "--city", "westhaven")
    assert (home.folder / "digests" / day / "digest.html").is_file()


@pytest.mark.skipif(find_spec("ray") is None, reason="Ray is not installed (extra 'ray')")
def test_workers_of_a_cluster_find_what_one_process_finds(
    home: Home, expected: list[MatchSet | None]
) -> None:
    run = home.run("match", "--all-cities", "--ray", "local")
    said, _ = run.communicate(timeout=300)
    if "timed out during startup" in said:
        pytest.skip("Ray gives its helpers 15 seconds to start: the machine is too busy")
    assert run.returncode == 0, said
    assert "4 cities matched" in said
    assert home.matches() == expected


def test_a_store_on_a_server_holds_what_a_file_holds(home: Home) -> None:
    calls = load_catalogue(data_folder() / "catalogue").calls
    found = []
    with new_database() as address:
        for url in (f"sqlite:///{home.folder / 'bid-matcher.db'}", address):
            engine = open_store(url)
            upsert_calls(engine, calls, NOON)
            home.done("--database", url, "match", "--all-cities", "--as-of", "2026-08-10")
            found.append([load_matches(engine, city) for city in CITIES])
            engine.dispose()
    assert all(each is not None and each.matches for each in found[0])
    assert found[0] == found[1]
