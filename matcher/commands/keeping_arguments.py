"""The options of the commands that keep the data safe. Imports nothing: read for every `--help`."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path


def add_keeping_arguments(add: Callable[[str, str], ArgumentParser]) -> None:
    """Add the commands."""
    backup = add("backup", "copy everything that cannot be had again into one checked file")
    backup.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="default: a new one in HOME/backups"
    )
    backup.add_argument("--without-pages", action="store_true", help="leave out archived pages")
    restore = add("restore", "put a backup in place; what was there is kept aside")
    restore.add_argument("file", type=Path, metavar="FILE")
    restore.add_argument("--force", action="store_true", help="though the store holds data")
    restore.add_argument("--verify", action="store_true", help="only look whether it could be")
    check = add("check", "look through the store, its vectors and the archived pages for damage")
    check.add_argument("--repair", action="store_true", help="make anew what can be made anew")
    check.add_argument("--json", action="store_true", help="print JSON for other programs")
    move = add("migrate-store", "move everything into another database, and compare the two")
    move.add_argument("source", metavar="FROM", help="address of the database that is filled")
    move.add_argument("target", metavar="TO", help="address of an empty one")
    move.add_argument("--anew", action="store_true", help="begin again with a move that broke off")
