"""What commands print: plain lines for people, JSON for other programs."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_WIDTH = 140  # columns of a table that goes to a file or another program


def say(text: str = "") -> None:
    """Print one line for the reader."""
    sys.stdout.write(f"{text}\n")


def hint(text: str) -> None:
    """Print one line beside the result, on stderr, where it does not get into a pipe."""
    sys.stderr.write(f"{text}\n")


def tables() -> "Console":
    """Return where tables are printed: as wide as the terminal, else wide enough for all."""
    from rich.console import Console

    width = None if Console().is_terminal else _WIDTH
    return Console(width=width, markup=False, emoji=False, highlight=False)
