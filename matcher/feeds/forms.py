"""How feeds write moments. Pure."""

from datetime import UTC, datetime


def utc_text(moment: datetime) -> str:
    """Write an aware moment as RFC 3339 asks, in UTC, to the second: "2026-08-10T08:00:00Z"."""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"
