"""`data/<city>/schedule.yaml`: when each job is done, in London time, and a few limits.

A time is `daily HH:MM`, `mon HH:MM` (any day of the week) or `1st wed HH:MM` (of
each month, up to 4th). None may stand between 00:30 and 03:00: on two nights of
the year the clocks change there, and such a time comes twice or never.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from apscheduler.triggers.cron import CronTrigger
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from matcher.places import LONDON
from matcher.yaml_files import read_yaml

_WHEN = re.compile(
    r"(?P<day>daily|(?:[1-4](?:st|nd|rd|th) )?(?:mon|tue|wed|thu|fri|sat|sun))"
    r" (?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
)
_CLOCKS_CHANGE = ("00:30", "03:00")  # from, and until before

Cadence = Literal["hourly", "daily", "weekly"]  # as a source.yaml states it


def _checked(words: str) -> str:
    if not _WHEN.fullmatch(words):
        raise ValueError(f"{words!r} is not like 'daily 03:30', 'mon 07:00' or '1st wed 12:00'")
    first, until = _CLOCKS_CHANGE
    if first <= words[-5:] < until:
        raise ValueError(f"{words!r}: clocks change between {first} and {until}; take another time")
    return words


When = Annotated[str, AfterValidator(_checked)]


class Times(BaseModel):
    """The file's shape, and what holds where it is silent."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    collect: When = "daily 03:30"
    backup: When = "daily 06:15"
    digest: When = "mon 07:00"
    deliver: When = "daily 09:30"
    indicators: When = "1st wed 12:00"
    awards: When = "2nd wed 12:00"
    silent_after_days: dict[Cadence, Annotated[int, Field(ge=1, le=365)]] = {}
    backups_kept: Annotated[int, Field(ge=1, le=1000)] = 14
    pages_kept_days: Annotated[int, Field(ge=30, le=36_500)] = 400  # since they last came
    stop_within_s: Annotated[float, Field(gt=0, le=3600)] = 60  # for the job in hand to finish

    def silent_after(self, cadence: Cadence) -> int:
        """Days without success after which a source of this cadence counts as silent."""
        return self.silent_after_days.get(cadence, {"hourly": 2, "daily": 3, "weekly": 15}[cadence])


@dataclass(frozen=True, slots=True)
class Plan:
    """One job: at times of its own, or after each success of the job it follows."""

    name: str
    summary: str
    when: str | None = None
    follows: str | None = None

    def trigger(self) -> Any:
        """Return APScheduler's trigger for the times; ValueError for a job that follows another."""
        found = _WHEN.fullmatch(self.when or "")
        if found is None:
            raise ValueError(f"{self.name}: {self.when!r} is not a time")
        day, hour, minute = found.group("day", "hour", "minute")
        which = {"day": day} if " " in day else {"day_of_week": "*" if day == "daily" else day}
        return CronTrigger(hour=int(hour), minute=int(minute), timezone=LONDON, **which)


def plans_of(times: Times) -> tuple[Plan, ...]:
    """Return the jobs in the order in which they are done where several are due at once.

    Mail follows the digest; what a server did not take then is tried again every day.
    """
    return (
        Plan("collect", "fetch calls, each source by its cadence", times.collect),
        Plan("match", "score every open or announced call", follows="collect"),
        Plan("digest", "write the digest", times.digest),
        Plan("mail", "write everybody's mail and send it", follows="digest"),
        Plan("deliver", "send what is still waiting", times.deliver),
        Plan("backup", "copy the database, checked", times.backup),
        Plan("indicators", "read the city's newest figures", times.indicators),
        Plan("awards", "fetch who won what", times.awards),
    )


def load_times(city_folder: Path) -> Times:
    """Read the city's `schedule.yaml`, the defaults where there is none.

    ValueError names the file and the field.
    """
    file = city_folder / "schedule.yaml"
    return read_yaml(file, Times, ValueError) if file.exists() else Times()
