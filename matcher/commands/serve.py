"""`bid-matcher serve`: the site, until stopped."""

import logging
import threading
from argparse import Namespace
from contextlib import suppress
from ipaddress import ip_address

from matcher.commands.cities import chosen
from matcher.commands.match import read_city
from matcher.commands.say import hint
from matcher.mail.errors import NotConfiguredError
from matcher.mail.links import load_secret
from matcher.mail.settings import MailSettings, read_mail_settings
from matcher.places import own_store
from matcher.settings import Settings
from matcher.web.access import read_access
from matcher.web.site import Site
from models.errors import BidMatcherError

log = logging.getLogger(__name__)


def run(settings: Settings, arguments: Namespace) -> int:
    """Answer on the address and port until SIGTERM or SIGINT. OSError where the port is taken."""
    import uvicorn
    from threadpoolctl import threadpool_limits

    from matcher.web.hosts import create_apps

    sites = {each.city: make_site(each) for each in chosen(settings, arguments)}
    # Of numpy's own threads one is enough: the processors are for the threads that answer.
    threadpool_limits(1, user_api="blas")
    for site in sites.values():
        warm(site)
    if not _is_loopback(arguments.address):
        hint("Reached from other machines without encryption: put a proxy with TLS before it.")
    for name in sites if len(sites) > 1 else ():
        hint(f"{name} is the site of hosts that begin with {name}. (docs/cities.md)")
    hint(f"http://{arguments.address}:{arguments.port}/ answers; Ctrl-C stops it")
    config = uvicorn.Config(
        create_apps(sites),
        host=arguments.address,
        port=arguments.port,
        log_level="warning",
        access_log=False,  # addresses of pages hold links that act
        server_header=False,
        proxy_headers=False,  # the site itself asks first who the proxy is: web/door.py
        timeout_graceful_shutdown=20,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # it ends in order, and then raises what it was asked by
        server.run()
    return 0 if server.started else 3


def make_site(settings: Settings) -> Site:
    """Put the site together from the settings. StoreError and MailError as for its parts."""
    return Site(
        settings=settings,
        engine=own_store(settings),
        city=read_city(settings),
        secret=load_secret(settings.home),
        clock=settings.moment,
        access=read_access(),
        mail=_mail_settings(),
    )


def warm(site: Site) -> None:
    """Begin to read the calls and to load the model, so that the first reader waits for less."""
    from matcher.encoder import Encoder
    from matcher.web.api.shelf import shelf_of

    settings = site.settings
    site.searcher.start(lambda: Encoder(settings.model, settings.prepared))

    def read() -> None:
        try:
            shelf_of(site)
        except BidMatcherError:
            log.exception("the calls could not be read")  # whoever asks for them is told, too

    threading.Thread(target=read, daemon=True).start()


def _mail_settings() -> MailSettings | None:
    try:
        return read_mail_settings()
    except NotConfiguredError as error:
        hint(f"Nobody can ask for a link to sign in: {error}")
        return None


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
