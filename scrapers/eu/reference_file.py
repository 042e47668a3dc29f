"""The portal's reference file: every topic and tender in one JSON, made anew daily.

It is read record by record, for it is 130 MB large (September 2026). It has no
text and no money. A record becomes a row in the form of the search service, so
that whoever reads one reads the other. What the rows leave out by intent is
named in `_IGNORED`; any other new name is reported.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

from scrapers.contract import Context, RawPage
from scrapers.eu.rows import GRANT_TYPES, SUBMISSION_ENDS, Row, every, first, moment
from scrapers.facts.clock import BRUSSELS
from scrapers.json_stream import entries

_RECORDS = "fundingData.GrantTenderObj.item"
_TENDER = "0"
_LONGEST = 2_000  # characters of one value
_MOST = 50  # values under one name
_LARGEST = 10**15  # more than any id or millisecond of ours
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1990, 2200)  # outside these, a misreading
_READ = (
    *("type", "ccm2Id", "identifier", "title", "callIdentifier", "callTitle", "status", "tags"),
    *("publicationDateLong", "plannedOpeningDateLong", "deadlineDatesLong", "deadlineModel"),
    *("frameworkProgramme", "programmeDivision", "topicActions", "actions", "latestInfos"),
)
_IGNORED = (
    *("topicMGAs", "keywords", "flags", "links", "sme", "allowPartnerSearch", "callccm2Id"),
    *("additionalDossiers", "infoPackDossiers", "additionalCpvs", "lots"),
    "placesOfDeliveryOrPerformance",
)


def read_topics(page: RawPage, context: Context) -> Iterator[dict[str, list[str]]]:
    """Yield the open and announced grant topics, one by one, as rows.

    Out are those closed by status or by their last deadline; a status that
    nobody knows is reported and counts as open while a deadline lies ahead.
    ValueError, here or in the middle of the rows, where the file is not whole.
    """
    records = entries(page, _RECORDS)
    nothing = object()
    head = next(records, nothing)
    if head is nothing:
        raise ValueError(f"no record of a topic on the page {page.url}")
    return _wanted(chain([head], records), context, page.url)


def _wanted(
    records: Iterable[Any], context: Context, address: str
) -> Iterator[dict[str, list[str]]]:
    for record in records:
        kind = _text(record.get("type")) if isinstance(record, dict) else ""
        if kind == _TENDER:
            continue
        if kind not in GRANT_TYPES:
            context.warn(f"records of type {kind[:20]!r} left out: no kind we know", address)
        elif _meaning(record, context) != "closed":
            row = _row(record, kind, context)
            if _is_ahead(row, context) and _has_identifier(row, context, address):
                context.audit(record, _READ + _IGNORED, address)
                yield row


def _meaning(record: dict[str, Any], context: Context) -> str | None:
    return context.look_up("status", _part(record.get("status"), "id"))


def _is_ahead(row: Row, context: Context) -> bool:
    """Whether the last deadline lies ahead; without any, a status that we know decides."""
    now = context.now or datetime.combine(context.today, time(), BRUSSELS)
    deadlines = [moment(words, SUBMISSION_ENDS) for words in every(row, "deadlineDate")]
    if deadlines:
        return max(deadlines) > now
    return context.look_up("status", first(row, "status")) is not None


def _has_identifier(row: Row, context: Context, address: str) -> bool:
    """Whether the topic can be asked for by its identifier, in quotes and in an address."""
    identifier = first(row, "identifier")
    usable = 0 < len(identifier) <= 200 and identifier.isprintable() and '"' not in identifier
    if not usable:
        context.warn(f"a topic without a usable identifier: {identifier[:40]!r}", address)
    return usable


def _row(record: dict[str, Any], kind: str, context: Context) -> dict[str, list[str]]:
    """Write a record as the search service would. `published`, `changed`, `division` are ours."""
    programme = record.get("frameworkProgramme")
    values = {
        "type": [kind],
        "url": [],
        **{key: [_text(record.get(key))] for key in ("identifier", "title", "ccm2Id")},
        **{key: [_text(record.get(key))] for key in ("callIdentifier", "callTitle")},
        "status": [_part(record.get("status"), "id")],
        "frameworkProgramme": [_part(programme, "id")],
        "frameworkTitle": [_part(programme, "description")],
        "division": [_division(item) for item in _list(record, "programmeDivision")],
        "typesOfAction": [_part(item, "description") for item in _list(record, "topicActions")],
        "tags": [_text(item) for item in _list(record, "tags")],
        "deadlineModel": [_deadline_model(record)],
        "startDate": _dates(record, "plannedOpeningDateLong", context),
        "deadlineDate": _dates(record, "deadlineDatesLong", context),
        "published": _dates(record, "publicationDateLong", context),
        "changed": [_last_change(record)],
    }
    filled = {key: [text for text in texts if text] for key, texts in values.items()}
    return {key: texts for key, texts in filled.items() if texts}


def _text(value: object) -> str:
    """Return a text or a whole number as text; anything else says nothing."""
    if isinstance(value, str):
        return value[:_LONGEST].strip()
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST:
        return str(value)
    return ""


def _list(record: dict[str, Any], key: str) -> list[Any]:
    found = record.get(key)
    return found[:_MOST] if isinstance(found, list) else []


def _part(value: object, key: str) -> str:
    return _text(value.get(key)) if isinstance(value, dict) else ""


def _division(item: object) -> str:
    """Return code and name, such as "HORIZON.2.1 Health"; the whole programme is none."""
    code, name = _part(item, "abbreviation"), _part(item, "description")
    return f"{code} {name}".strip() if "." in code else ""


def _deadline_model(record: dict[str, Any]) -> str:
    actions = [item for item in _list(record, "actions") if isinstance(item, dict)]
    places = [record.get("deadlineModel"), *(item.get("submissionProcedure") for item in actions)]
    return next((found for place in places if (found := _part(place, "abbreviation"))), "")


def _last_change(record: dict[str, Any]) -> str:
    """Return when the news about the topic last changed: its page is then read again."""
    return max((_part(item, "lastChangeDate") for item in _list(record, "latestInfos")), default="")


def _dates(record: dict[str, Any], key: str, context: Context) -> list[str]:
    """Return milliseconds since 1970 as ISO 8601; what is no such number is reported."""
    found = record.get(key)
    values = found[:_MOST] if isinstance(found, list) else [found]
    dates = []
    for value in values:
        date = _date(value)
        if date is not None:
            dates.append(date)
        elif value not in (None, ""):
            name = _text(record.get("identifier"))[:80]
            context.warn(f"{key} of {name} cannot be read: {str(value)[:40]!r}")
    return dates


def _date(value: object) -> str | None:
    if isinstance(value, Decimal) and abs(value) < _LARGEST and value == int(value):
        value = int(value)
    words = _text(value)
    if not (words.isascii() and words.isdigit() and 0 < int(words) < _LARGEST // 100):
        return None
    found = _EPOCH + timedelta(milliseconds=int(words))
    return found.isoformat() if found.year in _YEARS else None
