"""A site whose shortlist is worked out, with people, for tests of the board."""

import re
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode
from starlette.testclient import TestClient

from matcher.store.accounts import add_account
from matcher.web.board.asked import OWN, Asked
from matcher.web.board.boards import Board, Boards
from matcher.web.site import Site
from matcher.web.snapshot import renewed, snapshot
from models.account import Account
from tests.matcher.web import people
from tests.matcher.web.sample_site import AS_OF, make_site

PATIENCE_S = 300.0  # on a busy machine


def peopled_site(home: Path) -> Site:
    """The sample site, with its calls read and one account for each role."""
    site = make_site(home)
    for role, address in people.ADDRESSES.items():
        account = Account(city=site.city.folder, address=address, role=role, created_at=AS_OF)
        add_account(site.engine, account)
    renewed(site)
    return site


def board_of(client: TestClient, site: Site, asked: Asked = OWN) -> Board:
    """Return what the client's application knows of a set, once it is all worked out."""
    boards: Boards = client.app.state.boards  # type: ignore[attr-defined]
    board = boards.whole(snapshot(site), asked, PATIENCE_S)
    assert board is not None, "the set was not worked out in time"
    return board


def main_of(text: str) -> LexborNode:
    """The main part of a page."""
    found = LexborHTMLParser(text).css_first("main")
    assert found is not None
    return found


def words(text: str) -> str:
    """What the main part of a page says, on one line."""
    return " ".join(main_of(text).text(separator=" ").split())


def token_of(text: str) -> str:
    """The hidden field of a page's forms."""
    found = re.search(r'name="csrf" value="(\w+)"', text)
    assert found, "there is no form"
    return found.group(1)
