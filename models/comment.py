"""What people say of a call, for one another."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One remark of somebody on a call. ValueError for a time without a zone."""

    city: str  # folder of the city
    call_key: str
    account_id: int | None  # None: nobody whose account is known
    name: str  # as it is shown beside the text
    text: str  # "" once it is removed
    said_at: datetime  # aware
    removed_at: datetime | None = None
    id: int | None = None  # given by the store

    def __post_init__(self) -> None:
        if self.said_at.tzinfo is None:
            raise ValueError(f"time without a zone: {self.said_at.isoformat()}")
