"""What a parser under test is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One good input; `about` says what it is to the target, such as which page of a site."""

    about: str
    body: bytes


@dataclass(frozen=True)
class Target:
    """A parser, inputs from which bad ones are made, and what it may raise.

    `run` is handed what the sample is about and the mutated body. It fails an
    assertion where a result is not what the parser promises.
    """

    name: str
    samples: tuple[Sample, ...]
    run: Callable[[str, bytes], object]
    refusals: tuple[type[Exception], ...]  # documented; anything else is a fault
    weight: int = 1  # share of the cases, beside others
