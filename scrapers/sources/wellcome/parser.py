"""Wellcome: the list of schemes in its public page, or the one that a person keeps.

The page holds its list as JSON (`__NEXT_DATA__`, `initialListings`). Where the
site says no to programs, `schemes.yaml` stands in: it has the same fields and is
read in the same way, and every fact of it names its source. There are no pages
behind the entries: a scheme's own page fills in its next date by a script.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urljoin, urlsplit

import yaml
from pydantic import Field, ValidationError

from models.call import Call, DeadlineKind
from scrapers.contract import Card, Context, Listing, RawPage
from scrapers.facts.gather import Facts, add_closing, add_opening, add_status, finish
from scrapers.facts.markup import open_page
from scrapers.facts.text import html_to_text
from scrapers.pages import read_json
from scrapers.parts import Part, Text
from scrapers.watching.amounts import award_in

_KEPT = Path(__file__).with_name("schemes.yaml")
_SCHEMES = "https://wellcome.org/research-funding/schemes"
_OLDEST_KEPT_DAYS = 120
_STATUS = ("scheme_accepting_applications", "scheme_status")
_OPENS, _CLOSES = "scheme_opens_for_applications", "scheme_closes_for_applications"
_IGNORED = ("scheme_frequency_ref",)  # the same as `frequency`
_TEXTS = ("title", "listing_summary", "frequency", "level_of_funding", "duration_of_funding")
_NAMES = {
    "location_ref": "Administering organisation location",
    "lead_applicant_career_stage": "Lead applicant career stage",
}
_ALWAYS_OPEN = ("anytime", "any time", "always open", "year-round")


class KeptScheme(Part):
    """One scheme as a person wrote it down; the fields have the site's own names."""

    slug: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    url: Text | None = None
    listing_summary: Text
    scheme_accepting_applications: Text | None = None
    scheme_opens_for_applications: Text | None = None
    scheme_closes_for_applications: Text | None = None
    frequency: Text | None = None
    level_of_funding: Text | None = None
    duration_of_funding: Text | None = None
    location: Text | None = None
    source: Text


class KeptList(Part):
    """The whole of `schemes.yaml`."""

    written_on: date
    schemes: Annotated[tuple[KeptScheme, ...], Field(min_length=1)]


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read the schemes in the public page; ValueError if it is not that page."""
    cards = [card for row in _rows(page) if (card := _card(row, page, context))]
    if not cards:
        raise ValueError(f"no schemes with url and title on the page {page.url}")
    shown = {card.source_id for card in cards}
    lacking = [one.slug for one in kept_list().schemes if _recurs(one.frequency)]
    lacking = sorted(set(lacking) - shown)
    if lacking:
        context.warn(f"the page lacks schemes of the kept list: {', '.join(lacking)}", page.url)
    return Listing(tuple(cards))


def when_refused(reason: str, context: Context) -> Listing:  # noqa: ARG001 - the walk reports it
    """Read the schemes that a person keeps, for a site that says no.

    Reports how old they are. ValueError names what is wrong in the file.
    """
    kept = kept_list()
    age = (context.today - kept.written_on).days
    day = f"{kept.written_on.day} {kept.written_on:%B %Y}"
    told = f"{len(kept.schemes)} schemes come from the list kept by hand on {day}"
    if age > _OLDEST_KEPT_DAYS:
        told += f", {age} days ago: read {context.url} in a browser and write it anew"
    context.warn(told)
    return Listing(tuple(_kept_card(scheme, kept.written_on) for scheme in kept.schemes))


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one scheme from its entry."""
    if detail is not None:
        raise ValueError("a scheme has no page of its own to read")
    fields = card.fields
    facts = Facts(fields["url"])
    facts.values["funder"] = "Wellcome"
    if _recurs(fields["frequency"]):
        facts.values["tags"] = ("recurring",)
    _add_times(facts, fields, context)
    _add_money(facts, fields, context)
    duration = fields["duration_of_funding"]
    facts.add("duration", duration, f"Duration of funding: {duration}")
    call = finish(
        facts,
        card,
        context,
        title=fields["title"],
        summary=fields["listing_summary"],
        text=_text(fields),
        eligibility=fields["eligibility"],
    )
    return _with_source(call, fields["source"])


def kept_list() -> KeptList:
    """Read `schemes.yaml`; ValueError names the entry and the field that is wrong."""
    try:
        return KeptList.model_validate(yaml.safe_load(_KEPT.read_text(encoding="utf-8")))
    except yaml.YAMLError as error:
        raise ValueError(f"{_KEPT.name}: not readable as YAML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{_KEPT.name}: {place}: {first['msg']}") from None


