"""A mail server that the commands are told of."""

from collections.abc import Iterator

import pytest

from matcher.mail.settings import Tls
from tests.matcher.mail.servers import HOST, MailServer, running


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        settings = {"SMTP_HOST": HOST, "SMTP_PORT": str(server.port), "SMTP_TLS": "none"}
        settings |= {"MAIL_FROM": "Bid Matcher <digest@example.org>", "MAIL_RATE": "6000"}
        for name, value in settings.items():
            monkeypatch.setenv(f"BID_MATCHER_{name}", value)
        yield server
