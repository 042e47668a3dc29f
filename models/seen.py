"""Since when a call is known."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """What names a call for good, whichever of its pages leads, and its times on all of them."""

    name: str  # key of the record that was seen first
    first: datetime
    changed: datetime  # when what it says last changed on any page
