"""The other mails: the one that asks to confirm an address, and those to the operator. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from matcher.digest.render import fold
from matcher.digest.safe import clip, plain, web_address
from matcher.mail.message import compose, recipient
from matcher.mail.render import Rendered, html_of, text_of
from models.subscriber import MailFormat, Subscriber

_SUBJECT, _LINE, _LINES = 120, 500, 60  # most characters and lines shown


@dataclass(frozen=True, slots=True)
class Notice:
    """A short mail that asks for one thing."""

    subject: str
    heading: str
    before: tuple[str, ...]  # paragraphs
    link: str
    action: str  # what the link does
    after: tuple[str, ...]


def confirmation_mail(
    subscriber: Subscriber, city_name: str, link: str, sender: str, message_id: str, at: datetime
) -> EmailMessage:
    """Make the mail that asks whether the address wants the digest: without a yes, none is sent.

    It shows nothing that somebody else may have typed in, so that nobody can send
    their own words through it. ValueError for a link that is no web address, and as for
    `compose`.
    """
    address = web_address(link)
    if address is None:
        raise ValueError("the link to confirm is not a web address")
    city = clip(city_name, 40)
    notice = Notice(
        subject=f"Please confirm: Bid Matcher for {city}",
        heading=f"Bid Matcher for {city}",
        before=(
            f"This address was given to get the funding digest for {city} by e-mail. If you"
            " would like it, please confirm.",
        ),
        link=address,
        action="Yes, send me the digest",
        after=("If you did not ask for it, you need do nothing: no digest will be sent.",),
    )
    rendered = Rendered(
        notice.subject,
        html_of("notice.html.j2", notice=notice),
        text_of("notice.txt.j2", notice=notice),
    )
    with_html = subscriber.format is MailFormat.BOTH
    to = recipient(subscriber.address)
    return compose(rendered, to, sender, message_id, at, with_html=with_html)


def sign_in_mail(
    address: str, city_name: str, link: str, sender: str, message_id: str, at: datetime
) -> EmailMessage:
    """Make the mail with the link that signs somebody in.

    ValueError for a link that is no web address, and as for `compose`.
    """
    checked = web_address(link)
    if checked is None:
        raise ValueError("the link to sign in is not a web address")
    city = clip(city_name, 40)
    notice = Notice(
        subject=f"Sign in to Bid Matcher for {city}",
        heading=f"Sign in to Bid Matcher for {city}",
        before=("Somebody asked to sign in with this address. If it was you, go on:",),
        link=checked,
        action="Sign in",
        after=(
            "The link works once, for 15 minutes, in the browser in which it was asked for.",
            "If it was not you, do nothing, and do not pass this mail on.",
        ),
    )
    rendered = Rendered(
        notice.subject,
        html_of("notice.html.j2", notice=notice),
        text_of("notice.txt.j2", notice=notice),
    )
    return compose(rendered, recipient(address), sender, message_id, at)


def operator_mail(
    subject: str, lines: Sequence[str], to: str, sender: str, message_id: str, at: datetime
) -> EmailMessage:
    """Make a mail to whoever runs the service: a subject, and what happened, a line each.

    Lines may be those of a list already, and the subject may name us. Text only.
    ValueError as for `compose`.
    """
    shown = [fold(clip(line.removeprefix("- "), _LINE) or "-", "- ") for line in lines[:_LINES]]
    if left := len(lines) - len(shown):
        shown.append(f"- and {left:,} more")
    subject = f"Bid Matcher: {clip(subject.removeprefix('Bid Matcher: '), _SUBJECT)}"
    text = "\n".join([fold(subject), "", *shown]) + "\n"
    address = recipient(plain(to))
    rendered = Rendered(subject, "", text)
    return compose(rendered, address, sender, message_id, at, with_html=False)
