"""Our OpenAPI document is true: what it allows is answered, what it forbids is refused."""

import schemathesis
from hypothesis import settings
from schemathesis import Case

from matcher.web.api.document import document

schema = schemathesis.openapi.from_dict(document())


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True)
def test_every_route_keeps_all_promises(case: Case, address: str) -> None:
    case.call_and_validate(base_url=address)
