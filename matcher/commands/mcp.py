"""`bid-matcher mcp`: answers an assistant on standard input and output, until it hangs up."""

from argparse import Namespace

from matcher.commands.match import read_city
from matcher.commands.serve import warm
from matcher.places import own_store
from matcher.settings import Settings
from matcher.web.api.assistants import server_of
from matcher.web.site import Site
from models.errors import NothingToDoError


def run(settings: Settings, arguments: Namespace) -> int:
    """Answer until the other end closes. NothingToDoError where the extra is not installed."""
    site = Site(
        settings=settings,
        engine=own_store(settings),
        city=read_city(settings),
        secret=b"",  # nothing is signed here
        clock=settings.moment,
    )
    server = server_of(site)
    if server is None:
        raise NothingToDoError("this needs more packages: pip install '.[mcp]'")
    if not arguments.words:
        warm(site)
    server.run("stdio")
    return 0
