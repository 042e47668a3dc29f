"""The Model Context Protocol's own client asks the command, over standard input and output."""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests
from mcp import Client, StdioServerParameters
from starlette.testclient import TestClient

from matcher.commongrants.identity import opportunity_id
from matcher.store.accounts import add_account
from matcher.store.tokens import add_token
from matcher.web.access import Access
from matcher.web.app import create_app
from matcher.web.site import Site
from models.account import Account, Role, Scope
from tests.matcher.web.api.examples import DIFFICULT, FULL, NASTY, served
from tests.matcher.web.sample_site import AS_OF, DATA, bundled_calls, make_site

_LIST = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
_COMMAND = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"
Asking = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("assistant")
    make_site(folder, (*bundled_calls(), *DIFFICULT)).engine.dispose()
    return folder


def ask(home: Path, asking: Asking) -> Any:
    """Start the command, and what comes of asking it."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", _COMMAND, "mcp", "--words", "--home", str(home)],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "BID_MATCHER_NOW": AS_OF.isoformat()},
        cwd=DATA.parent,
    )

    async def talk() -> Any:
        with anyio.fail_after(120):
            async with Client(server) as client:
                return await asking(client)

    return anyio.run(talk)


def test_an_assistant_searches_reads_a_call_and_the_shortlist(home: Path) -> None:
    async def asking(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == {"search", "call", "shortlist"}
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)

        found = await client.call_tool("search", {"text": "dementia", "limit": 5})
        assert not found.is_error
        items = found.structured_content["items"]
        assert 0 < len(items) <= 5
        assert all(item["status"]["value"] != "closed" for item in items)
        best = items[0]
        assert "dementia" in f"{best['title']} {best['description']}".lower()
        assert best["customFields"]["relevance"]["value"]["sentence"]

        for name in (str(opportunity_id(FULL.key)), FULL.key):
            call = await client.call_tool("call", {"id": name})
            assert call.structured_content["title"] == FULL.title
            assert call.structured_content["customFields"]["evidence"]["value"]

        shortlist = await client.call_tool("shortlist", {})
        assert shortlist.structured_content["ready"] is True
        assert shortlist.structured_content["city"] == "Leeds"

    ask(home, asking)


def test_an_assistant_asks_over_http_too(address: str) -> None:
    async def talk() -> None:
        with anyio.fail_after(60):
            async with Client(f"{address}/mcp") as client:
                call = await client.call_tool("call", {"id": FULL.key})
                assert call.structured_content["title"] == FULL.title

    anyio.run(talk)


def test_a_closed_site_answers_assistants_with_a_token_only(program_site: Site) -> None:
    with served(replace(program_site, access=Access(public=False))) as closed:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            answer = requests.post(f"{closed}/mcp", json=_LIST, headers=headers, timeout=60)
            assert answer.status_code == 401
            assert answer.headers["content-type"] == "application/problem+json"
        person = Account(city="leeds", address="mcp@example.org", role=Role.READER)
        number = add_account(program_site.engine, replace(person, created_at=AS_OF))
        for scope, status in ((Scope.READ, 200), (Scope.DECIDE, 403)):
            token = f"a token of an assistant to {scope}"
            add_token(program_site.engine, number, scope, [scope], token, AS_OF)
            headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            answer = requests.post(f"{closed}/mcp", json=_LIST, headers=headers, timeout=60)
            assert answer.status_code == status


def test_without_its_packages_the_command_says_which(tmp_path: Path) -> None:
    program = f"import sys; sys.modules['mcp'] = None; {_COMMAND}"
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp", "--words", "--home", str(tmp_path)],
        cwd=DATA.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "bid-matcher: this needs more packages: pip install '.[mcp]'\n"


def test_without_its_packages_the_site_says_that_nobody_answers(program_site: Site) -> None:
    asked = TestClient(create_app(program_site)).post("/mcp", json=_LIST)  # not started
    assert asked.status_code == 404
    assert asked.json()["detail"] == "Assistants are not answered here."


def test_what_makes_no_sense_is_said_and_hostile_texts_are_data(home: Path) -> None:
    async def asking(client: Client) -> None:
        for tool, arguments in (
            ("call", {"id": "nothing:here"}),
            ("search", {"limit": 0}),
            ("search", {"status": ["ajar"]}),
        ):
            assert (await client.call_tool(tool, arguments)).is_error
        nasty = await client.call_tool("call", {"id": NASTY[0].key})
        assert nasty.structured_content["title"] == NASTY[0].title

    ask(home, asking)
