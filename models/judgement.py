"""What people decide about a call: the trace that learning and the digest go by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JudgementVerdict(StrEnum):
    """What somebody said of a call: worth keeping or not, and whether to bid."""

    KEEP = "keep"
    DISMISS = "dismiss"
    GO = "go"
    NO_GO = "no-go"

    @property
    def positive(self) -> bool:
        """Whether it speaks for the call."""
        return self in (JudgementVerdict.KEEP, JudgementVerdict.GO)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One verdict on a call, or on a call as an answer to one need.

    Raises ValueError for a time without a zone.
    """

    city: str  # folder of the city
    call_key: str
    need_id: str | None  # None: the call as a whole
    verdict: JudgementVerdict
    judged_at: datetime  # aware
    reason: str = ""
    who: str = ""  # a role or any word; empty where nobody said. No name is needed
    id: int | None = None  # given by the store
    withdrawn_at: datetime | None = None  # since then it counts no more

    def __post_init__(self) -> None:
        if self.judged_at.tzinfo is None:
            raise ValueError(f"time without a zone: {self.judged_at.isoformat()}")

    @property
    def slot(self) -> tuple[str, str, str, str]:
        """What one verdict stands for: of those with the same slot, the newest counts."""
        return self.city, self.call_key, self.need_id or "", self.who.casefold()
