"""Secrets come from the environment or from files named there, and are told to nobody."""

import logging
import re
import socketserver
import ssl
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import trustme

from matcher.mail.errors import MailError
from matcher.mail.settings import Tls, read_mail_settings
from matcher.mail.smtp import Server
from matcher.settings import read_settings
from matcher.store import StoreError, open_store
from matcher.web.access import OPEN, read_access
from matcher.web.admin.service import settings_rows

WORD = "correct-horse-battery"  # the secret of each test
ROOT = Path(__file__).parents[2]
MAIL = {"BID_MATCHER_SMTP_HOST": "mail.example", "BID_MATCHER_MAIL_FROM": "a@example.org"}
PROVIDER = {
    "BID_MATCHER_OIDC_ISSUER": "https://id.example",
    "BID_MATCHER_OIDC_CLIENT_ID": "us",
    "BID_MATCHER_WEB": "https://bids.example",
}
ADDRESS = f"postgresql+psycopg://bids:{WORD}@db.example/bids"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "secret"
    path.write_text(f"{WORD}\n", encoding="utf-8")
    return path


def bid_matcher(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    main = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", main, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **env},
    )


def test_a_mail_servers_password_comes_from_the_environment_or_a_file(file: Path) -> None:
    user = {**MAIL, "BID_MATCHER_SMTP_USER": "us"}
    for given in (
        {"BID_MATCHER_SMTP_PASSWORD": WORD},
        {"BID_MATCHER_SMTP_PASSWORD_FILE": str(file)},
    ):
        settings = read_mail_settings(user | given)
        assert settings.password == WORD
        assert WORD not in repr(settings)


def test_a_providers_secret_comes_from_the_environment_or_a_file(file: Path) -> None:
    for given in (
        {"BID_MATCHER_OIDC_CLIENT_SECRET": WORD},
        {"BID_MATCHER_OIDC_SECRET_FILE": str(file)},
    ):
        access = read_access(PROVIDER | given)
        assert access.oidc is not None
        assert access.oidc.client_secret == WORD
        assert WORD not in repr(access)


def test_a_database_address_comes_from_the_environment_or_a_file(file: Path) -> None:
    file.write_text(f"{ADDRESS}\n", encoding="utf-8")
    for given in ({"BID_MATCHER_DATABASE": ADDRESS}, {"BID_MATCHER_DATABASE_FILE": str(file)}):
        settings = read_settings(environ=given)
        assert settings.database == ADDRESS
        assert WORD not in repr(settings)


def test_a_password_on_the_command_line_is_refused(tmp_path: Path) -> None:
    """Every user of the machine sees the arguments of every process."""
    done = bid_matcher("--home", str(tmp_path), "--database", ADDRESS, "sources")
    assert done.returncode == 2
    assert "BID_MATCHER_DATABASE_FILE" in done.stderr
    assert WORD not in done.stdout + done.stderr


def test_no_option_takes_a_secret() -> None:
    said = bid_matcher("--help").stdout
    names = re.findall(r"^    ([a-z]+)\s", said, re.MULTILINE)
    assert "serve" in names
    from matcher.cli import _parser

    options = list(_options(_parser()))
    assert "--database" in options
    assert not [each for each in options if re.search(r"pass|secret|credential|token=", each)]


def _options(parser: Any) -> Any:
    for action in parser._actions:
        yield from action.option_strings
        for inner in getattr(action, "choices", None) or ():
            if hasattr(action.choices, "values") and hasattr(action.choices[inner], "_actions"):
                yield from _options(action.choices[inner])


def test_settings_page_says_only_that_a_secret_is_there(file: Path) -> None:
    settings = read_settings(environ={"BID_MATCHER_DATABASE": ADDRESS})
    site: Any = SimpleNamespace(settings=settings, access=OPEN)
    environ = {
        "BID_MATCHER_SMTP_PASSWORD": WORD,
        "BID_MATCHER_OIDC_CLIENT_SECRET": WORD,
        "BID_MATCHER_SMTP_PASSWORD_FILE": str(file),
    }
    rows = dict(settings_rows(site, environ))
    assert WORD not in str(rows)
    assert rows["BID_MATCHER_SMTP_PASSWORD"] == rows["BID_MATCHER_OIDC_CLIENT_SECRET"] == "set"


