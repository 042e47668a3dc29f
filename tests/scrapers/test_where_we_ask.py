"""Where we ask and where not: redirects, private addresses, closed doors."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest

from scrapers.client import HttpClient, HttpSettings
from scrapers.contract import Request
from scrapers.errors import (
    AddressRefusedError,
    BadRedirectError,
    FetchError,
    NameNotFoundError,
    UnreachableError,
    UntrustedError,
)
from scrapers.visit import Visit
from tests.scrapers.local_server import (
    LocalServer,
    closed_port,
    redirect,
)
from tests.scrapers.toy_source import toy_definition
from tests.scrapers.visiting import NOW, PAGE, PUBLIC, Clock, visit_to


def test_a_redirect_within_the_site_is_followed(site: LocalServer) -> None:
    site.answer("/calls", redirect("/new", 301))
    site.answer("/new", redirect("http://toyfund.example/newer"))
    site.answer("/newer", redirect(f"{site.address}/newest"))
    site.page("/newest", "here")
    with visit_to(site) as visit:
        page = visit.fetch(PAGE)
    assert page.text() == "here"
    assert page.url == PAGE.url
    assert page.final_url == "http://toyfund.example/newest"


@pytest.mark.parametrize(
    ("target", "kind", "reason"),
    [
        ("http://169.254.169.254/latest/meta-data", AddressRefusedError, "private"),
        ("http://10.0.0.1/", AddressRefusedError, "private"),
        ("http://[::ffff:127.0.0.1]/", AddressRefusedError, "private"),
        ("http://localhost/", AddressRefusedError, "own site"),
        ("http://2130706433/", AddressRefusedError, "own site"),
        ("https://elsewhere.example/calls", AddressRefusedError, "own site"),
        ("file:///etc/passwd", BadRedirectError, "leads nowhere"),
        ("", BadRedirectError, "without a target"),
        ("/calls", BadRedirectError, "more than 5 redirects"),
    ],
)
def test_a_redirect_that_must_not_be_followed(
    site: LocalServer, target: str, kind: type[FetchError], reason: str
) -> None:
    site.answer("/calls", redirect(target))
    with visit_to(site) as visit, pytest.raises(kind, match=reason):
        visit.fetch(PAGE)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_private_address_is_never_asked_by_name_or_number(site: LocalServer, host: str) -> None:
    site.page("/calls", "inside")
    client = HttpClient(HttpSettings())
    definition = toy_definition(url=f"http://{host}:{site.port}/calls")
    with Visit(client, definition, NOW) as visit, pytest.raises(FetchError, match="private"):
        visit.fetch(Request(definition.url))
    assert site.seen == []


def test_a_closed_door_is_tried_twice() -> None:
    clock = Clock()
    with closed_port() as port:
        settings = HttpSettings(base_overrides={"toy_fund": f"http://127.0.0.1:{port}"})
        client = HttpClient(settings, sleep=clock.sleep, jitter=lambda: 1.0)
        visit = Visit(client, toy_definition(), NOW)
        with visit, pytest.raises(FetchError, match="does not accept") as caught:
            visit.fetch(PAGE)
    assert isinstance(caught.value.__cause__, UnreachableError)
    assert clock.slept == [1]


def test_a_name_without_an_address_is_not_tried_again() -> None:
    clock = Clock()
    host = "a" * 64 + ".example"  # longer than any name may be: fails without a network
    client = HttpClient(HttpSettings(), sleep=clock.sleep)
    definition = toy_definition(url=f"https://{host}/calls")
    visit = Visit(client, definition, NOW)
    with visit, pytest.raises(FetchError, match="name was not found") as caught:
        visit.fetch(Request(definition.url))
    assert isinstance(caught.value.__cause__, NameNotFoundError)
    assert clock.slept == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with LocalServer(tls=context) as site:
        site.page("/calls", "calls")
        with visit_to(site) as visit, pytest.raises(FetchError, match="certificate") as caught:
            visit.fetch(PAGE)
    assert isinstance(caught.value.__cause__, UntrustedError)
    assert site.seen == []


def test_a_question_is_not_redirected(site: LocalServer) -> None:
    site.answer("/search", redirect("/other"))
    with visit_to(site) as visit, pytest.raises(BadRedirectError, match="form"):
        visit.fetch(Request(f"{PUBLIC}/search", method="POST", json_parts={"a": 1}))


@pytest.mark.parametrize(
    "address", ["http://[", "mailto:a@b.example", "https://www.toyfund.example/\ud800", "/calls"]
)
def test_an_address_that_is_none_is_refused(site: LocalServer, address: str) -> None:
    with visit_to(site) as visit, pytest.raises(AddressRefusedError):
        visit.fetch(Request(address))
    assert site.seen == []
