"""Every answer of the protocol's routes fits the schemas of the 0.4 document itself."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from starlette.testclient import TestClient

from matcher.web.app import create_app
from matcher.web.site import Site
from tests.matcher.web.api.protocol import DOCUMENT, faults, protocol

OPPORTUNITIES, AWARDS = "/common-grants/opportunities", "/common-grants/awards"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
_ORIGINAL = Path(__file__).parents[5] / "shared/samples/recorded/common_grants_openapi_0.4.0.yaml"
_DOCUMENTED = ("description", "example", "summary")
POUNDS = {
    "min": {"amount": "1", "currency": "GBP"},
    "max": {"amount": "9000000", "currency": "GBP"},
}
DAYS = {"min": "2026-01-01", "max": "2027-01-01T00:00:00+01:00"}
SEARCHES: tuple[tuple[str, dict[str, Any]], ...] = (
    (OPPORTUNITIES, {}),
    (OPPORTUNITIES, {"search": "dementia"}),
    (OPPORTUNITIES, {"search": "?!", "pagination": {"page": 3, "pageSize": 5}}),
    (
        OPPORTUNITIES,
        {
            "filters": {
                "status": {"operator": "in", "value": ["open"]},
                "closeDateRange": {"operator": "between", "value": DAYS},
                "maxAwardAmountRange": {"operator": "between", "value": POUNDS},
                "customFilters": {
                    "track": {"operator": "eq", "value": "research"},
                    "unheard": {"operator": "eq", "value": 1},
                },
            },
            "sorting": {"sortBy": "custom", "customSortBy": "cityScore", "sortOrder": "asc"},
        },
    ),
    (OPPORTUNITIES, {"sorting": {"sortBy": "custom", "customSortBy": "unheard"}}),
    (AWARDS, {}),
    (AWARDS, {"search": "dementia", "sorting": {"sortBy": "funding.awardedAmount"}}),
    (
        AWARDS,
        {
            "filters": {
                "status": {"operator": "notIn", "value": ["cancelled"]},
                "awardDateRange": {"operator": "between", "value": DAYS},
                "awardedAmountRange": {"operator": "between", "value": POUNDS},
                "opportunityId": {"operator": "notIn", "value": [UNKNOWN]},
            }
        },
    ),
)


@pytest.fixture(scope="module")
def client(program_site: Site) -> Iterator[TestClient]:
    with TestClient(create_app(program_site)) as found:
        yield found


@pytest.mark.parametrize("path", [OPPORTUNITIES, AWARDS])
def test_all_pages_and_all_records_fit_the_document(client: TestClient, path: str) -> None:
    number = "{oppId}" if path == OPPORTUNITIES else "{awdId}"
    page, pages = 1, 1
    while page <= pages:
        listed = client.get(path, params={"page": page, "pageSize": 100}).json()
        assert faults(path, "get", 200, listed) == []
        for item in listed["items"]:
            found = client.get(f"{path}/{item['id']}").json()
            assert faults(f"{path}/{number}", "get", 200, found) == []
        page, pages = page + 1, listed["paginationInfo"]["totalPages"]


@pytest.mark.parametrize(("path", "body"), SEARCHES)
def test_searches_fit_the_document(client: TestClient, path: str, body: dict[str, Any]) -> None:
    answer = client.post(f"{path}/search", json=body)
    assert answer.status_code == 200
    assert faults(f"{path}/search", "post", 200, answer.json()) == []


@pytest.mark.parametrize(("path", "number"), [(OPPORTUNITIES, "{oppId}"), (AWARDS, "{awdId}")])
def test_errors_are_problems_and_errors_of_the_protocol(
    client: TestClient, path: str, number: str
) -> None:
    answer = client.get(f"{path}/{UNKNOWN}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert faults(f"{path}/{number}", "get", 404, answer.json()) == []
    assert answer.json().keys() >= {"type", "title", "status", "detail"}


def test_a_fault_is_found() -> None:
    """The check itself: what does not fit is said."""
    bad = {"status": 200, "message": "Success", "data": {"id": "x", "title": 1}}
    found = faults(f"{OPPORTUNITIES}/{{oppId}}", "get", 200, bad)
    assert any("'status' is a required property" in each for each in found)
    assert any(each.startswith("$.data.id") for each in found)


def test_the_copy_is_the_original_without_its_descriptions() -> None:
    if not _ORIGINAL.exists():
        pytest.skip(f"no {_ORIGINAL.name} beside this checkout to compare the copy with")
    original = yaml.safe_load(_ORIGINAL.read_text(encoding="utf-8"))
    copy = protocol()
    assert copy["info"]["version"] == original["info"]["version"] == "0.4.0"
    for path, item in copy["paths"].items():
        assert item == _undocumented(original["paths"][path])
    for kind, parts in copy["components"].items():
        for name, part in parts.items():
            assert part == _undocumented(original["components"][kind][name])
    assert "CC0 1.0" in DOCUMENT.read_text(encoding="utf-8").partition("openapi:")[0]


def _undocumented(value: Any, *, names: bool = False) -> Any:
    if isinstance(value, dict):
        return {
            key: _undocumented(each, names=key == "properties")
            for key, each in value.items()
            if names or key not in _DOCUMENTED
        }
    return [_undocumented(each) for each in value] if isinstance(value, list) else value
