"""The protocol's own client reads all there is, from a real server."""

from collections.abc import Iterator

import pytest
from common_grants_sdk.client import Auth, Client
from common_grants_sdk.client.config import Config
from common_grants_sdk.client.exceptions import APIError
from common_grants_sdk.schemas.pydantic.filters import (
    MoneyRangeFilter,
    StringArrayFilter,
)

from matcher.commongrants.identity import award_id, opportunity_id
from matcher.web.site import Site
from matcher.web.snapshot import snapshot
from tests.matcher.web.api.examples import AWARDS, CLOSED, FULL

client_key = "any"  # the client wants one, also where reading is public


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    config = Config(base_url=address, api_key=client_key, page_size=7, list_items_limit=10_000)
    with Client(config=config, auth=Auth({})) as found:
        yield found


def test_every_call_is_listed_once_and_parses(client: Client, program_site: Site) -> None:
    listed = client.opportunities.list()
    assert listed.errors == []
    ids = [item.id for item in listed.items]
    assert len(set(ids)) == len(ids)
    assert set(ids) == {opportunity_id(row.call.key) for row in snapshot(program_site).every}
    moments = [item.last_modified_at for item in listed.items]
    assert moments == sorted(moments, reverse=True)


def test_every_call_can_be_got(client: Client) -> None:
    for item in client.opportunities.list(page_size=500).items:
        found = client.opportunities.get(item.id)
        assert (found.id, found.title) == (item.id, item.title)


def test_pages_hold_what_they_say(client: Client, program_site: Site) -> None:
    every = len(snapshot(program_site).every)
    page = client.opportunities.list(page=2, page_size=10)
    info = page.pagination_info
    assert (info.page, info.page_size, info.total_items) == (2, 10, every)
    assert info.total_pages == -(-every // 10)
    past_the_end = client.opportunities.list(page=info.total_pages + 1, page_size=10)
    assert past_the_end.items == []


def test_a_search_finds_by_words_and_status(client: Client) -> None:
    found = client.opportunities.search(search="dementia", page=1, page_size=50)
    assert found.errors == []
    assert FULL.title in {item.title for item in found.items}
    closed = client.opportunities.search(
        filters={"status": StringArrayFilter(operator="in", value=["closed"])}
    )
    assert CLOSED.title in {item.title for item in closed.items}
    assert {item.status.value for item in closed.items} == {"closed"}
    assert closed.filter_info.errors == []


def test_a_search_finds_by_amount(client: Client) -> None:
    span = {
        "min": {"amount": "2000000", "currency": "GBP"},
        "max": {"amount": "3000000", "currency": "GBP"},
    }
    amounts = MoneyRangeFilter.model_validate({"operator": "between", "value": span})
    found = client.opportunities.search(filters={"maxAwardAmountRange": amounts})
    assert FULL.title in {item.title for item in found.items}
    for item in found.items:
        assert item.funding is not None
        assert item.funding.max_award_amount is not None
        assert item.funding.max_award_amount.currency == "GBP"
        assert 2_000_000 <= float(item.funding.max_award_amount.amount) <= 3_000_000


def test_every_award_is_listed_found_and_got(client: Client) -> None:
    listed = client.awards.list()
    assert listed.errors == []
    assert {item.id for item in listed.items} == {award_id(award.key) for award in AWARDS}
    for item in listed.items:
        assert client.awards.get(item.id).title == item.title
    found = client.awards.search(search="dementia leeds")
    assert [item.title for item in found.items] == ["A trial of something"]


def test_what_is_not_there_is_an_error_of_the_protocol(client: Client) -> None:
    with pytest.raises(APIError) as refused:
        client.opportunities.get("00000000-0000-4000-8000-000000000000")
    assert refused.value.error.status == 404
    assert refused.value.error.message == "There is no opportunity with this id."
