"""Header injection: no text from outside begins a line in the head of an answer or a question.

Of mails: tests/matcher/mail/test_message.py.
"""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from matcher.feeds.answer import Answer, is_unchanged
from matcher.web.sign_in.links import safe_way_back
from models.account import Role
from models.subscriber import is_address
from scrapers.contract import Request
from scrapers.errors import FetchError
from scrapers.pace import retry_after
from tests.matcher.web.people import browser_as, make_site
from tests.scrapers.local_server import Handler, LocalServer
from tests.scrapers.visiting import PAGE, PUBLIC, visit_to

BREAKS = ("\r\n", "\n", "\r", "\u2028", "\x0b", "\x0c", "\x85", "%0d%0a", "%0a")
NOW = datetime(2026, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize("cut", BREAKS)
def test_an_address_with_a_line_break_is_none(cut: str) -> None:
    for address in (
        f"a@example.org{cut}Bcc: b@evil.example",
        f"a{cut}b@example.org",
        f"{cut}a@b.example",
    ):
        assert not is_address(address) or "%" in cut


@pytest.mark.parametrize("cut", BREAKS)
def test_where_one_goes_on_is_a_page_of_ours(cut: str) -> None:
    back = safe_way_back(f"/calls{cut}Set-Cookie: a=b")
    assert back == "/" or "%" in cut
    assert safe_way_back(f"/{cut}/evil.example") in ("/", f"/{cut}/evil.example")
    assert "\r" not in back


@pytest.mark.parametrize("cut", BREAKS)
def test_no_parameter_makes_a_header_of_an_answer(cut: str, tmp_path: Path) -> None:
    browser = browser_as(make_site(tmp_path), Role.READER, raise_server_exceptions=False)
    hostile = quote(f"x{cut}X-Injected: yes{cut}{cut}<script>alert(1)</script>", safe="%")
    for path in (
        f"/sign-in?next={hostile}",
        f"/calls?q={hostile}",
        f"/call/{hostile}",
        f"/calendar.ics?need={hostile}",
        f"/calls.csv?q={hostile}",
        f"/feeds/{hostile}.atom",
        f"/decide?call={hostile}&back={hostile}",
    ):
        answer = browser.get(path)
        assert "x-injected" not in answer.headers, path
        assert answer.status_code < 500, path
        assert all("\r" not in value and "\n" not in value for value in answer.headers.values())


def test_what_a_site_s_headers_say_goes_into_no_question(tmp_path: Path) -> None:
    """An ETag is sent back as it came: only what can be one header."""
    odd = 'W/"a\\x0b\tb: c"'

    def answer(handler: Handler) -> None:
        handler.reply(200, b"calls", Content_Type="text/html", ETag=odd)

    with LocalServer() as site:
        site.answer("/calls", answer)
        for _ in range(2):
            with visit_to(site, tmp_path) as visit:
                visit.fetch(PAGE)
        asked = [seen for seen in site.seen if seen.path == "/calls"]
    assert len(asked) == 2
    assert set(asked[1].headers) - set(asked[0].headers) == {"if-none-match"}


@pytest.mark.parametrize(
    "path", ["/calls\r\nX-Injected: yes", "/calls\nHost: evil.example", "/a b\t"]
)
def test_a_line_break_in_an_address_is_no_question(path: str) -> None:
    with LocalServer() as site, visit_to(site) as visit:
        with pytest.raises(FetchError):
            visit.fetch(Request(f"{PUBLIC}{path}"))
        assert site.seen == []


@pytest.mark.parametrize(
    "header",
    ["0 Aug 6 8:34023008000", "9" * 5_000, "-1", "NaN", "\x00", "Mon, 99 Foo 2026 99:99:99"],
)
def test_any_header_with_a_time_is_read_or_passed_over(header: str) -> None:
    wait = retry_after(header, NOW)
    assert wait is None or wait >= 0
    assert not is_unchanged(Answer(b"", "text/plain", '"a"', NOW), None, header)
