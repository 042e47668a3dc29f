"""Server-side request forgery: no name, number or redirect leads a source inside our network."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from scrapers.addresses import is_public
from scrapers.client import HttpClient, HttpSettings
from scrapers.contract import Request
from scrapers.errors import AddressRefusedError, FetchError
from scrapers.visit import Visit
from tests.scrapers.local_server import LocalServer, redirect
from tests.scrapers.toy_source import toy_definition
from tests.scrapers.visiting import NOW, PAGE, Clock, visit_to

NAME = "www.rebound.example"
PUBLIC, INSIDE = "93.184.216.34", "127.0.0.1"


@pytest.fixture
def site() -> Iterator[LocalServer]:
    with LocalServer() as server:
        yield server


class Resolver:
    """Names that lead where the test says, the next time elsewhere; and who was rung up."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.rung: list[str] = []
        monkeypatch.setattr(socket, "getaddrinfo", self.look_up)
        monkeypatch.setattr(socket, "create_connection", self.connect)

    def look_up(self, host: str, port: int, *_args: Any, **_more: Any) -> list[Any]:
        self.asked.append(host)
        found = self.answers.pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

    def connect(self, address: tuple[str, int], *_args: Any, **_more: Any) -> socket.socket:
        self.rung.append(address[0])
        raise ConnectionRefusedError("nobody is there")


def visit_by_name() -> Visit:
    clock = Clock()
    client = HttpClient(HttpSettings(retries=0), clock=clock, sleep=clock.sleep)
    return Visit(client, toy_definition(url=f"http://{NAME}/calls"), NOW)


def fetch_by_name() -> str:
    """Ask for a page by its name; return why it could not be had."""
    with visit_by_name() as visit, pytest.raises(FetchError) as caught:
        visit.fetch(Request(f"http://{NAME}/calls"))
    return str(caught.value)


def test_a_name_that_is_bound_anew_is_looked_up_once_for_each_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the address that was checked is rung, never that of a second answer."""
    resolver = Resolver(monkeypatch, [PUBLIC], [INSIDE])
    assert "private" not in fetch_by_name()
    assert (resolver.asked, resolver.rung) == ([NAME], [PUBLIC])
    assert "private" in fetch_by_name()
    assert (resolver.asked, resolver.rung) == ([NAME, NAME], [PUBLIC])


@pytest.mark.parametrize("inside", [INSIDE, "10.1.2.3", "169.254.169.254", "::1", "fd00::1"])
def test_one_private_address_among_public_ones_refuses_the_name(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    for answer in ([PUBLIC, inside], [inside, PUBLIC]):
        resolver = Resolver(monkeypatch, answer)
        assert "private" in fetch_by_name()
        assert resolver.rung == []


@pytest.mark.parametrize(
    "address",
    ["fec0::1", "::127.0.0.1", "::a00:1", "64:ff9b:1::a00:1", "100::1", "2001:db8::1", "4000::1"],
)
def test_addresses_that_no_site_has_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/", "http://0/", "http://127.1/", "http://0x7f000001/", "http://[::]/",
        "http://[::ffff:7f00:1]/", "http://017700000001/", "gopher://127.0.0.1/", "ftp://10.0.0.1/",
        "//169.254.169.254/latest/meta-data/", "http://www.toyfund.example@127.0.0.1/",
        "http://www.toyfund.example.127.0.0.1.nip.example/", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_no_redirect_leads_elsewhere(site: LocalServer, target: str) -> None:
    site.answer("/calls", redirect(target))
    with visit_to(site) as visit, pytest.raises(FetchError):
        visit.fetch(PAGE)
    assert [seen.path for seen in site.seen if seen.path != "/robots.txt"] == ["/calls"]


def test_a_link_in_a_listing_leads_no_further_than_a_redirect(site: LocalServer) -> None:
    for address in ("http://169.254.169.254/", "https://elsewhere.example/", "http://[::1]/calls"):
        with visit_to(site) as visit, pytest.raises(AddressRefusedError):
            visit.fetch(Request(address))
    assert site.seen == []
