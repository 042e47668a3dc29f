"""What the operator is told, and how: in the log, and besides by any function that sends."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from matcher.places import LONDON
from matcher.staging import replace_file
from models.errors import BidMatcherError
from models.report import Run, Severity

_DAY = timedelta(days=1)

TellOperator = Callable[[str, str], object]  # subject, text

log = logging.getLogger(__name__)


def tell_in_log(subject: str, text: str) -> str:
    """Write a message to the log, so to stderr too, and return it whole."""
    message = f"{subject}\n{text}"
    log.error("%s", message)
    return message


def tell_in_log_and_by(send: Callable[[str, str], str]) -> TellOperator:
    """Return what writes to the log, and then sends; the log says too where that failed.

    `send` returns why the operator was not reached, "" where they were. Whatever it
    raises is logged: the message itself stands in the log already.
    """

    def tell(subject: str, text: str) -> None:
        tell_in_log(subject, text)
        try:
            reason = send(subject, text)
        except (BidMatcherError, ValueError, OSError) as error:
            reason = str(error)
        except Exception:
            log.exception("the operator was not mailed: %s", subject)
            return
        if reason:
            log.error("the operator was not mailed: %s", reason)
        else:
            log.info("the operator was mailed: %s", subject)

    return tell


def once_a_day(
    tell: TellOperator, clock: Callable[[], datetime], memory: Path | None = None
) -> TellOperator:
    """Return `tell` without what was told under the same subject within a day.

    In the file `memory`, where one is given, that is known across restarts. One that
    cannot be read or written is as none: rather told twice than not at all.
    """
    told: dict[str, datetime] = {}

    def tell_sparingly(subject: str, text: str) -> None:
        now = clock()
        known = {**told, **_recall(memory)}
        if subject in known and timedelta(0) <= now - known[subject] < _DAY:
            return
        tell(subject, text)
        told[subject] = now
        _remember(memory, {**known, subject: now}, now)

    return tell_sparingly


def _recall(memory: Path | None) -> dict[str, datetime]:
    if memory is None or not memory.exists():
        return {}
    try:
        said = json.loads(memory.read_text(encoding="utf-8"))
        return {subject: datetime.fromisoformat(at).astimezone(UTC) for subject, at in said.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        log.warning("%s cannot be read: it is written anew", memory)
        return {}


def _remember(memory: Path | None, told: Mapping[str, datetime], now: datetime) -> None:
    if memory is None:
        return
    recent = {subject: at.isoformat() for subject, at in told.items() if now - at < _DAY}
    try:
        replace_file(memory, json.dumps(recent, indent=2).encode())
    except OSError as error:
        log.warning("%s cannot be written: %s", memory, error)


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
    """Return subject and text about sources, by title, with when each was last read.

    The subject names them: another source's silence is another matter, told the same day.
    """
    lines = [f"- {title}: last read {_when(moment)}" for title, moment in titles.items()]
    text = [
        "Nothing could be read for too long from:",
        *lines,
        "Calls stored earlier stay and are shown. See bid-matcher sources for the reasons.",
    ]
    return f"Bid Matcher: silent: {', '.join(titles)}", "\n".join(text)


def _when(moment: datetime | None) -> str:
    return "never" if moment is None else f"on {moment.astimezone(LONDON):%d %B %Y}"
