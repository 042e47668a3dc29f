"""The dated file of refreshed indicators: its shape, writing it whole, finding the newest."""

import hashlib
import os
import tempfile
from datetime import date
from enum import StrEnum
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from matcher.city.load import CityError
from matcher.yaml_files import read_yaml

_HEADING = """\
# Figures for {city} as published, written by `bid-matcher indicators refresh` for a person to
# review; needs.yaml was not changed. null means not stated. docs/indicators.md says how to review.
"""
_CHECKSUM = "# checksum of the lines above: "


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Note(StrEnum):
    """How a published figure stands to the one in `needs.yaml`."""

    NEW = "new"  # a later period, or needs.yaml has no figure
    SAME = "same"  # the same period and figure
    REVISED = "revised"  # the same period, another figure
    OLDER = "older"  # needs.yaml has a later one
    UNCLEAR = "unclear"  # the periods cannot be compared


class InNeedsYaml(_Strict):
    """The row of `needs.yaml` as people wrote it."""

    indicator: str
    value: float | None
    england: float | None
    period: str | None


class IndicatorRow(_Strict):
    """One published figure. `before` is the period before it, of the same length."""

    fingertips_id: int
    name: str
    sex: str
    age: str
    period: str
    value: float
    lower: float | None
    upper: float | None
    count: float | None
    denominator: float | None
    england: float | None
    compared_to_england: str | None
    trend: str | None
    period_before: str | None
    value_before: float | None
    in_needs_yaml: InNeedsYaml | None
    note: Note


class NotRead(_Strict):
    """An indicator without a figure this time, and why."""

    fingertips_id: int
    sex: str | None
    reason: str


class NeedIndicators(_Strict):
    """The figures of one need."""

    id: str
    name: str
    indicators: tuple[IndicatorRow, ...] = ()
    not_read: tuple[NotRead, ...] = ()


class NeedNamed(_Strict):
    """A need for which there is nothing to refresh."""

    id: str
    name: str


class IndicatorReport(_Strict):
    """One `indicators-YYYY-MM-DD.yaml`."""

    as_of: date
    city: str
    area_code: str
    area_type: int
    read_from: str
    credit: str
    needs: tuple[NeedIndicators, ...]
    nothing_to_refresh: tuple[NeedNamed, ...] = ()

    @property
    def figures(self) -> int:
        """How many figures there are in all."""
        return sum(len(need.indicators) for need in self.needs)


class Kept(StrEnum):
    """What became of the file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged: it already says this"
    FULLER = "left as it is: it holds more figures than could be read now"


def report_path(folder: Path, day: date) -> Path:
    """Return where the report of a day lies in a city's folder."""
    return folder / f"indicators-{day.isoformat()}.yaml"


def write_report(report: IndicatorReport, folder: Path) -> tuple[Path, Kept]:
    """Write the dated file, whole or not at all; say where, and what became of it.

    A file of the same day that holds more figures stays. CityError if that file
    was changed by hand: words people wrote are never overwritten.
    """
    path = report_path(folder, report.as_of)
    text = render_report(report)
    if path.exists():
        old = path.read_text(encoding="utf-8", errors="replace")
        if old == text:
            return path, Kept.UNCHANGED
        if not _as_written(old):
            raise CityError(f"{path}: was changed by hand; rename it, then refresh again")
        if read_yaml(path, IndicatorReport, CityError).figures > report.figures:
            return path, Kept.FULLER
    _replace(path, text)
    return path, Kept.WRITTEN


def render_report(report: IndicatorReport) -> str:
    """Return the file's text: the same report always gives the same bytes."""
    data = report.model_dump(mode="json") | {"as_of": report.as_of}
    body = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=100)
    text = _HEADING.format(city=" ".join(report.city.split())) + body
    return f"{text}{_CHECKSUM}{_digest(text)}\n"


def latest_report(folder: Path) -> tuple[Path, IndicatorReport] | None:
    """Return the newest dated file of a city, or None. CityError if it cannot be read."""
    dated = sorted((day, path) for path in folder.glob("indicators-*.yaml") if (day := _day(path)))
    if not dated:
        return None
    path = dated[-1][1]
    return path, read_yaml(path, IndicatorReport, CityError)


def _day(path: Path) -> date | None:
    try:
        return date.fromisoformat(path.stem.removeprefix("indicators-"))
    except ValueError:
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _as_written(text: str) -> bool:
    """Say whether the text is as the program left it."""
    body, mark, checksum = text.rpartition(_CHECKSUM)
    return bool(mark) and checksum.strip() == _digest(body)


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".indicators-", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # temporary files are for their owner only; this is to be read
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
