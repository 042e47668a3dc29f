"""The pages of a service, window after window, as entries of one listing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.dates import parse_moment
from scrapers.ocds.package import next_link, read_package
from scrapers.ocds.relevance import concerns_us, part, parts
from scrapers.ocds.service import PAGE_SIZE, Service, notice_number
from scrapers.ocds.windows import first_window, next_window, parameters, window_of

_OCID = re.compile(r"ocds-[a-z0-9]{6}-[A-Za-z0-9-]{1,80}", re.ASCII)

# What a call is read from. Everything else is left behind, people to ask first of all.
_READ = (
    *("id", "title", "description", "status", "datePublished", "value", "lots", "items"),
    *("classification", "additionalClassifications", "procurementMethodDetails", "suitability"),
    *("tenderPeriod", "expressionOfInterestDeadline", "contractPeriod", "communication"),
    *("otherRequirements",),
)
_LEFT = (
    *("minValue", "procurementMethod", "procurementMethodRationale", "documents", "amendments"),
    *("procurementMethodRationaleClassifications", "additionalProcurementCategories"),
    *("mainProcurementCategory", "legalBasis", "lotDetails", "lotGroups", "techniques"),
    *("submissionMethod", "submissionMethodDetails", "submissionTerms", "awardPeriod"),
    *("enquiryPeriod", "bidOpening", "crossBorderLaw", "aboveThreshold", "specialRegime"),
    *("coveredBy", "procedure", "contractTerms", "secondStage", "reviewDetails", "hasRecurrence"),
    *("selectionCriteria", "exclusionGrounds", "riskDetails", "noEngagementNoticeRationale"),
    *("procuringEntity", "milestones", "options", "renewal", "recurrence", "targets"),
)


def first_request(service: Service, context: Context) -> Request:
    """Return the request for the first page of the first window."""
    return _request(service, first_window(service.windows, context))


def read_listing(service: Service, page: RawPage, context: Context) -> Listing:
    """Read one page; ValueError if it is no page of the service's releases.

    Every release is an entry; those that are not for us carry nothing but why.
    """
    package = read_package(page, context)
    start = window_of(service.windows, page.url)
    releases = package["releases"]
    cards = [_card(service, release, page, context) for release in releases]
    kept = tuple(card for card in cards if card is not None)
    if releases and not kept:
        raise ValueError(f"the page's layout has changed: no release with an ocid on {page.url}")
    link = next_link(package)
    if link is not None:
        return Listing(kept, _continued(service, link, start, page))
    if len(releases) >= PAGE_SIZE:
        context.warn("a full page without a link to the next: notices may be missing", page.url)
    following = next_window(service.windows, start, context)
    return Listing(kept, None if following is None else _request(service, following))


def _request(service: Service, start: datetime) -> Request:
    query = {**parameters(service.windows, start), "limit": str(PAGE_SIZE)}
    return Request(f"{service.packages}?{urlencode(query)}")


def _continued(service: Service, link: str, start: datetime, page: RawPage) -> Request:
    """Return the request for the window's next page, the window named in its address.

    ValueError for a link that leads elsewhere or back to the same page.
    """
    ours, theirs = urlsplit(service.packages), urlsplit(link)
    query = dict(parse_qsl(theirs.query))
    if (theirs.netloc, theirs.path) != (ours.netloc, ours.path) or not query.get("cursor"):
        raise ValueError(f"the page's link to the next leads elsewhere: {link[:120]!r}")
    if query["cursor"] == dict(parse_qsl(urlsplit(page.url).query)).get("cursor"):
        raise ValueError(f"the page's link to the next leads back to it: {link[:120]!r}")
    query |= {**parameters(service.windows, start), "limit": str(PAGE_SIZE)}
    return Request(f"{service.packages}?{urlencode(query)}")


def _card(service: Service, release: object, page: RawPage, context: Context) -> Card | None:
    """Make the entry of one release; None, with a warning, if nothing tells which it is.

    What is over takes its process's place in the listing, so that it replaces
    the notice that opened it; so does a notice for us. All others stand apart.
    """
    if not isinstance(release, dict):
        context.warn("a release that is no JSON object", page.url)
        return None
    ocid, release_id = release.get("ocid"), release.get("id")
    usable = isinstance(ocid, str) and _OCID.fullmatch(ocid)
    if not usable or not notice_number(service, release_id):
        told = f"{str(ocid)[:60]!r} and {str(release_id)[:60]!r}"
        context.warn(f"a release without a usable ocid and id: {told}", page.url)
        return None
    version = f"{_published(release, page, context)} {release_id}"
    kind = _kind(release, page, context)
    reason = concerns_us(release) if kind else None
    if kind is None:
        return Card(str(ocid), {"left_out": "not open, or no longer"}, version=version)
    if reason is None:
        return Card(str(release_id), {"left_out": "not research"}, version=version)
    if _is_correction(release):
        context.warn(f"only what changed is told of {ocid}: its earlier notice stands", page.url)
        return Card(str(release_id), {"left_out": "a correction"}, version=version)
    fields = {"kind": kind, "reason": reason, "release": _reduced(release, page, context)}
    return Card(str(ocid), fields, version=version)


def _published(release: Mapping[str, Any], page: RawPage, context: Context) -> str:
    """Return the moment of the release so that later ones sort after earlier ones."""
    try:
        return parse_moment(str(release.get("date"))).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        context.warn(f"a release without a usable date: {release.get('id')!r}", page.url)
        return ""


def _kind(release: Mapping[str, Any], page: RawPage, context: Context) -> str | None:
    """Return "tender" or "planning" by the release's tags; None for what is over or later."""
    tags = release.get("tag")
    words = [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []
    kinds = {context.look_up("tag", word, page.url) for word in words}
    if "over" in kinds:
        return None
    return next((kind for kind in ("tender", "planning") if kind in kinds), None)


def _is_correction(release: Mapping[str, Any]) -> bool:
    """Whether the release tells only what has changed, as corrections under the old law do."""
    tender = part(release, "tender")
    changed = any(str(tag).endswith(("Update", "Amendment")) for tag in release["tag"])
    return changed and not tender.get("description")


def _reduced(release: Mapping[str, Any], page: RawPage, context: Context) -> dict[str, Any]:
    tender = part(release, "tender")
    context.audit(tender, (*_READ, *_LEFT), page.url)
    return {
        **{key: release.get(key) for key in ("ocid", "id", "date", "tag")},
        "buyer": _buyer(release),
        "engagement": [
            step.get("dueDate") for step in parts(part(release, "planning"), "milestones")
        ],
        "tender": {key: tender[key] for key in _READ if key in tender},
    }


def _buyer(release: Mapping[str, Any]) -> object:
    """Return the name of who buys; where the release leaves it out, that of the party who does."""
    name = part(release, "buyer").get("name")
    buyers = [
        party.get("name")
        for role in ("buyer", "procuringEntity")
        for party in parts(release, "parties")
        if isinstance(party.get("roles"), list) and role in party["roles"]
    ]
    return name or next(iter(buyers), None)
