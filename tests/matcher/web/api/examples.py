"""Sites for programs to read: the bundled calls, and calls and awards that are difficult."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import uvicorn

from matcher.store import upsert_awards
from matcher.web.app import create_app
from matcher.web.site import Site
from matcher.web.snapshot import renewed
from models.applicants import Admission, Applicant, Part
from models.award import Award
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money
from tests.matcher.web.sample_site import AS_OF, bundled_calls, make_site

BRUSSELS = timezone(timedelta(hours=2))
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "\u202egnp.exe \u2028\u2029\x07",
    "{{7*7}} ${7*7} '; DROP TABLE calls; --",
    '=HYPERLINK("http://evil.example")',
    "\U0001f4a9" * 50,
)

FULL = Call(
    source="ukri",
    source_id="full",
    title="A call that states everything",
    url="https://www.ukri.org/opportunity/full/",
    funder="MRC",
    co_funders=("NIHR",),
    programme="Prevention",
    funding_type="Grant",
    summary="Dementia prevention in cities.",
    text="Long text.",
    eligibility="UK universities may lead.",
    total_fund=Money(Decimal("12E6"), "GBP"),
    award_min=Money(Decimal("1000000.50"), "GBP"),
    award_max=Money(Decimal(3000000), "GBP"),
    project_cost_max=Money(Decimal(3750000), "GBP"),
    expected_awards=4,
    duration="up to 5 years",
    applicants=(
        Admission(Applicant.UNIVERSITY, Part.LEAD, True),
        Admission(Applicant.COMPANY, Part.LEAD, False),
        Admission(Applicant.NHS, Part.APPLY, True),
    ),
    consortium_required=True,
    match_funding_required=False,
    bids_per_organisation=1,
    expression_of_interest=True,
    published_on=date(2026, 6, 1),
    opens_at=datetime(2026, 7, 1, 0, 0, tzinfo=UTC),
    deadlines=(
        datetime(2026, 9, 15, 17, 0, tzinfo=BRUSSELS),
        datetime(2027, 2, 1, 23, 59, 59, tzinfo=UTC),
    ),
    deadline_kind=DeadlineKind.STAGED,
    stage=Stage.OUTLINE,
    references=("OPP123",),
    evidence=(
        Evidence("award_max", "Up to £3 million.", "https://www.ukri.org/opportunity/full/"),
    ),
)
BARE = Call(source="ukri", source_id="bare", title="A call that states nothing", url="")
ROLLING = Call(
    source="ukri",
    source_id="rolling",
    title="A call without a deadline",
    url="https://www.ukri.org/rolling/",
    deadline_kind=DeadlineKind.ROLLING,
)
CLOSED = Call(
    source="ukri",
    source_id="closed",
    title="A call that has closed",
    url="https://www.ukri.org/closed/",
    deadlines=(datetime(2026, 1, 1, 12, tzinfo=UTC),),
    stated_status=CallStatus.OPEN,
)
NASTY = tuple(
    Call(
        source="imported",
        source_id=f"nasty/{number}",
        title=text,
        url=f"javascript:{text}" if number % 2 else f"https://example.org/{text}",
        funder=text,
        programme=text,
        summary=text,
        text=text * 3,
        eligibility=text,
        duration=text,
        references=(text,),
        evidence=(Evidence("stage", text, text),),
    )
    for number, text in enumerate(HOSTILE)
)
DIFFICULT = (FULL, BARE, ROLLING, CLOSED, *NASTY)

AWARDS = (
    Award(
        source="nihr_awards",
        source_id="NIHR1",
        title="A trial of something",
        url="https://fundingawards.nihr.ac.uk/award/NIHR1",
        funder="NIHR",
        programme="HTA",
        organisation="University of Leeds",
        amount=Money(Decimal("1434393.08"), "GBP"),
        starts_on=date(2024, 11, 1),
        ends_on=date(2028, 12, 31),
        awarded_on=date(2024, 6, 1),
        summary="Dementia care at home.",
    ),
    Award(source="imported", source_id="2", title="Nothing but a title"),
    Award(
        source="imported",
        source_id="3",
        title="Over",
        starts_on=date(2001, 1, 1),
        ends_on=date(2004, 1, 1),
        amount=Money(Decimal(5), "EUR"),
    ),
    Award(source="imported", source_id="4", title="Begun", starts_on=date(2020, 1, 1)),
    *(
        Award(source="imported", source_id=f"nasty/{n}", title=t, summary=t, organisation=t, url=t)
        for n, t in enumerate(HOSTILE)
    ),
)


def full_site(folder: Path) -> Site:
    """The bundled calls with the difficult ones, awards, and the few chosen."""
    site = make_site(folder, (*bundled_calls(), *DIFFICULT))
    upsert_awards(site.engine, AWARDS, AS_OF)
    renewed(site)
    return site


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve the site on loopback as `bid-matcher serve` does; its address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        config = uvicorn.Config(create_app(site), log_level="error", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            while not server.started:
                thread.join(0.01)
                assert thread.is_alive(), "the server did not start"
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(10)
