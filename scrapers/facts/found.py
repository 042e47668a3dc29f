"""What a reader of one fact hands back: the value and the words it was read from."""

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value read from a text, with the sentence that says so."""

    value: Value
    sentence: str
