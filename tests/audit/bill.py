"""The bill of materials (SBOM) of the installed environment, in CycloneDX's JSON."""

import json
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[2]
_OUTSIDE = re.compile(r"^https?://(?!localhost|127\.)", re.IGNORECASE)
# Where a package was taken from, which names this machine's folders or its package index.
_OF_THE_MACHINE = ("distribution", "distribution-intake", "build-meta")


def write_bill(target: Path) -> str:
    """Write the bill; return one sentence. Nothing of the machine that made it is in it."""
    if find_spec("cyclonedx_py") is None:
        return "No bill of materials was written: cyclonedx-bom is not installed (extra `audit`)."
    command = [sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible"]
    command += ["--pyproject", str(_ROOT / "pyproject.toml"), "--short-PURLs", sys.executable]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        return f"No bill of materials was written: {done.stderr.strip().splitlines()[-1][:200]}"
    bill = without_machine(json.loads(done.stdout))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return f"The bill of materials names {len(bill['components'])} packages: {target}"


def without_machine(bill: dict[str, Any]) -> dict[str, Any]:
    """Return the bill without addresses of indexes, folders and files of this machine."""
    return {name: _cleaned(value) for name, value in bill.items()}


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return [_cleaned(each) for each in value if not _is_of_machine(each)]
    if isinstance(value, dict):
        return {name: _cleaned(each) for name, each in value.items()}
    return value


def _is_of_machine(entry: Any) -> bool:
    if not isinstance(entry, dict) or "url" not in entry:
        return False
    return entry.get("type") in _OF_THE_MACHINE or not _OUTSIDE.match(str(entry["url"]))
