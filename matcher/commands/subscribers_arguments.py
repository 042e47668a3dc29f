"""The arguments of `bid-matcher subscribers`."""

import argparse
from collections.abc import Callable
from pathlib import Path

from matcher.cli_values import day, pounds
from models.subscriber import Frequency, MailFormat, SubscriberRole


def add_subscribers_arguments(action: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add what can be done with subscribers; `action` makes a parser from name and summary."""
    _add_wishes(action("add", "let somebody get the digest"))
    action("list", "show who gets the digest").add_argument(
        "--json", action="store_true", help="print JSON for other programs"
    )
    table = action("import", "add people from a .csv, .jsonl, .json or .xlsx file")
    table.add_argument("file", type=Path)
    _add_consent(table)
    export = action("export", "print all that is stored on people, as JSON")
    export.add_argument("--address", metavar="ADDRESS", help="only on this one")
    for name, summary in (
        ("remove", "erase all that is stored on an address"),
        ("resume", "send mail again after a pause, a suspension or a leaving"),
        ("ask", "write the mail that asks to confirm once more"),
    ):
        action(name, summary).add_argument("address", metavar="ADDRESS")
    pause = action("pause", "send no mail for a while")
    pause.add_argument("address", metavar="ADDRESS")
    pause.add_argument("--until", type=day, metavar="DATE", help="default: until resumed")


def _add_wishes(add: argparse.ArgumentParser) -> None:
    add.add_argument("address", metavar="ADDRESS")
    add.add_argument("--name", default="", metavar="TEXT")
    add.add_argument("--organisation", default="", metavar="TEXT", help="where they work")
    add.add_argument("--language", default="en-GB", metavar="TAG", help="of dates and amounts")
    add.add_argument("--role", choices=[*SubscriberRole], default=SubscriberRole.BID_TEAM)
    for option, said in (
        ("--need", "id of a need (may be repeated; default: all)"),
        ("--follow", "id of an organisation (may be repeated; default: all)"),
    ):
        add.add_argument(option, action="append", default=[], metavar="ID", help=said)
    add.add_argument(
        "--search", action="append", default=[], metavar="TEXT", help="saved (may be repeated)"
    )
    add.add_argument("--min-award", type=pounds, metavar="POUNDS", help="no smaller calls")
    add.add_argument("--notice-days", type=int, default=30, metavar="N", help="before a deadline")
    add.add_argument("--frequency", choices=[*Frequency], default=Frequency.WEEKLY)
    add.add_argument("--format", choices=[*MailFormat], default=MailFormat.BOTH)
    add.add_argument("--quiet-weeks", action="store_true", help="mail even if nothing is new")
    _add_consent(add)


def _add_consent(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--confirmed", action="store_true", help="they have agreed: send without asking them"
    )
    command.add_argument("--reason", default="", metavar="TEXT", help="how and when they agreed")
