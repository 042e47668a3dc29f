"""A mail server that the commands are told of."""

from collections.abc import Iterator

import pytest

from matcher.mail.settings import Tls
from tests.matcher.mail.servers import MailServer, environment_of, running


@pytest.fixture
def inbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    with running(Tls.NONE) as server:
        for name, value in environment_of(server).items():
            monkeypatch.setenv(name, value)
        yield server
