"""A web site of its own for each test."""

from collections.abc import Iterator

import pytest

from tests.scrapers.local_server import LocalServer


@pytest.fixture
def site() -> Iterator[LocalServer]:
    """An empty site on this machine."""
    with LocalServer() as server:
        yield server