def test_every_secret_that_is_read_is_known_to_the_settings_page() -> None:
    """A variable that is added later has to be hidden there as well."""
    read = set()
    for path in (ROOT / "matcher").rglob("*.py"):
        text = path.read_text("utf-8")
        read |= set(re.findall(r"BID_MATCHER_[A-Z_]*(?:PASSWORD|SECRET|TOKEN|KEY)[A-Z_]*", text))
    from matcher.web.admin.service import _NAMES

    assert read
    assert read <= set(_NAMES)


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql+psycopg://bids:{WORD}@db.example:notaport/bids",
        f"postgresql+psycopg://bids:{WORD}@[db.example/bids",
        f"nodialect://bids:{WORD}@db.example/bids",
        f"postgresql://bids:{WORD}@db.example/bids?password={WORD}",
        f"bids:{WORD}@db.example",
    ],
)
def test_an_address_that_cannot_be_used_is_named_without_its_password(address: str) -> None:
    with pytest.raises((StoreError, ValueError)) as caught:
        open_store(address)
    assert WORD not in str(caught.value)


@pytest.mark.parametrize("debug", [(), ("--debug",)])
def test_neither_doctor_nor_a_traceback_tells_a_secret(
    debug: tuple[str, ...], tmp_path: Path
) -> None:
    """With --debug all of an error's causes are shown: none may hold what was in the address."""
    env = {
        **MAIL,
        **PROVIDER,
        "BID_MATCHER_HOME": str(tmp_path),
        "BID_MATCHER_DATABASE": f"postgresql+psycopg://bids:{WORD}@127.0.0.1:notaport/bids",
        "BID_MATCHER_SMTP_USER": "us",
        "BID_MATCHER_SMTP_PASSWORD": WORD,
        "BID_MATCHER_OIDC_CLIENT_SECRET": WORD,
    }
    for command in (("sources",), ("mail", "--dry-run"), ("doctor",)):
        done = bid_matcher(*debug, *command, **env)
        assert done.stdout + done.stderr
        assert WORD not in done.stdout + done.stderr, command


@pytest.mark.parametrize("code", [b"535 5.7.8 no", b"454 4.7.0 later", b"garbage"])
def test_a_mail_server_that_refuses_is_told_of_without_the_password(
    code: bytes, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """The server repeats what it was sent, as some do."""
    given = {"BID_MATCHER_SMTP_USER": "us", "BID_MATCHER_SMTP_PASSWORD": WORD}
    settings = read_mail_settings({**MAIL, **given})
    caplog.set_level(logging.DEBUG)
    with _repeating(code) as (port, context):
        here = replace(settings, host="localhost", port=port, tls=Tls.TLS, timeout_s=5)
        with pytest.raises(MailError) as caught:
            Server(here, context).open()
    said = "".join(traceback.format_exception(caught.value))
    assert WORD not in str(caught.value)
    assert WORD not in said + caplog.text + "".join(capfd.readouterr())


@contextmanager
def _repeating(code: bytes) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A mail server, encrypted, that asks for a login in clear and refuses it with what it got."""
    authority = trustme.CA()
    own, trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context()
    authority.issue_cert("localhost").configure_cert(own)
    authority.configure_trust(trusting)

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.wfile.write(b"220 here\r\n")
            for line in self.rfile:
                self.wfile.write(self.answer(line.strip()) + b"\r\n")

        def answer(self, line: bytes) -> bytes:
            if line.upper().startswith(b"EHLO"):
                return b"250-localhost\r\n250 AUTH PLAIN LOGIN"
            return code + b" " + line if line.upper().startswith(b"AUTH") else b"221 bye"

    class Listening(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Listening(("127.0.0.1", 0), Talk) as server:
        server.socket = own.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1], trusting
        server.shutdown()
