"""`python -m tests.campaign.weather [FAULTS]`: so many faults on each kind of store."""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.campaign.models import quick_model
from tests.campaign.weather.places import InTheHome
from tests.campaign.weather.rounds import run_weather


def main(wanted: int) -> None:
    """Run the rounds, and print what struck in each."""
    folder = Path(tempfile.mkdtemp(prefix="campaign-weather-"))
    sys.stdout.write(f"in {folder}, which stays where something is wrong\n")
    model = quick_model(folder / "model")
    count = 0
    for done in run_weather(
        folder, InTheHome(), wanted=wanted, each=5, people=40, grants=24, model=model
    ):
        count += done.count
        sys.stdout.write(f"{done}\n{count} of {wanted}\n")
        sys.stdout.flush()
    shutil.rmtree(folder)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
