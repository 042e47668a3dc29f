"""Mail goes out only where a server and a sender are set; what makes no sense is named."""

from pathlib import Path

import pytest

from matcher.mail.errors import NotConfiguredError
from matcher.mail.settings import MailSettings, Tls, read_mail_settings
from models.errors import BidMatcherError

LEAST = {"BID_MATCHER_SMTP_HOST": "mail.example.org", "BID_MATCHER_MAIL_FROM": "bids@example.org"}


def test_without_server_and_sender_nothing_is_sent_and_that_is_said() -> None:
    with pytest.raises(NotConfiguredError) as told:
        read_mail_settings({})
    assert str(told.value) == (
        "no mail is sent: BID_MATCHER_SMTP_HOST and BID_MATCHER_MAIL_FROM are not set"
    )
    assert isinstance(told.value, BidMatcherError)
    with pytest.raises(NotConfiguredError, match="BID_MATCHER_MAIL_FROM is not set"):
        read_mail_settings(LEAST | {"BID_MATCHER_MAIL_FROM": ""})


def test_a_server_and_a_sender_are_enough() -> None:
    settings = read_mail_settings(LEAST)
    assert settings == MailSettings(host="mail.example.org", sender="bids@example.org")
    assert (settings.port, settings.tls, settings.user) == (587, Tls.STARTTLS, None)


def test_everything_can_be_set(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("s3cret \n")
    settings = read_mail_settings(
        LEAST
        | {
            "BID_MATCHER_MAIL_FROM": '"Bids, Leeds" <Bids@EXAMPLE.org>',
            "BID_MATCHER_MAIL_RATE": "30",
            "BID_MATCHER_SMTP_TLS": "TLS",
            "BID_MATCHER_SMTP_USER": "bids",
            "BID_MATCHER_SMTP_PASSWORD_FILE": str(file),
            "BID_MATCHER_SMTP_TIMEOUT": "7.5",
        }
    )
    assert settings.sender_address == "Bids@example.org"
    assert (settings.port, settings.tls, settings.per_minute) == (465, Tls.TLS, 30)
    assert (settings.user, settings.password, settings.timeout_s) == ("bids", "s3cret ", 7.5)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"BID_MATCHER_MAIL_FROM": "Bids"}, "BID_MATCHER_MAIL_FROM: not an e-mail address"),
        ({"BID_MATCHER_MAIL_FROM": "a@b.org\nBcc: c@d.org"}, "BID_MATCHER_MAIL_FROM"),
        ({"BID_MATCHER_MAIL_FROM": "jörg@b.org"}, "BID_MATCHER_MAIL_FROM"),
        ({"BID_MATCHER_SMTP_TLS": "ssl"}, "'ssl' is not one of starttls, tls, none"),
        ({"BID_MATCHER_SMTP_PORT": "0"}, "BID_MATCHER_SMTP_PORT: not a number above 0"),
        ({"BID_MATCHER_SMTP_PORT": "65536"}, "up to 65,535"),
        ({"BID_MATCHER_MAIL_RATE": "nan"}, "BID_MATCHER_MAIL_RATE"),
        ({"BID_MATCHER_MAIL_RATE": "many"}, "BID_MATCHER_MAIL_RATE"),
        ({"BID_MATCHER_SMTP_USER": "bids"}, "one of them is missing"),
        ({"BID_MATCHER_SMTP_PASSWORD": "s3cret"}, "one of them is missing"),
        (
            {
                "BID_MATCHER_SMTP_USER": "b",
                "BID_MATCHER_SMTP_PASSWORD": "s",
                "BID_MATCHER_SMTP_TLS": "none",
            },
            "the password would go out in clear",
        ),
    ],
)
def test_what_makes_no_sense_is_named(change: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint) as told:
        read_mail_settings(LEAST | change)
    assert "s3cret" not in str(told.value)
