"""What happened: runs, the health of sources, and things a person should see."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Severity(StrEnum):
    """How bad an issue is."""

    WARNING = "warning"  # the work went on; someone should look
    ERROR = "error"  # something was not done


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that went wrong, where, and why."""

    severity: Severity
    where: str  # source name, file name or job
    reason: str  # one plain sentence
    address: str | None = None  # page address, or file and line


class SourceOutcome(StrEnum):
    """How a source's last collection ended."""

    OK = "ok"
    PARTLY = "partly"  # some calls could not be read; the rest are stored
    REFUSED = "refused"  # fewer calls than the source promises: nothing stored
    FAILED = "failed"  # could not be read at all


@dataclass(frozen=True, slots=True)
class SourceReport:
    """How one source's collection went."""

    source: str
    title: str
    outcome: SourceOutcome
    started_at: datetime
    finished_at: datetime
    calls_seen: int
    requests: int
    not_modified: int  # answers that said "unchanged since you last asked"
    issues: tuple[Issue, ...] = ()
    listed: int = 0  # entries of the listing, before what does not concern us was left out
    new: int = 0  # calls never stored before
    changed: int = 0  # calls with other content than before
    waiting: int = 0  # calls put before a person, who decides whether they are stored
    filled: dict[str, int] = field(default_factory=dict)  # Call field -> calls that state it
    unknown_labels: tuple[str, ...] = ()  # words of the site that nobody has told us how to read


@dataclass(frozen=True, slots=True)
class Run:
    """A recorded job: what it was, when, and what it counted."""

    job: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    issues: tuple[Issue, ...] = ()
