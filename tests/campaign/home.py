"""A home of the program: its settings, its processes, and what it knows of a week."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from matcher.commands.digest import Gathered, gather_digest
from matcher.commands.match import read_city
from matcher.mail.links import load_secret
from matcher.matching import City
from matcher.settings import Settings, read_settings
from matcher.store import open_store
from models.call import CallStatus
from models.digest import RankedCall
from models.scale import Scale, Track
from models.subscriber import SavedSearch
from tests.campaign.oracle import Offer, Week
from tests.matcher.mail.servers import HOST, SENDER, MailServer, authority

ROOT = Path(__file__).parents[2]
_PROGRAM = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"
_LIVE = (CallStatus.OPEN, CallStatus.FORECASTED)


def quietly(_what: str, _done: int, _total: int | None) -> None:
    """Show no progress."""


@dataclass(frozen=True)
class Home:
    """A folder, and the settings with which the program runs there."""

    folder: Path
    environment: Mapping[str, str]

    def at(self, moment: datetime) -> "Home":
        """Return the same home at another moment."""
        return replace(self, environment={**self.environment, "BID_MATCHER_NOW": str(moment)})

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """Start the program in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, "--home", str(self.folder), *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str) -> float:
        """Run the program to its end, which must be good; return how many seconds it took."""
        began = time.monotonic()
        process = self.start(*arguments)
        _, said = process.communicate()
        assert process.returncode == 0, said.decode()
        return time.monotonic() - began

    @cached_property
    def settings(self) -> Settings:
        return read_settings(home=str(self.folder), environ=self.environment)

    @cached_property
    def city(self) -> City:
        return read_city(self.settings)

    @property
    def secret(self) -> bytes:
        """With which links are signed."""
        return load_secret(self.folder)

    @contextmanager
    def store(self) -> Iterator[Engine]:
        engine = open_store(self.settings.database)
        try:
            yield engine
        finally:
            engine.dispose()

    def gathered(self) -> Gathered:
        """Return what a digest of the moment is made from."""
        return gather_digest(self.settings, self.city, None, quietly)


def mail_environment(server: MailServer, folder: Path) -> dict[str, str]:
    """Return the settings that lead to a mail server with STARTTLS and a login."""
    certificate = folder / "authority.pem"
    authority().cert_pem.write_to_path(str(certificate))
    return {
        "SSL_CERT_FILE": str(certificate),
        "BID_MATCHER_SMTP_HOST": HOST,
        "BID_MATCHER_SMTP_PORT": str(server.port),
        "BID_MATCHER_SMTP_USER": "bids",
        "BID_MATCHER_SMTP_PASSWORD": "s3cret",
        "BID_MATCHER_MAIL_FROM": SENDER,
        "BID_MATCHER_MAIL_RATE": "100000",
        "BID_MATCHER_WEB": "https://bids.example",
    }


def week_of(
    made: Gathered,
    identity: Callable[[RankedCall], tuple[str, Hashable]],
    searches: Mapping[SavedSearch, frozenset[str]],
) -> Week:
    """Put what the program knows of the calls in the oracle's words.

    How calls fit, their size and which are put up for decision are taken from it; which
    call a row is, and with which facts, is told by `identity`.
    """
    offers = [_offer(row, *identity(row)) for row in made.matched.ranked]
    return Week(made.as_of.date(), offers, [row.call.url for row in made.decide], searches)


def _offer(row: RankedCall, call: str, facts: Hashable) -> Offer:
    return Offer(
        call=call,
        key=row.call.key,
        link=row.call.url,
        facts=facts,
        score=row.score,
        needs={match.target_id: match.score for match in row.needs},
        leads=frozenset(match.target_id for match in row.leads),
        pounds=row.scale.pounds,
        live=row.status in _LIVE,
        open=row.status is CallStatus.OPEN,
        closes=row.closes_at,
        days=row.days_left,
        strategic=row.scale.scale is Scale.STRATEGIC and row.track.track is Track.RESEARCH,
        dismissed=row.dismissed,
        decision=row.decided.decision.id if row.decided else None,
    )


def by_filter(made: Gathered, searches: Sequence[SavedSearch]) -> dict[SavedSearch, frozenset[str]]:
    """Return what searches without words find: live calls of that funder that pay that much."""
    return {
        search: frozenset(
            row.call.url
            for row in made.matched.ranked
            if row.status in _LIVE
            and (search.funder or "").lower() in (row.call.funder or "").lower()
            and (
                search.min_award_gbp is None
                or (row.scale.pounds is not None and row.scale.pounds >= search.min_award_gbp)
            )
        )
        for search in searches
    }
