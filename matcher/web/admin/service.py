"""How the service stands: its jobs and their last runs, and how it is set up."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from matcher.health import faults
from matcher.places import LONDON
from matcher.schedule.due import failed, next_time
from matcher.schedule.standing import read_standing
from matcher.schedule.times import Plan, load_times, plans_of
from matcher.store.opening import shown_address
from matcher.web.pages import page
from matcher.web.site import Here, Site
from models.report import Run
from scrapers.registry import load_sources

router = APIRouter()

_SECRETS = ("PASSWORD", "SECRET")
_NAMES = (
    "BID_MATCHER_SMTP_HOST",
    "BID_MATCHER_SMTP_PORT",
    "BID_MATCHER_SMTP_TLS",
    "BID_MATCHER_SMTP_USER",
    "BID_MATCHER_SMTP_PASSWORD",
    "BID_MATCHER_SMTP_PASSWORD_FILE",
    "BID_MATCHER_MAIL_FROM",
    "BID_MATCHER_MAIL_RATE",
    "BID_MATCHER_OIDC_ISSUER",
    "BID_MATCHER_OIDC_CLIENT_ID",
    "BID_MATCHER_OIDC_CLIENT_SECRET",
    "BID_MATCHER_OIDC_SECRET_FILE",
    "BID_MATCHER_OIDC_NAME",
    "BID_MATCHER_PROXY_USER",
    "BID_MATCHER_PROXY_FROM",
)


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job of the schedule, in words."""

    name: str
    summary: str
    when: str
    last: datetime | None
    result: str
    failed: bool
    next: datetime | None
    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """How all jobs stand."""

    faults: tuple[str, ...]
    jobs: tuple[JobRow, ...]
    has_run: bool


@router.get("/runs", response_class=HTMLResponse)
def runs(request: Request, here: Here) -> HTMLResponse:
    """Show every job: when it ran, what came of it, when it is due."""
    return page(request, "admin/runs.html.j2", service=look(here))


@router.get("/settings", response_class=HTMLResponse)
def settings(request: Request, here: Here) -> HTMLResponse:
    """Show how the site is set up. What is secret is only said to be there."""
    return page(request, "admin/settings.html.j2", rows=settings_rows(here, os.environ))


def look(site: Site) -> Service:
    """Read how the service stands from the store."""
    times = load_times(site.settings.city_folder)
    plans = plans_of(times)
    standing = read_standing(site.engine, times, plans, load_sources(), site.now())
    jobs = [_job(plan, standing.history.get(plan.name, ()), site.now()) for plan in plans]
    return Service(tuple(faults(standing)), tuple(jobs), standing.since is not None)


def settings_rows(site: Site, environ: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return names and values; of a secret only whether it is set."""
    ours, access = site.settings, site.access
    rows = [
        ("City", ours.city),
        ("Folder of the city’s data", str(ours.data)),
        ("Home: what is made by running", str(ours.home)),
        ("Database", shown_address(ours.database)),
        ("Model", str(ours.model) if ours.model else "the default"),
        ("Contact told to other sites", ours.contact or "not set"),
        ("The site’s own address", ours.web_address or "not set: no link can be mailed"),
        ("Reading", "public" if access.public else "only for who is signed in"),
        ("Searches a minute, of one account or address", str(access.searches_per_minute)),
    ]
    return rows + [(name, _value(name, environ)) for name in _NAMES]


def _value(name: str, environ: Mapping[str, str]) -> str:
    value = environ.get(name)
    if not value:
        return "not set"
    is_secret = any(word in name for word in _SECRETS) and not name.endswith("_FILE")
    return "set" if is_secret else value


def _job(plan: Plan, history: Sequence[Run], now: datetime) -> JobRow:
    last = history[0] if history else None
    return JobRow(
        name=plan.name,
        summary=plan.summary,
        when=plan.when or f"after {plan.follows}",
        last=last.started_at.astimezone(LONDON) if last else None,
        result=_result(last) if last else "",
        failed=last is not None and failed(last),
        next=next_time(plan, now),
        issues=tuple(issue.reason for issue in last.issues) if last else (),
    )


def _result(run: Run) -> str:
    if run.finished_at is None:
        return "without an end: under way, stopped, or died"
    counts = ", ".join(f"{count:,} {what}" for what, count in run.counts.items())
    return f"{'failed' if failed(run) else 'done'}{': ' if counts else ''}{counts}"
