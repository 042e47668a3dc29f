"""A real mail server on this machine, with real faults."""

import asyncio
import ssl
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from functools import cache

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from matcher.mail.settings import MailSettings, Tls

HOST = "127.0.0.1"
SENDER = "Bid Matcher <digest@example.org>"
HANGS = "hangs after DATA"
DROPS_TAKEN = "takes it, and drops the connection before saying so"
DROPS_UNTAKEN = "drops the connection in place of taking it"
DROPS_AFTER = "takes it, and has dropped the connection by the next"


@dataclass
class MailServer:
    """What a server took and what it is to do wrong.

    `faults` are by recipient and come in order, then it behaves: one of the above, or
    the step that answers with something else ("RCPT 550 5.1.1 unknown").
    """

    port: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)  # recipient, Message-ID
    texts: list[bytes] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    greeting: str = ""  # instead of the usual answer to EHLO
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    mail_faults: list[str] = field(default_factory=list)  # answers to MAIL, whoever it is for
    hanging: threading.Event = field(default_factory=threading.Event)
    dropped: bool = False
    news: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, count: int, seconds: float = 20.0) -> None:
        """Wait until so many mails were taken; AssertionError where they do not come."""
        with self.news:
            came = self.news.wait_for(lambda: len(self.taken) >= count, seconds)
        assert came, f"{len(self.taken)} of {count} mails came"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]

    async def handle_EHLO(  # noqa: N802
        self, _: SMTP, session: Session, __: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        session.host_name = name
        self.connections += session.ssl is None
        return [self.greeting] if self.greeting else answers

    async def handle_MAIL(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.mail_faults:
            return self.mail_faults.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        self.senders.append(address)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _: SMTP, __: Session, envelope: Envelope, address: str, ___: list[str]
    ) -> str:
        if self.faults[address][:1] and self.faults[address][0].startswith("RCPT "):
            return self.faults[address].pop(0).removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_RSET(self, server: SMTP, _: Session, __: Envelope) -> str:  # noqa: N802
        if self.dropped:
            self.dropped = False
            server.transport.abort()
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _: Session, envelope: Envelope) -> str:  # noqa: N802
        (recipient,) = envelope.rcpt_tos
        waiting = self.faults[recipient]
        fault = waiting.pop(0) if waiting else ""
        if fault.startswith("DATA "):
            return fault.removeprefix("DATA ")
        if fault != DROPS_UNTAKEN:
            assert isinstance(envelope.content, bytes)
            self.texts.append(envelope.content)
            self.taken.append((recipient, message_from_bytes(envelope.content)["Message-ID"]))
            with self.news:
                self.news.notify_all()
        if fault == HANGS:
            self.hanging.set()
            await asyncio.sleep(60)
        if fault in (DROPS_TAKEN, DROPS_UNTAKEN):
            server.transport.abort()
        self.dropped = fault == DROPS_AFTER
        return "250 taken"


@cache
def authority() -> trustme.CA:
    """The authority that signs the servers' certificates."""
    return trustme.CA()


@cache
def trusting() -> ssl.SSLContext:
    """A client's context that trusts that authority, and checks as usual."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def server_context(name: str = HOST) -> ssl.SSLContext:
    """A server's context with a certificate for that name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority().issue_cert(name).configure_cert(context)
    return context


def check_login(*login: object) -> AuthResult:
    """Let in whoever knows the password."""
    given = login[-1]
    assert isinstance(given, LoginPassword)
    good = (given.login, given.password) == (b"bids", b"s3cret")
    return AuthResult(success=good, handled=good)


@contextmanager
def running(
    tls: Tls = Tls.STARTTLS,
    *,
    certified: str = HOST,
    login: bool = False,
    starttls: bool = True,
    utf8: bool = True,
) -> Iterator[MailServer]:
    """Run a server in a thread of its own; it ends with the block, whatever it is doing."""
    mail = MailServer()
    loop = asyncio.new_event_loop()
    context = server_context(certified)

    def protocol() -> SMTP:
        return SMTP(
            mail,
            hostname="mail.test",
            loop=loop,
            enable_SMTPUTF8=utf8,
            tls_context=context if tls is Tls.STARTTLS and starttls else None,
            authenticator=check_login if login else None,
            auth_required=login,
        )

    encrypted = context if tls is Tls.TLS else None
    server = loop.run_until_complete(loop.create_server(protocol, HOST, 0, ssl=encrypted))
    mail.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield mail
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.sleep(0.01)  # connections close in callbacks


def environment_of(mail: MailServer) -> dict[str, str]:
    """Return the settings with which the command line sends to a server without encryption."""
    settings = {"SMTP_HOST": HOST, "SMTP_PORT": str(mail.port), "SMTP_TLS": "none"}
    settings |= {"MAIL_FROM": SENDER, "MAIL_RATE": "6000"}
    return {f"BID_MATCHER_{name}": value for name, value in settings.items()}


def settings_for(mail: MailServer, tls: Tls = Tls.STARTTLS, **facts: object) -> MailSettings:
    """Settings of a client of that server, with short waits."""
    usual: dict[str, object] = {
        "host": HOST,
        "port": mail.port,
        "sender": SENDER,
        "tls": tls,
        "timeout_s": 5.0,
        "last_timeout_s": 0.4,
        "per_minute": 1e6,
    }
    return MailSettings(**(usual | facts))  # type: ignore[arg-type]
