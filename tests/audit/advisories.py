"""Known vulnerabilities of the pinned packages, by pip-audit and the OSV database."""

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

OSV = "https://api.osv.dev/v1/query"
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said, and whether it fails the check."""

    words: str
    fails: bool = False


def audit(pins: Path, osv: str = OSV) -> Verdict:
    """Look up every pinned package. Where that cannot be done one sentence says so."""
    if find_spec("pip_audit") is None:
        return Verdict("Advisories were not looked up: pip-audit is not installed (extra `audit`).")
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(pins), "--no-deps"]
    command += ["--disable-pip", "--format", "json", "--progress-spinner", "off", "--desc", "off"]
    command += ["--vulnerability-service", "osv", "--osv-url", osv, "--timeout", "15"]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return Verdict("Advisories were not looked up: the database did not answer in time.")
    return judged(done.stdout)


def judged(report: str) -> Verdict:
    """Judge pip-audit's report; an empty one means that the database could not be reached."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return Verdict("Advisories were not looked up: the database cannot be reached from here.")
    looked_up = [each for each in packages if "skip_reason" not in each]
    if not looked_up:
        return Verdict("Advisories were not looked up: no package could be found there.")
    left_out = len(packages) - len(looked_up)
    told = [line for each in looked_up for line in _lines(each)]
    also = f"; {left_out} could not be looked up" if left_out else ""
    if not told:
        return Verdict(f"No known vulnerability in {len(looked_up)} packages{also}.")
    head = f"{len(told)} known vulnerabilities in {len(looked_up)} packages{also}:"
    return Verdict("\n".join([head, *told]), fails=True)


def _lines(package: dict[str, Any]) -> list[str]:
    return [
        f"  {package['name']} {package['version']}: {found['id']}"
        f" (mended in {', '.join(found['fix_versions']) or 'no version yet'})"
        for found in package.get("vulns", ())
    ]
