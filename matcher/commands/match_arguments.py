"""The options of `bid-matcher match`. Imports nothing heavy: it is read for every `--help`."""

from argparse import ArgumentParser

from matcher.cli_values import day


def add_match_arguments(command: ArgumentParser) -> None:
    """Add them."""
    command.add_argument(
        "--as-of", type=day, metavar="DATE", help="YYYY-MM-DD: score as if today were this day"
    )
    add_all_cities(command)
    command.add_argument(
        "--ray",
        metavar="ADDRESS|local",
        help="several cities: on the Ray cluster there, or on one of this machine",
    )


def add_all_cities(command: ArgumentParser) -> None:
    """Add the choice of every city; some are chosen by repeating --city."""
    command.add_argument(
        "--all-cities", action="store_true", help="every city under data/ (else: repeat --city)"
    )
