"""One site and one server for all that reads."""

from collections.abc import Iterator

import pytest

from matcher.web.site import Site
from tests.matcher.web.api.examples import full_site, served


@pytest.fixture(scope="session")
def program_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with calls and awards of all kinds."""
    site = full_site(tmp_path_factory.mktemp("programs"))
    yield site
    site.engine.dispose()


@pytest.fixture(scope="session")
def address(program_site: Site) -> Iterator[str]:
    """Where that site is served."""
    with served(program_site) as found:
        yield found
