"""Who can be a subscriber, and when two addresses are one."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from models.subscriber import SavedSearch, Subscriber, address_key, is_address


@pytest.mark.parametrize(
    "address",
    ["a@b", "Ada.King+bids@Leeds.ac.uk", "o'neil@nhs.net", "ü@müller.example", "a" * 64 + "@b.org"],
)
def test_addresses_are_taken_as_they_are_used(address: str) -> None:
    assert is_address(address)
    assert Subscriber(city="leeds", address=address).address == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@b.org",
        "a@",
        "a@b@c.org",
        "a b@c.org",
        "a@b.org\r\nBcc: x@y.org",
        "a@b.org\n",
        "a,c@b.org",
        "<a@b.org>",
        '"a b"@c.org',
        "a@-b.org",
        "a@b..org",
        "a@b.org.",
        "a\x00@b.org",
        "a" * 65 + "@b.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 60] * 5),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert not is_address(address)
    with pytest.raises(ValueError, match="not an e-mail address"):
        Subscriber(city="leeds", address=address)


def test_only_the_domain_is_compared_without_regard_to_case() -> None:
    assert address_key("Ada@Leeds.AC.uk") == address_key("Ada@leeds.ac.UK") == "Ada@leeds.ac.uk"
    assert address_key("ada@leeds.ac.uk") != address_key("Ada@leeds.ac.uk")
    assert address_key("a@MÜLLER.example") == address_key("a@xn--mller-kva.example")


@pytest.mark.parametrize(
    ("facts", "complaint"),
    [
        ({"notice_days": -1}, "notice_days must not be negative"),
        ({"min_award_gbp": Decimal(-1)}, "min_award_gbp must not be negative"),
        ({"created_at": datetime(2026, 8, 10)}, "time without a zone"),  # noqa: DTZ001
        ({"paused_until": date(2026, 9, 1)}, "only who is paused"),
    ],
)
def test_what_makes_no_sense_is_refused(facts: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Subscriber(city="leeds", address="a@b.org", **facts)


def test_a_search_looks_for_something() -> None:
    with pytest.raises(ValueError, match="needs words, a funder or a least amount"):
        SavedSearch("")
