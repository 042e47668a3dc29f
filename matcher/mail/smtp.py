"""One server that takes mail: connected to when needed, asked again after a drop.

What an answer means for a mail is decided here; what is recorded, in `delivery.py`.
"""

import re
import smtplib
import ssl
from dataclasses import dataclass
from enum import StrEnum

from matcher.mail.errors import MailError
from matcher.mail.settings import MailSettings, Tls
from models.subscriber import address_key

_ENHANCED = re.compile(rb"5\.(\d{1,3})\.(\d{1,3})(?!\d)")  # RFC 3463: class, subject, detail
_FOR_GOOD = {550, 551, 553}  # of RCPT without an enhanced status: no such mailbox
_CLOSING = 421  # the server ends the connection with this answer


class Fate(StrEnum):
    """What became of one mail."""

    SENT = "sent"
    FAILED = "failed"  # may be taken another time
    REFUSED = "refused"  # the address is no good, and will not be


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one mail, in the server's words."""

    fate: Fate
    words: str
    lost: bool = False  # the connection broke: the mail may have been taken or not


class Server:
    """A connection to the server of the settings, for one mail after another.

    `context` is for tests; without it certificates are verified against the system's
    authorities and the host's name.
    """

    def __init__(self, settings: MailSettings, context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Be connected, logged in and ready for a mail, or raise MailError."""
        if self._smtp is not None and not _ready(self._smtp):
            self.close()
        if self._smtp is None:
            self._smtp = self._connected()

    def close(self) -> None:
        """End the connection, politely where that is possible."""
        smtp, self._smtp = self._smtp, None
        if smtp is None:
            return
        try:
            smtp.quit()
        except OSError:  # which all of smtplib's errors are
            smtp.close()

    def hand_over(self, address: str, message: bytes) -> Answer:
        """Give the server one mail for one address, and return what became of it.

        MailError where the server wants no mail of ours at all; it has not taken this
        one then, nor will it take the next.
        """
        self.open()
        smtp = self._smtp
        assert smtp is not None  # noqa: S101 - `open` saw to it
        try:
            answer = self._give(smtp, address_key(address), message)
        except smtplib.SMTPServerDisconnected as error:
            self._smtp = None
            return Answer(Fate.FAILED, f"the connection broke: {error}", lost=True)
        except smtplib.SMTPResponseException as error:
            smtp.close()
            self._smtp = None
            return Answer(Fate.FAILED, _words(error.smtp_code, error.smtp_error), lost=True)
        if answer.words.startswith(str(_CLOSING)):
            self._smtp = None
            smtp.close()
        return answer

    def _give(self, smtp: smtplib.SMTP, address: str, message: bytes) -> Answer:
        if not address.isascii() and not smtp.has_extn("smtputf8"):
            return Answer(
                Fate.REFUSED,
                f"{self._settings.host} does not offer SMTPUTF8, without which no mail goes to an"
                " address with other letters than ASCII before the @",
            )
        code, words = smtp.mail(self._settings.sender_address, _options(smtp, address, message))
        if 500 <= code < 600:
            raise MailError(
                f"{self._settings.host} refuses mail of {self._settings.sender_address}: "
                f"{_words(code, words)}"
            )
        if code != 250:
            return Answer(Fate.FAILED, _words(code, words))
        code, words = smtp.rcpt(address)
        if code not in (250, 251):
            fate = Fate.REFUSED if _no_such_address(code, words) else Fate.FAILED
            return Answer(fate, _words(code, words))
        return self._give_text(smtp, message)

    def _give_text(self, smtp: smtplib.SMTP, message: bytes) -> Answer:
        """Give the text itself; a server that is slow to say that it has it is waited for."""
        _wait_at_most(smtp, self._settings.last_timeout_s)
        try:
            code, words = smtp.data(message)
        except smtplib.SMTPDataError as error:
            code, words = error.smtp_code, _bytes(error.smtp_error)
        _wait_at_most(smtp, self._settings.timeout_s)
        return Answer(Fate.SENT if code == 250 else Fate.FAILED, _words(code, words))

    def _connected(self) -> smtplib.SMTP:
        """Connect, encrypt and log in; MailError, one sentence, where that cannot be done."""
        host = self._settings.host
        try:
            return self._logged_in()
        except smtplib.SMTPAuthenticationError as error:
            said = _words(error.smtp_code, error.smtp_error)
            raise MailError(f"{host} refuses the login of {self._settings.user}: {said}") from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailError(f"{host} does not offer what is set for it: {error}") from error
        except smtplib.SMTPResponseException as error:
            said = _words(error.smtp_code, error.smtp_error)
            raise MailError(f"{host} takes no mail now: {said}") from error
        except ssl.SSLCertVerificationError as error:
            raise MailError(
                f"{host} cannot prove who it is: {error.verify_message}; nothing was sent"
            ) from error
        except OSError as error:
            where = f"{host}, port {self._settings.port}"
            raise MailError(f"{where}, cannot be reached: {error}") from error

    def _logged_in(self) -> smtplib.SMTP:
        to, timeout = (self._settings.host, self._settings.port), self._settings.timeout_s
        smtp = (
            smtplib.SMTP_SSL(*to, timeout=timeout, context=self._context)
            if self._settings.tls is Tls.TLS
            else smtplib.SMTP(*to, timeout=timeout)
        )
        try:
            code, words = smtp.ehlo()
            if code == _CLOSING:
                raise smtplib.SMTPConnectError(code, words)
            if self._settings.tls is Tls.STARTTLS:
                smtp.starttls(context=self._context)
            smtp.ehlo_or_helo_if_needed()
            if self._settings.user is not None and self._settings.password is not None:
                smtp.login(self._settings.user, self._settings.password)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _ready(smtp: smtplib.SMTP) -> bool:
    """Whether a connection that was used before is still there and ready for a mail."""
    try:
        return smtp.rset()[0] == 250
    except OSError:
        return False


def _options(smtp: smtplib.SMTP, address: str, message: bytes) -> list[str]:
    options = [] if message.isascii() or not smtp.has_extn("8bitmime") else ["BODY=8BITMIME"]
    return options if address.isascii() else [*options, "SMTPUTF8"]


def _no_such_address(code: int, words: bytes) -> bool:
    """Whether an answer to RCPT is about the address, and final.

    By the enhanced status where there is one: 5.1.x and 5.2.x are about address and
    mailbox, but a mailbox that is full (5.2.2) may be emptied, and others (5.7.x:
    policy) may be about us.
    """
    if not 500 <= code < 600:
        return False
    status = _ENHANCED.search(words)
    if status is None:
        return code in _FOR_GOOD
    subject, detail = (int(part) for part in status.groups())
    return subject == 1 or (subject == 2 and detail != 2)


def _wait_at_most(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _words(code: int, words: bytes | str) -> str:
    return f"{code} {_bytes(words).decode('utf-8', 'replace')}"


def _bytes(words: bytes | str) -> bytes:
    return words if isinstance(words, bytes) else words.encode("utf-8", "replace")
