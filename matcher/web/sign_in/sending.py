"""The mail with a link to sign in. It goes out at once, beside the digest's outbox.

Whether an address has an account is looked up only here, when the answer to whoever asked
is out already: neither the answer nor its time tells.
"""

import logging
import secrets

from matcher.mail.errors import MailError
from matcher.mail.notices import sign_in_mail
from matcher.mail.settings import MailSettings
from matcher.mail.smtp import Fate, Server
from matcher.store.accounts import find_account
from matcher.store.errors import StoreError
from matcher.web.sign_in.links import make_link
from matcher.web.site import Site
from models.account import Account

log = logging.getLogger(__name__)


def send_link(site: Site, address: str, browser: str, back: str) -> None:
    """Mail a link to whoever has the address, if anybody does. What goes wrong is logged."""
    base = site.settings.web_address
    if site.mail is None or base is None:
        return
    try:
        account = find_account(site.engine, site.settings.city, address)
        if account is None or account.id is None or account.disabled_at is not None:
            return
        link = make_link(site.engine, site.secret, base, account.id, browser, back, site.now())
        trouble = _send(site, site.mail, account, link)
    except (MailError, StoreError) as error:
        trouble = str(error)
    except ValueError:  # whose words may hold the address, or the link
        trouble = "the address, or the site's own, cannot be written into a mail"
    if trouble:
        log.error("no link to sign in was sent: %s", trouble)


def _send(site: Site, settings: MailSettings, account: Account, link: str) -> str:
    """Hand the mail over on a connection of its own; return what stands against it, or nothing."""
    message_id = f"<{secrets.token_hex(16)}@{settings.sender_address.rpartition('@')[2]}>"
    mail = sign_in_mail(
        account.address, site.city.profile.name, link, settings.sender, message_id, site.now()
    )
    server = Server(settings)
    try:
        # The link's life is short: one attempt, and whoever waits in vain asks again.
        answer = server.hand_over(account.address, mail.as_bytes())
    finally:
        server.close()
    # Not all that the server says: that often names the address.
    return "" if answer.fate is Fate.SENT else f"the server says {answer.words.split()[0]}"
