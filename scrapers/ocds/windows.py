"""Windows of time: how a service that is asked for what is new is asked.

Windows begin at fixed moments, so that a later run asks the same addresses
again. They travel in the addresses themselves. Times in addresses are clock
times of the United Kingdom without a zone; Find a Tender was measured to read
them so (and to ignore a zone) in August and September 2026.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from scrapers.contract import Context

_LONDON = ZoneInfo("Europe/London")
_ORIGIN = datetime(1970, 1, 1)  # noqa: DTZ001  # a clock time: every window begins a step from it
_FORM = "%Y-%m-%dT%H:%M:%S"


@dataclass(frozen=True, slots=True)
class Windows:
    """How long a window is, how far back the first may lie, and the names of its two ends."""

    step: timedelta
    look_back: timedelta  # the longest: what is older is never asked for
    overlap: timedelta  # read again before the last complete reading: for what came late
    since: str  # parameter of the window's start
    until: str  # parameter of its end


def first_window(windows: Windows, context: Context) -> datetime:
    """Return the start of the first window to read; a gap that stays unread is reported.

    ValueError if the context does not say what time it is.
    """
    now = _now(context)
    earliest = now - windows.look_back
    if context.since is None:
        return _floor(windows, earliest)
    wanted = _clock(context.since) - windows.overlap
    if wanted < earliest:
        context.warn(
            f"notices from {wanted:%d %B %Y} to {earliest:%d %B %Y} are not read: "
            "the last complete reading lies too far back"
        )
    return _floor(windows, max(wanted, earliest))


def next_window(windows: Windows, start: datetime, context: Context) -> datetime | None:
    """Return the start of the window after this one; None if this one holds now."""
    end = start + windows.step
    return end if end <= _now(context) else None


def parameters(windows: Windows, start: datetime) -> dict[str, str]:
    """Return the window as parameters of an address."""
    ends = (windows.since, start), (windows.until, start + windows.step)
    return {name: moment.strftime(_FORM) for name, moment in ends}


def window_of(windows: Windows, address: str) -> datetime:
    """Return the start of the window that an address names; ValueError if it names none."""
    stated = parse_qs(urlsplit(address).query).get(windows.since, [""])[0]
    try:
        return datetime.strptime(stated, _FORM)  # noqa: DTZ007  # a clock time, as above
    except ValueError:
        raise ValueError(f"the page's address names no {windows.since}: {address}") from None


def _floor(windows: Windows, moment: datetime) -> datetime:
    return _ORIGIN + (moment - _ORIGIN) // windows.step * windows.step


def _now(context: Context) -> datetime:
    if context.now is None:
        raise ValueError("a source in windows of time needs the moment of the run")
    return _clock(context.now)


def _clock(moment: datetime) -> datetime:
    return moment.astimezone(_LONDON).replace(tzinfo=None)
