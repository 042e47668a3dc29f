"""What a source's parser is handed and what it hands back.

A parser is a module with pure functions; fetching happens around them:

    first_request(context) -> Request                  optional: else GET of the source's url
    parse_listing(page, context) -> Listing            required
    parse_call(card, detail, context) -> Call | None   required; detail is None if the card has no
                                                       detail request; None back: not a call for us
    when_refused(reason, context) -> Listing           optional: what is known without the site, for
                                                       a first page to which the site says no
    when_missing(request, context) -> Request | None   optional: where to go on from a later page
                                                       that the site does not have

A source of awards has `parse_award` in place of `parse_call`.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, Protocol

from models.award import Award
from models.call import Call
from models.report import Issue, Severity
from scrapers.facts.schedule.odds import DayJudge


@dataclass(frozen=True, slots=True)
class Request:
    """One question to a source, by its public address whatever the settings override."""

    url: str
    method: str = "GET"
    params: Mapping[str, str] = field(default_factory=dict)
    json_parts: Mapping[str, Any] = field(
        default_factory=dict
    )  # multipart, each part a JSON document
    json_body: Mapping[str, Any] = field(default_factory=dict)  # one JSON document
    large: bool = False  # the answer goes to a file: read it with `RawPage.open`


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
    file: Path | None = None  # where a large answer lies; its `body` is empty

    def open(self) -> BytesIO | BufferedReader:
        """Open the answer for reading from its start, wherever it is held."""
        return BytesIO(self.body) if self.file is None else self.file.open("rb")

    def fingerprint(self) -> str:
        """Return the checksum of the answer."""
        with self.open() as body:
            return hashlib.file_digest(body, "sha256").hexdigest()

    def text(self) -> str:
        """Decode as UTF-8; bytes that are not become the replacement character."""
        return self.body.decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Card:
    """One entry of a listing: what it says, and where to read more."""

    source_id: str
    fields: Mapping[str, Any]
    detail: Request | None = None
    enough: bool = False  # makes a call by itself, should its page not be had
    version: str = ""  # of several entries with one id the one with the greatest version counts

    def fingerprint(self) -> str:
        """Return a checksum of what the entry says: another one means that it has changed."""
        said = repr(sorted(self.fields.items()))
        return hashlib.sha256(f"{self.source_id} {said}".encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing. Of a large page the cards may come one by one, read as needed."""

    cards: Iterable[Card]
    next: Request | None = None
    stated_total: int | None = None  # the number of calls that the site itself says it has


@dataclass
class Context:
    """Everything a parser may know besides the page, and where it reports.

    `today` is the day of the run and `now` its moment; a parser never asks the
    clock. `since` is when the source was last read to its end, if ever. `judge`
    is heard beside the rules on what the days of a text are.
    """

    source: str
    url: str
    today: date
    lookups: Mapping[str, Mapping[str, str]]
    issues: list[Issue] = field(default_factory=list)
    now: datetime | None = None
    since: datetime | None = None
    unknown: list[str] = field(default_factory=list)  # words and labels nobody told us of
    judge: DayJudge | None = None

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
            self._note_unknown(f"{table} {word.strip()!r}", address)
        return found

    def audit(
        self, fields: Mapping[str, Any], ignore: tuple[str, ...], address: str | None
    ) -> None:
        """Report labels that are neither read nor named as ignored."""
        for label in sorted(set(fields) - set(ignore)):
            self._note_unknown(f"label {label!r}", address)

    def _note_unknown(self, what: str, address: str | None) -> None:
        if what not in self.unknown:
            self.unknown.append(what)
        self.warn(f"unknown {what}", address)


class ListingParser(Protocol):
    """What every `parser.py` module has."""

    def parse_listing(self, page: RawPage, context: Context) -> Listing:
        """Read one page of the listing; ValueError if it is not that page."""


class Parser(ListingParser, Protocol):
    """The shape of the `parser.py` module of a source of calls."""

    def parse_call(self, card: Card, detail: RawPage | None, context: Context) -> Call | None:
        """Read one call; ValueError if the page cannot be read as one."""


class AwardParser(ListingParser, Protocol):
    """The shape of the `parser.py` module of a source of awards."""

    def parse_award(self, card: Card, detail: RawPage | None, context: Context) -> Award | None:
        """Read one award; ValueError if the page cannot be read as one."""
