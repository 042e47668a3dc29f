"""When applications open and close, and how a call closes.

`schedule.py` puts together what the others say of each day: what stands around it
(`day_place.py`), what it is of (`day_sense.py`), lists, tables and entries built alike,
years and closing times that are said once, vacancies (`vacancies.py`). `deadline_kind.py`
says fixed, staged or rolling. A judge of days that has learned may be heard beside the
rules (`odds.py`).
"""

from scrapers.facts.schedule.odds import DayJudge, Odds
from scrapers.facts.schedule.schedule import Schedule, read_schedule

__all__ = ["DayJudge", "Odds", "Schedule", "read_schedule"]
