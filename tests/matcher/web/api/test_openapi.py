"""Our OpenAPI document is true: what it allows is answered, what it forbids is refused."""

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import settings
from schemathesis import Case

from matcher.store import upsert_awards
from matcher.web.api.document import document
from matcher.web.snapshot import renewed
from tests.matcher.web.api.examples import AWARDS, DIFFICULT, served
from tests.matcher.web.sample_site import AS_OF, make_site

schema = schemathesis.openapi.from_dict(document())


@pytest.fixture(scope="module")
def small_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with few calls is served: hundreds of answers are checked."""
    site = make_site(tmp_path_factory.mktemp("small"), DIFFICULT)
    upsert_awards(site.engine, AWARDS, AS_OF)
    renewed(site)
    with served(site) as found:
        yield found
    site.engine.dispose()


@schema.parametrize()
@settings(max_examples=8, deadline=None, derandomize=True)
def test_every_route_keeps_all_promises(case: Case, small_address: str) -> None:
    case.call_and_validate(base_url=small_address)
