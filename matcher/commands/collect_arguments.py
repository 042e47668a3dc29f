"""The options of `bid-matcher collect`. Imports nothing heavy: it is read for every `--help`."""

from argparse import ArgumentParser


def add_collect_arguments(command: ArgumentParser) -> None:
    """Add them."""
    command.add_argument(
        "--source", action="append", metavar="NAME", help="only this source (may be repeated)"
    )
    command.add_argument(
        "--when-new", action="store_true", help="only sources whose feed names an unknown page"
    )
    command.add_argument(
        "--allow-few",
        action="store_true",
        help="store even where a source shows fewer calls than expected: you have looked",
    )
