"""A mail as it goes out: headers and parts, ready to be stored and sent. Pure.

Header values are made of our own words, of addresses that were checked and of a city's
name made plain. Titles of calls never enter one.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UniqueUnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, parseaddr
from urllib.parse import quote

from matcher.digest.safe import clip, plain
from matcher.mail.letters import capped
from matcher.mail.render import Rendered, render_letter
from models.city import CityProfile
from models.letter import Letter, LetterLinks
from models.subscriber import MailFormat, Subscriber

MOST_BYTES = 100_000
"""Size that a whole digest mail stays under, all headers and parts as sent.

Some mail programs cut a mail's HTML at about this size.
"""

_NAME = 60  # most characters of a name in a header
_FIRST_TRY = 20  # rows under a heading: usual mails have fewer, and fit


class _AsWritten(UniqueUnstructuredHeader):
    """A header with long addresses, which must not be broken or encoded."""

    def fold(self, *, policy: Policy) -> str:
        """Return the header on one line."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


def _headers() -> HeaderRegistry:
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _AsWritten)  # type: ignore[arg-type]
    return registry


POLICY = SMTP.clone(header_factory=_headers())
"""How mails are written; one that is read back must be read with it, to be sent as it was."""

_POLICY_UTF8 = POLICY.clone(utf8=True)  # RFC 6532: an address that ASCII cannot write


def message_of(
    letter: Letter,
    subscriber: Subscriber,
    city: CityProfile,
    links: LetterLinks,
    sender: str,
    message_id: str,
    credits: Sequence[str] = (),  # noqa: A002 - the builtin of that name is for consoles
) -> EmailMessage:
    """Make the mail of a letter: plain text, and HTML unless the reader wants text only.

    `sender` is an address, with a name or without; `message_id` stands between < and >.
    The same letter and message id give the same bytes. Mail programs offer to
    unsubscribe by List-Unsubscribe: with one click where there is an https address
    (RFC 8058), else by a mail to the sender. ValueError for a sender or message id
    that is none; KeyError as for `render_letter`.
    """
    rendered = render_letter(letter, subscriber, city, links, credits)
    with_html = subscriber.format is MailFormat.BOTH
    to = recipient(subscriber.address, subscriber.name)
    message = compose(rendered, to, sender, message_id, letter.as_of, with_html=with_html)
    _add_list_headers(message, city, links, sender)
    return message


def fitted(
    letter: Letter,
    subscriber: Subscriber,
    city: CityProfile,
    links: LetterLinks,
    sender: str,
    message_id: str,
    credits: Sequence[str] = (),  # noqa: A002 - the builtin of that name is for consoles
) -> tuple[Letter, EmailMessage]:
    """Return the letter with as many rows as fit MOST_BYTES, and its mail.

    Rows are left out from the end of the longest sections, and counted there; what
    is left out does not count as told. Raises as `message_of` does.
    """
    most = max((len(section.rows) for section in letter.sections), default=0)
    fits, too_many = -1, most + 1  # rows under a heading that are known to fit, and not to
    best: tuple[Letter, EmailMessage] | None = None
    rows = min(most, _FIRST_TRY)
    while best is None or too_many - fits > 1:
        short = capped(letter, rows)
        message = message_of(short, subscriber, city, links, sender, message_id, credits)
        if len(message.as_bytes()) < MOST_BYTES or rows == 0:
            fits, best = rows, (short, message)
        else:
            too_many = rows
        rows = min(most, 2 * fits) if too_many > most else (max(fits, 0) + too_many) // 2
    return best


def recipient(address: str, name: str = "") -> Address:
    """Return who a mail is for, the domain as name servers know it.

    What stands before the @ may be other than ASCII: only a server that offers SMTPUTF8
    takes such a mail. ValueError for a domain that no name server can know.
    """
    local, _, domain = address.rpartition("@")
    return Address(clip(name, _NAME), local, domain.encode("idna").decode("ascii"))


def fixed_id(said: str, sender: str) -> str:
    """Return a Message-ID under the sender's domain: the same whenever the same is said."""
    domain = parseaddr(sender)[1].rpartition("@")[2]
    return f"<{hashlib.sha256(said.encode()).hexdigest()[:32]}@{domain}>"


def can_be_written_to(address: str) -> bool:
    """Whether a mail can be made for the address: one that cannot must stop nobody else's."""
    try:
        recipient(address)
    except ValueError:
        return False
    return True


def compose(
    rendered: Rendered,
    to: Address,
    sender: str,
    message_id: str,
    at: datetime,
    *,
    with_html: bool = True,
) -> EmailMessage:
    """Put a mail together; `at` is aware. ValueError for a sender or message id that is none."""
    message = EmailMessage(policy=POLICY if to.username.isascii() else _POLICY_UTF8)
    message["From"] = _mailbox(sender)
    message["To"] = to
    message["Subject"] = plain(rendered.subject)
    message["Date"] = format_datetime(at)
    message["Message-ID"] = _checked_id(message_id)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(rendered.text, cte="quoted-printable")
    if with_html:
        message.add_alternative(rendered.html, subtype="html", cte="quoted-printable")
        # Quoted-printable never holds "=_", so no line of a part can pass for the boundary.
        message.set_boundary(f"=_{hashlib.sha256(message_id.encode()).hexdigest()[:24]}")
    return message


def text_of(message: EmailMessage) -> str:
    """Return the plain text of a mail with plain line ends, "" where it has none."""
    body = message.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _add_list_headers(
    message: EmailMessage, city: CityProfile, links: LetterLinks, sender: str
) -> None:
    address = _mailbox(sender)
    name = "".join(c if c.isascii() and c.isalnum() else "-" for c in city.name.lower())
    message["List-Id"] = f"Bid Matcher <{name.strip('-')}.bid-matcher.{address.domain}>"
    by_mail = f"<mailto:{quote(address.addr_spec, safe='@')}?subject=unsubscribe>"
    if links.unsubscribe is None:
        message["List-Unsubscribe"] = by_mail
        return
    message["List-Unsubscribe"] = f"<{links.unsubscribe}>, {by_mail}"
    if links.unsubscribe.startswith("https:"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _mailbox(sender: str) -> Address:
    name, address = parseaddr(plain(sender))
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise ValueError(f"not an address to send mail from: {sender!r}")
    return Address(clip(name, _NAME), addr_spec=address)


def _checked_id(message_id: str) -> str:
    inner = message_id[1:-1]
    if message_id != f"<{inner}>" or inner.count("@") != 1 or not inner.isascii():
        raise ValueError(f"not a message id: {message_id!r}")
    if any(character in " <>\r\n\t" for character in inner):
        raise ValueError(f"not a message id: {message_id!r}")
    return message_id
