"""The options of `bid-matcher run`. Imports nothing heavy: it is read for every `--help`."""

from argparse import ArgumentParser, ArgumentTypeError

from matcher.commands.match_arguments import add_all_cities


def add_run_arguments(command: ArgumentParser) -> None:
    """Add them."""
    what = command.add_mutually_exclusive_group()
    what.add_argument("--once", metavar="JOB", help="do this job now, due or not, and end")
    what.add_argument("--list", action="store_true", help="show each job: when, last, next")
    what.add_argument(
        "--wait",
        action="store_true",
        help="where another process runs the schedule, stand by until it ends",
    )
    add_all_cities(command)
    command.add_argument(
        "--port",
        type=_port,
        metavar="N",
        help="answer /healthz and /metrics on 127.0.0.1 (default: no port is opened)",
    )


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65_535:
        raise ArgumentTypeError(f"not a port from 0 to 65535: {text!r}")
    return int(text)
