"""`python -m tests.campaign size kills year`: campaigns at their full sizes, one after another.

Each has a folder of its own, which stays to be looked at where something is wrong.
"""

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.campaign.kills import run_kills
from tests.campaign.models import Model, default_model
from tests.campaign.size import run_size
from tests.campaign.year import run_year


def _size(folder: Path, model: Model) -> Iterable[object]:
    return run_size(folder, people=2_000, grants=300, model=model)


def _kills(folder: Path, model: Model) -> Iterable[object]:
    return run_kills(folder, people=2_000, grants=60, rounds=2, kills=7, model=model)


def _year(folder: Path, model: Model) -> Iterable[object]:
    return run_year(folder, weeks=52, people=40, model=model)


_CAMPAIGNS: dict[str, Callable[[Path, Model], Iterable[object]]] = {
    "size": _size,
    "kills": _kills,
    "year": _year,
}


def main(names: Sequence[str]) -> None:
    """Run the campaigns of those names and print their figures."""
    for name in names:
        folder = Path(tempfile.mkdtemp(prefix=f"campaign-{name}-"))
        sys.stdout.write(f"{name}, in {folder}\n")
        for figures in _CAMPAIGNS[name](folder, default_model(folder / "model")):
            sys.stdout.write(f"{figures}\n")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main(sys.argv[1:])
