"""`python -m tests.campaign size|kills|year FOLDER`: one campaign at its full size.

The folder must not be there yet; what was made stays in it, to be looked at.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.campaign.kills import run_kills
from tests.campaign.models import Model, default_model
from tests.campaign.size import run_size
from tests.campaign.year import run_year


def _size(folder: Path, model: Model) -> Sequence[object]:
    return run_size(folder, people=2_000, grants=300, model=model)


def _kills(folder: Path, model: Model) -> Sequence[object]:
    return run_kills(folder, people=2_000, grants=60, rounds=2, kills=7, model=model)


def _year(folder: Path, model: Model) -> Sequence[object]:
    return run_year(folder, weeks=52, people=40, model=model)


_CAMPAIGNS: dict[str, Callable[[Path, Model], Sequence[object]]] = {
    "size": _size,
    "kills": _kills,
    "year": _year,
}


def main(name: str, folder: Path) -> None:
    """Run a campaign and print its figures."""
    folder.mkdir(parents=True)
    for figures in _CAMPAIGNS[name](folder, default_model(folder / "model")):
        sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
