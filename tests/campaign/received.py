"""Reads a mail as it arrived, with the standard library alone."""

import re
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage
from html.parser import HTMLParser

_RULE = "-" * 78
_ROW = re.compile(r" ?\d+\. ")
_LEFT = re.compile(r"([\d,]+) more not shown here")
_TOKEN = re.compile(r"/mail/(\w+)/([\w.-]+)")
_ADDRESS = re.compile(r"(?:reader|lü)\d+@[\w.-]+")


@dataclass
class Shown:
    """A heading, the addresses of the calls under it in order, and how many more there are."""

    heading: str  # in capitals
    links: list[str] = field(default_factory=list)
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Received:
    """One mail."""

    to: str
    message_id: str
    subject: str
    unsubscribe: str
    one_click: str
    size: int  # bytes
    text: list[Shown]
    html: list[Shown] | None  # None where there is no such part
    tokens: frozenset[tuple[str, str]]  # purpose and token of every signed link anywhere in it
    people: frozenset[str]  # every reader's address named in its parts
    foot: str  # of the text: sources in trouble, credits, why the reader gets it


def read_mail(raw: bytes) -> Received:
    """Take a mail apart; its headers may be UTF-8 (RFC 6532)."""
    mail = message_from_string(raw.decode(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    parts = {part.get_content_type(): _content(part) for part in mail.walk() if _is_text(part)}
    said = "\n".join([*parts.values(), str(mail["List-Unsubscribe"])])
    html = parts.get("text/html")
    return Received(
        to=mail["To"].addresses[0].addr_spec,
        message_id=str(mail["Message-ID"]),
        subject=str(mail["Subject"]),
        unsubscribe=str(mail["List-Unsubscribe"]),
        one_click=str(mail["List-Unsubscribe-Post"]),
        size=len(raw),
        text=_read_text(parts["text/plain"]),
        html=None if html is None else _read_html(html),
        tokens=frozenset(_TOKEN.findall(said)),
        people=frozenset(_ADDRESS.findall(said)),
        foot=parts["text/plain"].rpartition(f"\n{_RULE}\n")[2],
    )


def _is_text(part: EmailMessage) -> bool:
    return part.get_content_maintype() == "text"


def _content(part: EmailMessage) -> str:
    return str(part.get_content()).replace("\r\n", "\n")


def _read_text(text: str) -> list[Shown]:
    found: list[Shown] = []
    for block in text.split(f"\n{_RULE}\n")[1:-1]:  # before the first is the head, then the foot
        lines = block.splitlines()
        shown = Shown(lines[0])
        waiting = False  # for the address of the row that has begun
        for line in lines[1:]:
            waiting = waiting or bool(_ROW.match(line))
            if waiting and line.strip().startswith("https://"):
                shown.links.append(line.strip())
                waiting = False
            if left := _LEFT.match(line):
                shown.left_out = int(left[1].replace(",", ""))
        found.append(shown)
    return found


def _read_html(html: str) -> list[Shown]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


class _Reader(HTMLParser):
    """Collects what stands under each h2: the link in each h3, and the sentence on the rest."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Shown] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("h2", "h3"):
            self._inside.append(tag)
        if tag == "a" and self._inside == ["h3"]:
            self.found[-1].links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h2", "h3"):
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside == ["h2"]:
            self.found.append(Shown(data.upper()))
        elif self.found and (left := _LEFT.match(data)):
            self.found[-1].left_out = int(left[1].replace(",", ""))
