"""Where calls and awards come from, and whether that went well."""

from datetime import datetime

from matcher.web.api.wire import Wire


class Source(Wire):
    """One source, and how its last collection ended. Counts are of that collection."""

    source: str
    title: str
    kind: str  # calls, or awards
    expected_at_least: int
    last_success: datetime | None
    last_outcome: str | None  # none: it was never collected
    last_tried: datetime | None
    calls: int | None
    calls_before: int | None  # in the collection before the last
    listed: int | None
    new: int
    changed: int
    waiting: int  # for a person to look at
    filled: dict[str, float]  # share of calls that state a fact, 0 to 1, by its name
    unknown_labels: list[str]
    issues: list[str]


class Sources(Wire):
    """All sources, and funders that none of them covers."""

    items: list[Source]
    not_covered: list[str]
