"""`python -m tests.audit [FILE]`: the bill of materials into a file, and advisories looked up."""

import sys
from pathlib import Path

from tests.audit.advisories import audit
from tests.audit.bill import write_bill

_ROOT = Path(__file__).parents[2]


def main(target: Path) -> int:
    """Do both; 1 where a vulnerability is known."""
    sys.stdout.write(f"{write_bill(target)}\n")
    verdict = audit(_ROOT / "constraints.txt")
    sys.stdout.write(f"{verdict.words}\n")
    return 1 if verdict.fails else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "var/sbom.cdx.json")))
