"""`python -m tests.campaign.weather [FAULTS [STORE ...]]`: so many faults on each store, or 250.

An eighth as many web hosts are killed besides.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.models import Model, quick_model
from tests.campaign.weather.hosts import run_hosts
from tests.campaign.weather.places import InTheHome, Place
from tests.campaign.weather.postgres import in_postgres
from tests.campaign.weather.rounds import run_weather


def main(wanted: int, stores: Sequence[str] = ("sqlite", "postgres")) -> None:
    """Run the rounds on the stores, and print what struck in each."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-weather-"))
    folder.chmod(0o755)  # the server runs as somebody else, who has to pass
    _say(f"in {folder}, which stays where something is wrong")
    model = quick_model(folder / "model")
    if "sqlite" in stores:
        _rounds(folder / "sqlite", InTheHome(), wanted, model)
    if "postgres" in stores:
        with in_postgres(folder / "server") as place:
            _rounds(folder / "postgres", place, wanted, model)
    shutil.rmtree(folder)


def _rounds(folder: Path, place: Place, wanted: int, model: Model) -> None:
    folder.mkdir()
    count = 0
    rounds = run_weather(folder, place, wanted=wanted, each=5, people=40, grants=24, model=model)
    for done in rounds:
        count += done.count
        _say(f"{done}\n{count} of {wanted}")
    (folder / "hosts").mkdir()
    _say(run_hosts(folder / "hosts", place, kills=wanted // 8, model=model))


def _say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250, sys.argv[2:] or ("sqlite", "postgres"))
