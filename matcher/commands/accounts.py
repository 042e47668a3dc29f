"""`bid-matcher accounts`: who may sign in to the site, with which role, and what was done."""

import json
import secrets
from argparse import Namespace
from dataclasses import replace

from matcher.commands.erasing import leave_nothing
from matcher.commands.noting import note
from matcher.commands.say import hint, say
from matcher.digest.safe import plain
from matcher.mail.links import load_secret
from matcher.places import LONDON, own_store
from matcher.serial import dump_json
from matcher.settings import Settings
from matcher.store.accounts import add_account, change_account, find_account, load_accounts
from matcher.store.audit import entries_as_csv, load_entries
from matcher.store.personal import remove_account
from matcher.store.tokens import add_token, load_tokens, revoke_token
from models.account import Account, Role, Scope
from models.errors import NothingToDoError

_HERE = "http://127.0.0.1:8080"  # where `serve` answers if nothing else is said
_NEWEST = 50  # entries of the log that are shown


def run(settings: Settings, arguments: Namespace) -> int:
    """Do what the action says. ValueError and NothingToDoError as for subscribers."""
    actions = {
        "add": _add,
        "list": _list,
        "role": _role,
        "disable": _disable,
        "enable": _enable,
        "remove": _remove,
        "link": _link,
        "token": _token,
        "tokens": _tokens,
        "log": _log,
    }
    actions[arguments.action](settings, arguments)
    return 0


def _add(settings: Settings, arguments: Namespace) -> None:
    account = Account(
        city=settings.city,
        address=arguments.address,
        name=arguments.name,
        role=Role(arguments.role),
        created_at=settings.moment(),
    )
    number = add_account(own_store(settings), account)
    note(own_store(settings), settings, f"added as {account.role}", f"account {number}")
    say(f"{plain(account.address)}: {account.role}")


def _list(settings: Settings, arguments: Namespace) -> None:
    accounts = load_accounts(own_store(settings), settings.city)
    if arguments.json:
        rows = [json.loads(dump_json(account)) for account in accounts]
        say(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for account in accounts:
        name = f" ({plain(account.name)})" if account.name else ""
        state = ", disabled" if account.disabled_at else ""
        say(f"{account.id:4}  {plain(account.address)}{name}: {account.role}{state}")
    if not accounts:
        say("Nobody may sign in yet: bid-matcher accounts add ADDRESS --role admin.")


def _role(settings: Settings, arguments: Namespace) -> None:
    role = Role(arguments.role)
    _change(settings, replace(_found(settings, arguments), role=role), f"role {role}")


def _disable(settings: Settings, arguments: Namespace) -> None:
    account = _found(settings, arguments)
    _change(settings, replace(account, disabled_at=settings.moment()), "disabled")


def _enable(settings: Settings, arguments: Namespace) -> None:
    _change(settings, replace(_found(settings, arguments), disabled_at=None), "enabled")


def _change(settings: Settings, account: Account, what: str) -> None:
    change_account(own_store(settings), account)
    note(own_store(settings), settings, what, f"account {account.id}")
    say(f"{plain(account.address)}: {what}")


def _remove(settings: Settings, arguments: Namespace) -> None:
    account, engine = _found(settings, arguments), own_store(settings)
    remove_account(engine, account)
    note(own_store(settings), settings, "removed", f"account {account.id}")
    say(f"The account of {plain(account.address)} is erased.")
    leave_nothing(engine)
    hint("A subscription of the address, if there is one, is not: subscribers remove.")


def _link(settings: Settings, arguments: Namespace) -> None:
    from matcher.web.sign_in.links import ANY_BROWSER, make_link

    account = _found(settings, arguments)
    if account.disabled_at is not None or account.id is None:
        raise ValueError(f"{plain(account.address)} is disabled")
    base = settings.web_address or _HERE
    engine, secret = own_store(settings), load_secret(settings.home)
    say(make_link(engine, secret, base, account.id, ANY_BROWSER, "/", settings.moment()))
    note(own_store(settings), settings, "link to sign in made", f"account {account.id}")
    hint("It works once, within 15 minutes, in any browser: hand it over with care.")


def _token(settings: Settings, arguments: Namespace) -> None:
    account = _found(settings, arguments)
    token = secrets.token_urlsafe(32)
    scopes = {Scope(scope) for scope in arguments.scope} or {Scope.READ}
    now = settings.moment()
    number = add_token(own_store(settings), account.id or 0, arguments.name, scopes, token, now)
    note(own_store(settings), settings, f"token {number} made", f"account {account.id}")
    say(token)
    hint(f"Token {number}: {', '.join(sorted(scopes))}. It is shown this once.")


def _tokens(settings: Settings, arguments: Namespace) -> None:
    account, engine = _found(settings, arguments), own_store(settings)
    if arguments.revoke is not None:
        if not revoke_token(engine, account.id or 0, arguments.revoke, settings.moment()):
            raise ValueError(f"{plain(account.address)} has no token {arguments.revoke} that acts")
        note(
            own_store(settings),
            settings,
            f"token {arguments.revoke} revoked",
            f"account {account.id}",
        )
    for token in load_tokens(engine, account.id or 0):
        used = f"last used {token.last_used_on}" if token.last_used_on else "never used"
        state = "revoked" if token.revoked_at else used
        say(f"{token.id:4}  {plain(token.name)}: {', '.join(sorted(token.scopes))}; {state}")


def _log(settings: Settings, arguments: Namespace) -> None:
    engine = own_store(settings)
    if arguments.csv:
        say(entries_as_csv(load_entries(engine, settings.city)).rstrip("\n"))
        return
    for entry in load_entries(engine, settings.city, most=_NEWEST):
        when = f"{entry.at.astimezone(LONDON):%d %b %Y %H:%M}"
        who = f"account {entry.account_id}" if entry.account_id else entry.role
        say(f"{when}  {who}, {entry.place}: {plain(entry.what)}: {plain(entry.about)}")


def _found(settings: Settings, arguments: Namespace) -> Account:
    account = find_account(own_store(settings), settings.city, arguments.address)
    if account is None:
        raise NothingToDoError(f"{plain(arguments.address)} has no account")
    return account