def _rows(page: RawPage) -> list[Any]:
    script = open_page(page).css_first("script#__NEXT_DATA__")
    if script is None:
        raise ValueError(f"the page's layout has changed: no __NEXT_DATA__ on the page {page.url}")
    found = read_json(replace(page, body=(script.text() or "").encode("utf-8", "replace")))
    for key in ("props", "pageProps", "initialListings"):
        found = found.get(key) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise ValueError(
            f"the page's layout has changed: no initialListings on the page {page.url}"
        )
    return found


def _card(row: Any, page: RawPage, context: Context) -> Card | None:
    row = row if isinstance(row, dict) else {}
    url = _address(_words(row, "url"))
    if url is None or not _words(row, "title"):
        named = (_words(row, "title") or _words(row, "url"))[:80]
        context.warn(f"a scheme without a title or a usable url: {named!r}", page.url)
        return None
    labels = {key: "" for key in row if str(key).startswith("scheme_")}
    context.audit(labels, (*_STATUS, _OPENS, _CLOSES, *_IGNORED), page.url)
    said = {key: _words(row, key) for key in _TEXTS}
    places = (f"{label}: {names}" for key, label in _NAMES.items() if (names := _named(row, key)))
    fields = {
        **said,
        "url": url,
        "status": next(filter(None, (_words(row, key) for key in _STATUS)), ""),
        "opens": _words(row, _OPENS),
        "closes": _words(row, _CLOSES),
        "eligibility": "\n".join(places) or None,
        "source": "",
        "kept_on": "",
    }
    return Card(_slug(url), fields)


def _kept_card(scheme: KeptScheme, written_on: date) -> Card:
    said = scheme.model_dump()
    fields = {
        **{key: said[key] or "" for key in _TEXTS},
        "url": scheme.url or f"{_SCHEMES}/{scheme.slug}",
        "status": scheme.scheme_accepting_applications or "",
        "opens": scheme.scheme_opens_for_applications or "",
        "closes": scheme.scheme_closes_for_applications or "",
        "eligibility": f"{_NAMES['location_ref']}: {scheme.location}" if scheme.location else None,
        "source": scheme.source,
        "kept_on": written_on.isoformat(),
    }
    return Card(scheme.slug, fields)


def _words(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return " ".join(html_to_text(value).split()) if isinstance(value, str) else ""


def _named(row: Mapping[str, Any], key: str) -> str:
    """Return the names in a list of {"id", "name"}, joined by commas."""
    value = row.get(key)
    entries = (
        [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []
    )
    return ", ".join(filter(None, (_words(entry, "name") for entry in entries)))


def _address(path: str) -> str | None:
    """Return the public address of a scheme; None for an address elsewhere."""
    try:
        parts = urlsplit(urljoin(_SCHEMES, path))
    except ValueError:
        return None
    ours = parts.scheme == "https" and parts.netloc == "wellcome.org" and "/schemes/" in parts.path
    return f"https://wellcome.org{parts.path.rstrip('/')}" if path and ours else None


def _slug(url: str) -> str:
    """Return the last part of a scheme's address; the site adds "-closed" to some in time."""
    return url.rpartition("/")[2].lower().removesuffix("-closed")


def _recurs(frequency: str | None) -> bool:
    return bool(frequency) and "one-off" not in str(frequency).lower()


def _text(fields: Mapping[str, Any]) -> str:
    labels = {"Frequency": "frequency", "Level of funding": "level_of_funding"}
    return "\n".join(f"{label}: {fields[key]}" for label, key in labels.items() if fields[key])


def _add_times(facts: Facts, fields: Mapping[str, Any], context: Context) -> None:
    """Add status, opening and closing; a deadline that has passed is kept as it is."""
    add_status(facts, context, "Applications", fields["status"])
    if "stated_on" in facts.values and fields["kept_on"]:
        facts.values["stated_on"] = date.fromisoformat(fields["kept_on"])
    add_opening(facts, context, "Opens for applications", fields["opens"])
    add_closing(facts, context, "Closes for applications", fields["closes"])
    frequency = fields["frequency"]
    if any(words in frequency.lower() for words in _ALWAYS_OPEN):
        facts.add("deadline_kind", DeadlineKind.ROLLING, f"Frequency: {frequency}")


def _add_money(facts: Facts, fields: Mapping[str, Any], context: Context) -> None:
    level = fields["level_of_funding"]
    try:
        figure = award_in(level, "GBP") if level else None
    except ValueError:
        context.warn(f"Level of funding cannot be read: {level[:80]!r}", facts.url)
        return
    if figure is not None:
        facts.add("award_max", figure.money, f"Level of funding: {level}")
        facts.add("award_min", figure.low, f"Level of funding: {level}")


def _with_source(call: Call, source: str) -> Call:
    """Name the source behind each fact of a kept scheme."""
    if not source:
        return call
    told = f" (kept by hand; source: {source})"
    evidence = (replace(item, sentence=f"{item.sentence}{told}") for item in call.evidence)
    return replace(call, evidence=tuple(evidence))
