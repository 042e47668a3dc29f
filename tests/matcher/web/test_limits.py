"""How often one may ask."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matcher.web.access import Access
from matcher.web.limits import Limit, Limits, client_of
from matcher.web.viewer import NOBODY, Viewer
from models.account import Role
from tests.matcher.web.people import browser_as, make_site

FIVE = Limit("five", 5, 60.0)


class Watch:
    """A clock in seconds."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_so_many_at_once_and_as_many_again_evenly() -> None:
    watch = Watch()
    limits = Limits(watch)
    assert [limits.wait(FIVE, "a") for _ in range(5)] == [0] * 5
    assert limits.wait(FIVE, "a") == 12.0
    assert limits.wait(FIVE, "b") == 0
    watch.now += 11.9
    assert 0 < limits.wait(FIVE, "a") < 0.2
    watch.now += 0.2
    assert limits.wait(FIVE, "a") == 0
    assert limits.wait(FIVE, "a") > 11
    watch.now += 3600
    assert [limits.wait(FIVE, "a") for _ in range(6)][:5] == [0] * 5


@given(st.lists(st.floats(0, 30), max_size=60))
def test_never_more_than_twice_the_limit_in_its_time_and_waiting_helps(gaps: list[float]) -> None:
    watch = Watch()
    limits = Limits(watch)
    passed = []
    for gap in gaps:
        watch.now += gap
        wait = limits.wait(FIVE, "a")
        if wait == 0:
            passed.append(watch.now)
            continue
        watch.now += wait + 1e-6  # what is told is true
        assert limits.wait(FIVE, "a") == 0
        passed.append(watch.now)
    for start in passed:
        assert sum(start <= at < start + FIVE.seconds for at in passed) <= 2 * FIVE.most


def test_searching_too_often_is_refused_with_the_time_to_wait(tmp_path: Path) -> None:
    browser = browser_as(make_site(tmp_path, access=Access(searches_per_minute=3)))
    found = [browser.get("/calls").status_code for _ in range(4)]
    assert found == [200, 200, 200, 429]
    answer = browser.get("/calls?text=falls")
    assert 0 < int(answer.headers["retry-after"]) <= 20
    assert "Please try again in" in answer.text
    assert browser.get("/").status_code == 200


def test_memory_is_bounded() -> None:
    limits = Limits(Watch())
    for n in range(20_100):
        limits.wait(FIVE, str(n))
    assert len(limits._due) == 20_000


def asked_by(host: str, viewer: Viewer = NOBODY) -> str:
    request: Any = SimpleNamespace(client=SimpleNamespace(host=host))
    return client_of(request, viewer)


def test_who_asks_is_an_account_an_address_or_a_network_of_one_host() -> None:
    assert asked_by("192.0.2.1") == "192.0.2.1"
    assert asked_by("2001:db8:1:2:3::4") == asked_by("2001:db8:1:2:ffff::1") == "2001:db8:1:2::/64"
    assert asked_by("192.0.2.1", Viewer(Role.READER, "Ada", 3)) == "account 3"
