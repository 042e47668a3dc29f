"""The arguments of `bid-matcher digest` and `bid-matcher mail`."""

import argparse

from matcher.cli_values import count, day
from matcher.commands.match_arguments import add_all_cities


def add_digest_arguments(digest: argparse.ArgumentParser) -> None:
    """Add what can be done with digests."""
    digest.add_argument(
        "--as-of", type=day, metavar="DATE", help="YYYY-MM-DD: for this day, from what is stored"
    )
    add_all_cities(digest)
    digest.add_argument("--no-collect", action="store_true", help="use only what is stored")
    digest.add_argument("--json", action="store_true", help="print JSON for other programs")
    instead = digest.add_mutually_exclusive_group()
    instead.add_argument("--list", action="store_true", help="show all digests that were made")
    instead.add_argument("--show", type=day, metavar="DATE", help="print that day's digest again")
    instead.add_argument("--preview", metavar="ADDRESS", help="show one reader's mail")


def add_mail_arguments(mail: argparse.ArgumentParser) -> None:
    """Add what can be done with mails."""
    mail.add_argument("--dry-run", action="store_true", help="prepare, and send nothing")
    mail.add_argument("--as-of", type=day, metavar="DATE", help="YYYY-MM-DD: write it for this day")
    instead = mail.add_mutually_exclusive_group()
    instead.add_argument("--send-only", action="store_true", help="send what is due, write nothing")
    instead.add_argument("--preview", metavar="ADDRESS", help="show one reader's mail")
    instead.add_argument("--list", metavar="ADDRESS", help="show what became of a reader's mails")
    instead.add_argument("--show", type=count, metavar="NUMBER", help="print one of them again")
