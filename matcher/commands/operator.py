"""How the operator is told: in the log in any case, and by mail where that is set up."""

from matcher.mail.errors import NotConfiguredError
from matcher.mail.operator import keep_for_operator, send_kept
from matcher.mail.settings import read_mail_settings, read_operator
from matcher.schedule.operator import TellOperator, once_a_day, tell_in_log_and_by
from matcher.schedule.record import Clock
from matcher.settings import Settings

_FOLDER = "operator-mail"  # in the home: what the mail server has not taken yet


def operator_teller(settings: Settings, clock: Clock) -> TellOperator:
    """Return what tells the operator: each subject once a day, also across restarts.

    ValueError where BID_MATCHER_OPERATOR is no address.
    """
    to = read_operator()

    def mail(subject: str, text: str) -> str:
        if to is None:
            return "BID_MATCHER_OPERATOR is not set"
        folder, server, now = settings.home / _FOLDER, read_mail_settings(), clock()
        keep_for_operator(subject, text, to, server, folder, now)
        return send_kept(folder, to, server, now)

    return once_a_day(tell_in_log_and_by(mail), clock, settings.home / "operator-told.json")


def send_waiting(settings: Settings, clock: Clock) -> str:
    """Send the operator what waits; returns why some of it did not go out, "" if all did."""
    to = read_operator()
    if to is None:
        return ""
    try:
        return send_kept(settings.home / _FOLDER, to, read_mail_settings(), clock())
    except NotConfiguredError:
        return ""  # nobody is mailed then, which the job says itself
