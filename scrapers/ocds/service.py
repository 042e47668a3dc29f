"""What sets one service that publishes releases apart from another."""

import re
from dataclasses import dataclass

from scrapers.ocds.windows import Windows


@dataclass(frozen=True, slots=True)
class Service:
    """Where its release packages are, in which windows, and how it numbers its notices."""

    packages: str  # address of the release packages, without parameters
    windows: Windows
    notice: str  # address of a notice's page, up to its number
    number: re.Pattern[str]  # the notice's number, at the start of a release's id


PAGE_SIZE = 100  # the most that both services give at once


def notice_number(service: Service, release_id: object) -> str | None:
    """Return the number of a release's notice; None if its id holds none."""
    found = service.number.match(release_id) if isinstance(release_id, str) else None
    return found[0] if found else None
