"""Mails to whoever runs the service: each waits in a folder until the mail server has it.

Like a reader's mail, one is stored whole with its Message-ID before anything is sent, so
that one that could not go out goes with the next, or with the daily delivery.
"""

import hashlib
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from pathlib import Path

from matcher.mail.notices import operator_mail
from matcher.mail.settings import MailSettings
from matcher.mail.smtp import Fate, Server
from matcher.staging import replace_file
from models.errors import BidMatcherError

WITHIN_S = 60.0  # for all that waits: the schedule must go on
_STEP_S = 10.0  # for each answer of the server
_WAITS = timedelta(days=7)  # what is older is left to the log


def keep_for_operator(
    subject: str, text: str, to: str, settings: MailSettings, folder: Path, now: datetime
) -> None:
    """Put a mail into the folder, where `send_kept` finds it.

    ValueError as for `operator_mail`, OSError where the disk refuses.
    """
    whole = f"{now.isoformat()}\n{subject}\n{text}"
    print_ = hashlib.sha256(whole.encode()).hexdigest()[:32]
    message_id = f"<{print_}@{parseaddr(settings.sender)[1].rpartition('@')[2]}>"
    mail = operator_mail(subject, text.splitlines(), to, settings.sender, message_id, now)
    name = f"{now.astimezone(UTC):%Y%m%dT%H%M%S}-{print_[:12]}.eml"
    replace_file(folder / name, mail.as_bytes())


def send_kept(
    folder: Path, to: str, settings: MailSettings, now: datetime, within_s: float = WITHIN_S
) -> str:
    """Send what waits, the oldest first; returns why some did not go out, "" if all did.

    Takes no longer than `within_s` seconds, whatever the server does. A mail that was
    cut off so may reach the operator twice, under one Message-ID.
    """
    files = sorted(folder.glob("*.eml"))
    waiting = [file for file in files if not _is_old(file, now)]
    for file in set(files) - set(waiting):
        file.unlink(missing_ok=True)
    if not waiting:
        return ""
    brisk = replace(
        settings,
        timeout_s=min(settings.timeout_s, _STEP_S),
        last_timeout_s=min(settings.last_timeout_s, _STEP_S),
    )
    return _within(within_s, lambda: _send(waiting, to, brisk))


def _send(files: list[Path], to: str, settings: MailSettings) -> str:
    try:
        with closing(Server(settings)) as server:
            for file in files:
                answer = server.hand_over(to, file.read_bytes())
                if answer.fate is not Fate.SENT:
                    return answer.words
                file.unlink(missing_ok=True)
    except (BidMatcherError, OSError) as error:
        return str(error)
    return ""


def _within(seconds: float, work: Callable[[], str]) -> str:
    """Return what the work returns, or that it did not end; its thread ends with the process."""
    said: list[str] = []
    thread = threading.Thread(target=lambda: said.append(work()), name="operator", daemon=True)
    thread.start()
    thread.join(seconds)
    return said[0] if said else f"the mail server did not take it within {seconds:.0f} seconds"


def _is_old(file: Path, now: datetime) -> bool:
    try:
        kept = datetime.strptime(file.name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # somebody else named it: it goes out as it is
        return False
    return now - kept > _WAITS
