"""Two sites that publish whatever they are given, in the form of the real ones.

with publishing() as sites:
    sites.publish([grant, ...])
    ... sites.environment() leads `bid-matcher collect` to them ...
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from tests.rehearsal.faults import Fault
from tests.scrapers.local_server import LocalServer, status

LONDON = ZoneInfo("Europe/London")
GRANTS, COUNCILS = "find_a_grant", "ukri"
_HOMES = {
    GRANTS: "https://www.find-government-grants.service.gov.uk/grants",
    COUNCILS: "https://www.ukri.org/opportunity",
}
_LISTING = (
    "/opportunity/?filter_status%5B0%5D=open&filter_status%5B1%5D=upcoming"
    "&filter_submitted=true&filter_order=publication_date"
)
_ON_A_PAGE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A call as a site shows it."""

    label: str  # by which the site knows it, and the end of its address
    title: str
    text: str
    opens: datetime
    closes: datetime
    most: int | None = None  # pounds for one award
    published: datetime | None = None  # what the page says, whenever it came to be listed
    funder: str = "Example Department for Health"
    eligibility: str = "Universities, NHS bodies and councils in the UK may apply."
    site: str = GRANTS
    elsewhere: str = ""  # address of the same call on another site

    @property
    def address(self) -> str:
        """The public address of its page."""
        return f"{_HOMES[self.site]}/{self.label}" + ("/" if self.site == COUNCILS else "")


class Sites:
    """Find a grant and the UKRI Funding Finder, each at a port of its own."""

    def __init__(self, servers: dict[str, LocalServer]) -> None:
        self.servers = servers
        self._pages: dict[str, dict[str, str]] = {name: {} for name in servers}

    def publish(self, grants: Sequence[Grant]) -> None:
        """Show these grants and nothing else."""
        self._show(GRANTS, dict(_grant_pages([g for g in grants if g.site == GRANTS])))
        self._show(COUNCILS, dict(_council_pages([g for g in grants if g.site == COUNCILS])))

    def fail(self, name: str) -> None:
        """Let a site answer nothing but errors until the next `publish`."""
        for path in self._pages[name]:
            self.servers[name].answer(path, status(503))

    def spoil(self, name: str, fault: Fault) -> None:
        """Let a site answer all its pages in that way until `restore`."""
        for path, body in self._pages[name].items():
            self.servers[name].answer(path, fault((body.encode(), "text/html")))

    def restore(self, name: str) -> None:
        """Let a site show its pages as they are again."""
        self._show(name, self._pages[name])

    def environment(self) -> dict[str, str]:
        """Return the settings that lead the program here."""
        found = {f"BID_MATCHER_BASE_{n.upper()}": s.address for n, s in self.servers.items()}
        return found | {"BID_MATCHER_WAIT_SCALE": "0"}

    def _show(self, name: str, pages: dict[str, str]) -> None:
        for path in self._pages[name].keys() - pages.keys():
            self.servers[name].answer(path, status(404))
        for path, body in pages.items():
            self.servers[name].page(path, body)
        self._pages[name] = pages


@contextmanager
def publishing() -> Iterator[Sites]:
    """Run both sites, empty at first."""
    with LocalServer() as grants, LocalServer() as councils:
        yield Sites({GRANTS: grants, COUNCILS: councils})


def _grant_pages(grants: Sequence[Grant]) -> Iterator[tuple[str, str]]:
    starts = range(0, max(len(grants), 1), _ON_A_PAGE)
    for number, start in enumerate(starts, 1):
        rows = [_fields(each) for each in grants[start : start + _ON_A_PAGE]]
        data = {"searchResult": rows, "totalGrants": len(grants)}
        yield f"/grants?page={number}", _with_data(data)
    for each in grants:
        detail = {"sys": {"id": f"entry{each.label}"}, "fields": _fields(each) | _tabs(each)}
        yield f"/grants/{each.label}", _with_data({"grantDetail": detail})


def _fields(grant: Grant) -> dict[str, object]:
    return {
        "grantName": grant.title,
        "label": grant.label,
        "grantFunder": grant.funder,
        "grantMaximumAward": grant.most or 0,
        "grantMaximumAwardDisplay": f"£{grant.most:,}" if grant.most else "",
        "grantApplicationOpenDate": _clock(grant.opens),
        "grantApplicationCloseDate": _clock(grant.closes),
        "grantWebpageUrl": grant.elsewhere,
    }


def _tabs(grant: Grant) -> dict[str, object]:
    return {
        "grantSummaryTab": _rich(grant.text),
        "grantEligibilityTab": _rich(grant.eligibility),
    }


def _rich(text: str) -> dict[str, object]:
    blocks = [
        {"nodeType": "paragraph", "content": [{"nodeType": "text", "value": escape(line)}]}
        for line in text.splitlines()
    ]
    return {"nodeType": "document", "content": blocks}


def _with_data(data: dict[str, object]) -> str:
    held = json.dumps({"props": {"pageProps": data}}).replace("</", "<\\/")
    return f'<html><body><script id="__NEXT_DATA__" type="application/json">{held}</script></body>'


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%Y-%m-%dT%H:%M}"


def _council_pages(grants: Sequence[Grant]) -> Iterator[tuple[str, str]]:
    yield _LISTING, f"<html><body>{''.join(map(_card, grants))}</body></html>"
    for each in grants:
        yield f"/opportunity/{each.label}/", _council_page(each)


def _card(grant: Grant) -> str:
    link = f'<a class="ukri-funding-opp__link" href="{grant.address}">{escape(grant.title)}</a>'
    return f'<div class="opportunity"><h3>{link}</h3>{_summary(grant)}</div>'


def _council_page(grant: Grant) -> str:
    parts = (("Scope", grant.text), ("Who can apply", grant.eligibility))
    sections = "".join(
        '<div class="govuk-accordion__section">'
        f'<h2 class="govuk-accordion__section-heading">{heading}</h2>'
        f'<div class="govuk-accordion__section-content">{_paragraphs(text)}</div></div>'
        for heading, text in parts
    )
    title = f'<h1 id="skipnav-target">{escape(grant.title)}</h1>'
    return f"<html><body><main>{title}{_summary(grant)}{sections}</main></body></html>"


def _summary(grant: Grant) -> str:
    rows = {"Opportunity status": "Open", "Funders": escape(grant.funder)}
    if grant.most:
        rows["Maximum award"] = f"£{grant.most:,}"
    if grant.published:
        rows["Publication date"] = f"{grant.published.day} {grant.published:%B %Y}"
    for label, moment in (("Opening date", grant.opens), ("Closing date", grant.closes)):
        rows[label] = f'<time datetime="{_clock(moment)}:00">{_clock(moment)}</time>'
    cells = "".join(f"<div><dt>{label}: </dt><dd>{said}</dd></div>" for label, said in rows.items())
    return f'<dl class="opportunity__summary">{cells}</dl>'


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
