"""The Model Context Protocol's own client asks the command, over standard input and output."""

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from matcher.commongrants.identity import opportunity_id
from tests.matcher.web.api.examples import DIFFICULT, FULL, NASTY
from tests.matcher.web.sample_site import AS_OF, DATA, bundled_calls, make_site

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
