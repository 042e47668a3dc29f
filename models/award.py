"""An award: what a funder has given, to which organisation, and how much. No person's name."""

import hashlib
import json
from dataclasses import dataclass, fields
from datetime import date

from models.canonical import canonical
from models.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One award as one source states it. Unknown is None, never a guess.

    Raises ValueError without a source, an id or a title, and where it ends
    before it starts.
    """

    source: str  # folder name of the source, e.g. "nihr_awards"
    source_id: str  # the funder's reference, stable within the source
    title: str
    url: str = ""
    funder: str | None = None
    programme: str | None = None
    organisation: str | None = None  # who holds it, in the source's spelling
    organisation_id: str | None = None  # "GB-CHC-…", ROR, the source's own
    amount: Money | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    awarded_on: date | None = None
    summary: str = ""  # plain text
    categories: tuple[str, ...] = ()  # health categories as the source names them

    def __post_init__(self) -> None:
        if not self.source or not self.source_id:
            raise ValueError("an award needs a source and an id within it")
        if not self.title.strip():
            raise ValueError(f"award {self.source}:{self.source_id} has no title")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(
                f"award {self.source}:{self.source_id} ends ({self.ends_on}) "
                f"before it starts ({self.starts_on})"
            )

    @property
    def key(self) -> str:
        """Identity across runs: source and id within it."""
        return f"{self.source}:{self.source_id}"

    def content_hash(self) -> str:
        """Fingerprint of everything the award says; empty fields are left out."""
        facts = {
            field.name: canonical(getattr(self, field.name))
            for field in fields(self)
            if getattr(self, field.name)
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
