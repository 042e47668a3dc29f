"""`python -m tests.fuzz --cases 100000 [--seed N]`: every parser, and a table of it."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.fuzz.campaign import run_campaign
from tests.fuzz.case import make_input, run_case
from tests.fuzz.report import Tally, as_table, faults_of
from tests.fuzz.worker import all_targets


def main(arguments: Sequence[str]) -> int:
    """Run what is asked for; 1 where a parser failed."""
    asked = _parser().parse_args(arguments)
    if asked.case is not None:
        return _again(asked.only[0], asked.seed, asked.case)
    folder = asked.keep or Path(tempfile.mkdtemp(prefix="bid-matcher-faults-"))
    start = time.monotonic()
    tallies = run_campaign(asked.cases, asked.seed, folder, asked.only, _tell)
    minutes = (time.monotonic() - start) / 60
    sys.stdout.write(f"\nseed {asked.seed}, {minutes:.1f} minutes\n\n{as_table(tallies)}\n")
    faults = faults_of(tallies)
    if faults:
        sys.stdout.write(f"\n{faults}\n\nInputs are kept in {folder}\n")
    return 1 if faults else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="at least so many in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", default=[], metavar="PARSER", help="no others")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="for the inputs of faults")
    parser.add_argument("--case", type=int, metavar="N", help="run one case again, of one parser")
    return parser


def _tell(name: str, tally: Tally) -> None:
    seconds = f"{tally.seconds:.1f} s, slowest {tally.slowest:.3f} s"
    sys.stdout.write(f"{name}: {tally.cases} cases, {tally.faults} faults, {seconds}\n")
    sys.stdout.flush()


def _again(name: str, seed: int, number: int) -> int:
    target = next(each for each in all_targets() if each.name == name)
    given = make_input(target, seed, number)
    outcome = run_case(target, given)
    sys.stdout.write(
        f"{given.about}, {len(given.body):,} bytes: {outcome.end} {outcome.place}\n{outcome.trace}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
