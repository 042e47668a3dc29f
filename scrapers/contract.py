"""What a source's parser is handed and what it hands back.

A parser is a module with pure functions; fetching happens around them:

    first_request(context) -> Request                  optional: else GET of the source's url
    parse_listing(page, context) -> Listing            required
    parse_call(card, detail, context) -> Call | None   required; detail is None if the card has no
                                                       detail request; None back: not a call for us
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from models.call import Call
from models.report import Issue, Severity


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a source, by its public address whatever the settings override."""

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    json_parts: Mapping[str, Any] = field(
        default_factory=dict
    )  # multipart, each part a JSON document


@dataclass(frozen=True, slots=True)
class RawPage:
    """One answer, as it came, with where and when it was read."""

    url: str  # public address asked for
    final_url: str  # public address after redirects
    status: int
    content_type: str
    body: bytes
    fetched_at: datetime
    not_modified: bool = False  # the body is the archived one: nothing changed since

    def text(self) -> str:
        """Decode as UTF-8; bytes that are not become the replacement character."""
        return self.body.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing: what it says, and where to read more."""

    source_id: str
    fields: Mapping[str, Any]
    detail: Request | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing."""

    cards: tuple[Card, ...]
    next: Request | None = None
    stated_total: int | None = None  # the number of calls that the site itself says it has


@dataclass
class Context:
    """Everything a parser may know besides the page, and where it reports.

    `today` is the day of the run; a parser never asks the clock.
    """

    source: str
    url: str
    today: date
    lookups: Mapping[str, Mapping[str, str]]
    issues: list[Issue] = field(default_factory=list)

    def warn(self, reason: str, address: str | None = None) -> None:
        """Report something that a person should look at; the run goes on."""
        issue = Issue(Severity.WARNING, self.source, reason, address)
        if issue not in self.issues:
            self.issues.append(issue)

    def look_up(self, table: str, word: str, address: str | None = None) -> str | None:
        """Translate the site's word by the table in `source.yaml`.

        An unknown word is reported and gives None: it may be a new status
        that matters.
        """
        found = self.lookups.get(table, {}).get(word.strip())
        if found is None:
            self.warn(f"unknown {table} {word.strip()!r}", address)
        return found

    def audit(
        self, fields: Mapping[str, Any], ignore: tuple[str, ...], address: str | None
    ) -> None:
        """Report labels that are neither read nor named as ignored."""
        for label in sorted(set(fields) - set(ignore)):
            self.warn(f"unknown label {label!r}", address)


class Parser(Protocol):
    """The shape of a `parser.py` module."""

    def parse_listing(self, page: RawPage, context: Context) -> Listing:
        """Read one page of the listing; ValueError if it is not that page."""

    def parse_call(self, card: Card, detail: RawPage | None, context: Context) -> Call | None:
        """Read one call; ValueError if the page cannot be read as one."""
