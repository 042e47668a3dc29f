"""`python -m tests.campaign size|kills|year FOLDER`: one campaign at its full size.

The folder must not be there yet; what was made stays in it, to be looked at.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.campaign.models import default_model
from tests.campaign.size import run_size


def _size(folder: Path) -> Sequence[object]:
    return run_size(folder, people=2_000, grants=300, model=default_model(folder))


_CAMPAIGNS: dict[str, Callable[[Path], Sequence[object]]] = {"size": _size}


def main(name: str, folder: Path) -> None:
    """Run a campaign and print its figures."""
    folder.mkdir(parents=True)
    for figures in _CAMPAIGNS[name](folder):
        sys.stdout.write(f"{figures}\n")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
