"""The arguments of `bid-matcher accounts`."""

import argparse
from collections.abc import Callable

from models.account import Role, Scope


def add_accounts_arguments(action: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """Add what can be done with accounts; `action` makes a parser from name and summary."""
    add = action("add", "let somebody sign in")
    add.add_argument("address", metavar="ADDRESS")
    add.add_argument("--name", default="", metavar="TEXT")
    add.add_argument("--role", choices=[*Role], default=Role.READER, help="default: reader")
    action("list", "show who may sign in").add_argument(
        "--json", action="store_true", help="print JSON for other programs"
    )
    role = action("role", "give somebody another role")
    role.add_argument("address", metavar="ADDRESS")
    role.add_argument("role", choices=[*Role], metavar="|".join(Role))
    for name, summary in (
        ("disable", "sign somebody out everywhere and let them in no more"),
        ("enable", "let somebody sign in again"),
        ("remove", "erase an account; what it did stays in the log, under its number"),
        ("link", "print a link that signs somebody in once, within 15 minutes"),
    ):
        action(name, summary).add_argument("address", metavar="ADDRESS")
    token = action("token", "make a token for a program that acts for somebody")
    token.add_argument("address", metavar="ADDRESS")
    token.add_argument("--name", required=True, metavar="TEXT", help="what it is for")
    token.add_argument(
        "--scope", action="append", choices=[*Scope], default=[], help="default: read"
    )
    tokens = action("tokens", "show somebody's tokens, or revoke one")
    tokens.add_argument("address", metavar="ADDRESS")
    tokens.add_argument("--revoke", type=int, metavar="ID")
    action("log", "show what was changed, by whom").add_argument(
        "--csv", action="store_true", help="all of it, as CSV"
    )
