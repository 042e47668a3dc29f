"""Which addresses may be asked."""

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.addresses import (
    check_origin,
    check_web_address,
    full_address,
    is_public,
    is_same_site,
    moved_to,
    origin_of,
    redirected,
)
from scrapers.contract import Request


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "no address", "",
    ],
)  # fmt: skip
def test_addresses_inside_a_network_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4))
@settings(max_examples=50, deadline=None)
def test_wrapping_an_address_does_not_change_what_it_is(address: IPv4Address) -> None:
    wrapped = IPv6Address((0xFFFF << 32) | int(address))
    translated = IPv6Address((0x64FF9B << 96) | int(address))
    assert is_public(str(wrapped)) == is_public(str(address)) == is_public(str(translated))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.ukri.org/a", True),
        ("http://www.ukri.org/a", True),
        ("https://ukri.org/a", True),
        ("https://funding-service.ukri.org/a", True),
        ("https://www.ukri.org:8443/a", False),
        ("https://notukri.org/a", False),
        ("https://www.ukri.org.evil.example/a", False),
        ("https://api.funder.example/a", True),
        ("https://funder.example/a", False),
    ],
)
def test_only_the_sources_own_site_is_asked(address: str, expected: bool) -> None:
    assert is_same_site(address, ("https://www.ukri.org", "https://api.funder.example")) is expected


@pytest.mark.parametrize(
    "address",
    ["ftp://a.example/", "a.example", "https://", "https://me:secret@a.example/", "http://[::1",
     "https://a.example:99999/", "https://a b.example/", "javascript:alert(1)", "file:///etc/passwd"],
)  # fmt: skip
def test_what_is_not_a_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r"address|user name|Invalid"):
        check_web_address(address)


def test_an_origin_has_no_path() -> None:
    assert check_origin("HTTPS://WWW.Ukri.org:443/") == "https://www.ukri.org"
    assert origin_of("http://[::1]:8000/a?b") == "http://[::1]:8000"
    with pytest.raises(ValueError, match="scheme and host only"):
        check_origin("https://www.ukri.org/opportunity")


def test_an_address_moves_with_its_path_and_query() -> None:
    moved = moved_to("https://www.ukri.org/a?b=1#c", "http://127.0.0.1:8000")
    assert moved == "http://127.0.0.1:8000/a?b=1"


def test_parameters_join_the_query_that_is_there() -> None:
    assert full_address(Request("https://a.example/s?x=1", params={"q": "a b"})) == (
        "https://a.example/s?x=1&q=a+b"
    )
    assert full_address(Request("https://a.example/s", params={"q": "***"})) == (
        "https://a.example/s?q=%2A%2A%2A"
    )


def test_a_redirect_may_not_lead_from_https_down_to_http() -> None:
    with pytest.raises(ValueError, match="down to http"):
        redirected("https://a.example/x", "http://a.example/y", None)
    assert redirected("http://a.example/x", "https://a.example/y", None) == "https://a.example/y"


def test_a_redirect_by_a_stand_in_server_keeps_the_public_address() -> None:
    base = "http://127.0.0.1:8000"
    assert redirected("https://a.example/x", f"{base}/y?z", base) == "https://a.example/y?z"
    assert redirected("https://a.example/x", "/y", base) == "https://a.example/y"


@pytest.mark.parametrize("location", ["", "  ", "http://[", "mailto:a", "//:0"])
def test_a_redirect_needs_a_target(location: str) -> None:
    with pytest.raises(ValueError, match="a redirect"):
        redirected("https://a.example/x", location, None)


@given(st.text(max_size=30))
@settings(max_examples=80, deadline=None)
def test_whatever_a_redirect_says_gives_an_address_or_a_refusal(location: str) -> None:
    try:
        target = redirected("https://a.example/x", location, None)
    except ValueError:
        return
    assert target.startswith("https://")
