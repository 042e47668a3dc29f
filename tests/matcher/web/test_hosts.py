"""Two cities' sites in one process: each by its host name, and nothing of one at the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from matcher.city import load_city
from matcher.mail.links import LinkPurpose, link_address, make_link
from matcher.matching import City
from matcher.store import load_subscriber
from matcher.web.cookies import SESSION
from matcher.web.hosts import create_apps
from matcher.web.site import Site
from models.account import Role
from tests.matcher.store.people import store_person
from tests.matcher.web.people import NOON, make_site, sign_in

WESTHAVEN = Path(__file__).parents[2] / "cities" / "westhaven"


@pytest.fixture
def leeds(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture
def client(leeds: Site) -> Iterator[TestClient]:
    profile = load_city(WESTHAVEN)
    westhaven = replace(
        leeds,
        settings=leeds.settings.for_city("westhaven"),
        city=City("westhaven", profile, leeds.city.rates),
    )
    app = create_apps({"leeds": leeds, "westhaven": westhaven})
    with TestClient(app, follow_redirects=False) as opened:  # its lifespan is the sites'
        yield opened


def at(city: str) -> dict[str, str]:
    return {"Host": f"{city}.bids.example.org"}


def test_each_host_is_its_citys_site(client: TestClient) -> None:
    assert "Leeds" in client.get("/", headers=at("leeds")).text
    there = client.get("/", headers=at("WestHaven")).text
    assert "Westhaven" in there
    assert "Leeds" not in there


@pytest.mark.parametrize("host", ["bids.example.org", "york.bids.example.org", "", "127.0.0.1"])
def test_another_host_is_nobodys(client: TestClient, host: str) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 404
    assert "There is no site here" in answer.text


def test_who_is_signed_in_at_one_is_a_stranger_at_the_other(
    client: TestClient, leeds: Site
) -> None:
    cookie = {"Cookie": f"{SESSION}={sign_in(leeds, Role.ADMIN)}"}
    assert client.get("/admin", headers=at("leeds") | cookie).status_code == 200
    assert client.get("/admin", headers=at("westhaven") | cookie).status_code != 200


def test_a_readers_link_acts_at_the_site_of_the_readers_city(
    client: TestClient, leeds: Site
) -> None:
    person = load_subscriber(leeds.engine, store_person(leeds.engine, city="leeds"))
    assert person is not None
    link = link_address("", leeds.secret, make_link(person, LinkPurpose.CHANGE, NOON))
    assert client.get(link, headers=at("leeds")).status_code == 200
    there = client.get(link, headers=at("westhaven"))
    assert person.address not in there.text
    assert there.status_code != 200
