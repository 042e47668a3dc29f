"""A change of needs' weights, as a patch of needs.yaml. Pure but for reading the file."""

import difflib
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from matcher.city.load import CityError
from matcher.neutral import neutral_line

_LONGEST_REASON = 300  # characters
_OLD = re.compile(r"  weight(_reason)?:")


@dataclass(frozen=True, slots=True)
class NewWeight:
    """What a need is to count, 0 to 1, and why."""

    need_id: str
    weight: float
    reason: str


def weight_change(path: Path, new: Sequence[NewWeight]) -> str:
    """Return the change of the file as a unified diff; the file itself stays as it is.

    ValueError without a reason, or for one that is too long. CityError where the file is
    not laid out so that the change could be made line by line, and is known to change
    nothing else.
    """
    before = path.read_text(encoding="utf-8")
    lines = before.splitlines(keepends=True)
    for each in new:
        lines = _with_weight(lines, each, path)
    after = "".join(lines)
    if yaml.safe_load(after) != _wanted(yaml.safe_load(before), new):
        raise CityError(f"{path}: is laid out so that weights have to be changed by hand")
    name = path.name
    return "".join(
        difflib.unified_diff(before.splitlines(True), lines, f"a/{name}", f"b/{name}", n=2)
    )


def _with_weight(lines: list[str], new: NewWeight, path: Path) -> list[str]:
    start = next(
        (at for at, line in enumerate(lines) if line.rstrip() == f"- id: {new.need_id}"), None
    )
    if start is None:
        raise CityError(f"{path}: '{new.need_id}' is not at the beginning of a line")
    end = start + 1
    while end < len(lines) and (lines[end].startswith(" ") or not lines[end].strip()):
        end += 1
    kept = _without_old(lines[start:end])
    said = yaml.safe_dump({"weight_reason": _reason(new)}, allow_unicode=True, width=10_000)
    return [
        *lines[:start],
        kept[0],
        f"  weight: {new.weight}\n",
        f"  {said}",
        *kept[1:],
        *lines[end:],
    ]


def _without_old(block: Sequence[str]) -> list[str]:
    """Leave out weight and reason as they are, also where the reason goes over several lines."""
    kept: list[str] = []
    inside = False
    for line in block:
        if _OLD.match(line):
            inside = True
        elif not line.startswith("   "):
            inside = False
        if not inside:
            kept.append(line)
    return kept


def _wanted(read: dict[str, Any], new: Sequence[NewWeight]) -> dict[str, Any]:
    """Return what the file has to say after the change, and nothing else."""
    wanted = deepcopy(read)
    by_id = {need["id"]: need for need in wanted["needs"]}
    for each in new:
        by_id[each.need_id] |= {"weight": each.weight, "weight_reason": _reason(each)}
    return wanted


def _reason(new: NewWeight) -> str:
    reason = neutral_line(new.reason)
    if not reason:
        raise ValueError("say why: the reason stands beside the weight")
    if len(reason) > _LONGEST_REASON:
        raise ValueError(f"the reason has more than {_LONGEST_REASON} characters")
    return reason
