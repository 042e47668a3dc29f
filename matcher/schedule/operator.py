"""What the operator is told, and how: in the log for now, by any function of the same form."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from matcher.places import LONDON
from models.report import Run, Severity

_DAY = timedelta(days=1)

TellOperator = Callable[[str, str], object]  # subject, text

log = logging.getLogger(__name__)


def tell_in_log(subject: str, text: str) -> str:
    """Write a message to the log, so to stderr too, and return it whole."""
    message = f"{subject}\n{text}"
    log.error("%s", message)
    return message


def once_a_day(tell: TellOperator, clock: Callable[[], datetime]) -> TellOperator:
    """Return `tell` without what was told under the same subject within a day."""
    told: dict[str, datetime] = {}

    def tell_sparingly(subject: str, text: str) -> None:
        now = clock()
        if subject not in told or now - told[subject] >= _DAY:
            tell(subject, text)
            told[subject] = now

    return tell_sparingly


def failure_words(run: Run) -> tuple[str, str]:
    """Return subject and text about a run that failed."""
    began = run.started_at.astimezone(LONDON)
    issues = sorted(run.issues, key=lambda issue: issue.severity is not Severity.ERROR)
    lines = [f"- {issue.severity.value}, {issue.where}: {issue.reason}" for issue in issues]
    text = [
        f"{run.job}, begun on {began:%A %d %B %Y at %H:%M}, ended in an error:",
        *lines,
        "It is tried again an hour later, three times in all. See bid-matcher run --list.",
    ]
    return f"Bid Matcher: {run.job} failed", "\n".join(text)


def silence_words(titles: Mapping[str, datetime | None]) -> tuple[str, str]:
    """Return subject and text about sources, by title, with when each was last read."""
    lines = [f"- {title}: last read {_when(moment)}" for title, moment in titles.items()]
    text = [
        "Nothing could be read for too long from:",
        *lines,
        "Calls stored earlier stay and are shown. See bid-matcher sources for the reasons.",
    ]
    subject = f"Bid Matcher: {'a source is' if len(titles) == 1 else 'sources are'} silent"
    return subject, "\n".join(text)


def _when(moment: datetime | None) -> str:
    return "never" if moment is None else f"on {moment.astimezone(LONDON):%d %B %Y}"
