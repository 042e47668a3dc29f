"""The arguments of `bid-matcher feeds`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from matcher.cli_values import count, day
from models.feed_link import FeedWhat


def add_feeds_arguments(action: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add what can be done with feeds; `action` makes a parser from name and summary."""
    add = action("add", "make a secret address and print it, once")
    _add_whose(add, "whose it is; without it, nobody's")
    add.add_argument("--what", choices=[*FeedWhat], required=True, help="what it gives")
    add.add_argument("--search", type=count, metavar="N", help="which of their saved searches")
    _add_whose(action("list", "show which addresses there are"), "only this reader's")
    revoke = action("revoke", "let an address give nothing any more")
    which = revoke.add_mutually_exclusive_group(required=True)
    which.add_argument("id", nargs="?", type=count, metavar="ID", help="as the list shows it")
    which.add_argument("--all", dest="address", metavar="ADDRESS", help="all of one reader")
    write = action("write", "write a feed to a file, without the web")
    write.add_argument("id", type=count, metavar="ID", help="as the list shows it")
    write.add_argument("file", type=Path, metavar="FILE", help="ends in .atom, .json or .ics")
    write.add_argument("--as-of", type=day, metavar="DATE", help="YYYY-MM-DD: as of this day")


def _add_whose(command: argparse.ArgumentParser, help_text: str) -> None:
    command.add_argument("address", nargs="?", metavar="ADDRESS", help=help_text)
