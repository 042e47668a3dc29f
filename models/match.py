"""How well a call answers a need or suits an organisation, and why."""

from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """What a call is matched with."""

    NEED = "need"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Feature:
    """One part of a score: what was measured and how much it counted."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a score is what it is, in the words of both sides."""

    sentence: str  # of the call
    phrase: str  # of the need or the capability
    terms: tuple[str, ...]  # words both sides share
    features: tuple[Feature, ...]
    carried: float | None = None  # score points lost without the sentence; None if not measured
    moved: str = ""  # why people's judgements moved the score; empty where they did not


@dataclass(frozen=True, slots=True)
class Match:
    """A call beside one need or organisation. A score never travels without its reason."""

    call_key: str
    target_kind: TargetKind
    target_id: str
    score: float  # 0 to 1, comparable across needs
    explanation: Explanation

    def __post_init__(self) -> None:
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score out of range: {self.score}")
