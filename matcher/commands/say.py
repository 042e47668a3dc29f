"""What commands print: plain lines for people, JSON for other programs."""

import sys


def say(text: str = "") -> None:
    """Print one line for the reader."""
    sys.stdout.write(f"{text}\n")


def hint(text: str) -> None:
    """Print one line beside the result, on stderr, where it does not get into a pipe."""
    sys.stderr.write(f"{text}\n")
