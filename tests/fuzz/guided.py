"""Facts, by inputs that the code itself leads to: `python -m tests.fuzz.guided --seconds 600`.

atheris (libFuzzer) watches which branches an input reaches, and keeps what reaches new ones.
It is not needed for anything else: `pip install -e '.[fuzz]'`.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

_LONGEST = 4_096  # bytes of one input: long ones are the business of tests.fuzz itself
_SLOW = 2  # seconds that an input may take, with the branches watched


def main(arguments: Sequence[str]) -> int:
    """Run until the time or the runs are over; another exit than 0 where an input failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.guided", description=__doc__)
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--runs", type=int, default=-1, help="stop after so many, too")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if find_spec("atheris") is None:
        sys.stdout.write("atheris is not installed: pip install -e '.[fuzz]'\n")
        return 3
    with tempfile.TemporaryDirectory(prefix="bid-matcher-guided-") as folder:
        _fuzz(Path(folder), asked)
    return 0


def _fuzz(folder: Path, asked: argparse.Namespace) -> None:
    import atheris

    with atheris.instrument_imports(include=["scrapers.facts"]):
        from tests.fuzz.texts import read_facts, targets
    for target in targets():
        if target.name in ("facts", "labelled values"):
            for number, sample in enumerate(target.samples):
                name = f"{target.name.replace(' ', '-')}-{number}"
                (folder / name).write_bytes(sample.body[:_LONGEST])
    options = [f"-max_total_time={asked.seconds}", f"-runs={asked.runs}", f"-seed={asked.seed}"]
    options += [f"-max_len={_LONGEST}", f"-timeout={_SLOW}", "-rss_limit_mb=2048"]
    options += [f"-artifact_prefix={folder.parent}/bid-matcher-guided-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(folder)], lambda body: read_facts("", body))
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
