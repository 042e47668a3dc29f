"""Asking Fingertips: a few indicators a request, one request after another."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from models.report import Issue, Severity
from scrapers.client import HttpClient
from scrapers.contract import Request
from scrapers.errors import ArchiveError, BudgetSpentError, FetchError
from scrapers.indicators.contract import IndicatorValue, Parsed, Reading, Wanted
from scrapers.indicators.fingertips.parse import parse_fingertips
from scrapers.indicators.table import open_text
from scrapers.source import SourceDefinition, read_definition
from scrapers.visit import Visit

_BATCH = 5  # indicators a request: large pulls have brought the service down
_ENGLAND_TYPE = "15"  # Fingertips' number for England as the parent area
_FAILURES_IN_A_ROW = 3  # after so many requests in vain the service is left alone
_PLAIN_TYPES = ("", "text/plain", "application/octet-stream", "application/vnd.ms-excel")


def fingertips_definition() -> SourceDefinition:
    """Read this folder's `source.yaml`."""
    return read_definition(Path(__file__).with_name("source.yaml"))


def fetch_fingertips(
    wanted: Wanted, client: HttpClient, definition: SourceDefinition, now: datetime
) -> Reading:
    """Ask for every wanted indicator. A request in vain is an issue, and the others go on."""
    values: list[IndicatorValue] = []
    failed: dict[int, str] = {}
    issues: list[Issue] = []
    in_a_row = 0
    with Visit(client, definition, now) as visit:
        for batch in _batches(sorted(wanted.names)):
            if in_a_row >= _FAILURES_IN_A_ROW:
                failed |= dict.fromkeys(batch, "not asked for: the service does not answer")
                continue
            request = _request(definition, batch, wanted.area_type)
            try:
                parsed = _ask(visit, request, wanted)
            except (FetchError, ArchiveError, ValueError) as error:
                spent = isinstance(error, BudgetSpentError)
                in_a_row = _FAILURES_IN_A_ROW if spent else in_a_row + 1
                failed |= dict.fromkeys(batch, str(error))
                issues.append(_issue(definition, batch, str(error)))
                continue
            in_a_row = 0
            values += parsed.values
            issues += (_issue(definition, batch, problem) for problem in parsed.problems)
    return Reading(definition.title, tuple(values), failed, tuple(issues))


def _batches(ids: Sequence[int]) -> Iterator[tuple[int, ...]]:
    waiting = iter(ids)
    while batch := tuple(islice(waiting, _BATCH)):
        yield batch


def _request(definition: SourceDefinition, ids: Sequence[int], area_type: int) -> Request:
    params = {
        "indicator_ids": ",".join(str(id_) for id_ in ids),
        "child_area_type_id": str(area_type),
        "parent_area_type_id": _ENGLAND_TYPE,
    }
    return Request(definition.url, params=params, large=True)


def _ask(visit: Visit, request: Request, wanted: Wanted) -> Parsed:
    """Fetch and read one answer; ValueError, and the answer is forgotten, if it is no CSV."""
    page = visit.fetch(request)
    kind = page.content_type.partition(";")[0].strip().lower()
    try:
        if "csv" not in kind and kind not in _PLAIN_TYPES:
            raise ValueError(f"a CSV table was promised, {kind!r} came")
        with open_text(page.open()) as lines:
            return parse_fingertips(lines, wanted, "the answer")
    except ValueError:
        visit.forget(request)
        raise


def _issue(definition: SourceDefinition, ids: Sequence[int], reason: str) -> Issue:
    which = ", ".join(str(id_) for id_ in ids)
    return Issue(Severity.ERROR, definition.name, f"indicators {which}: {reason}", definition.url)
