"""The whole way with the store on a PostgreSQL server, by the commands that a user types."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from matcher.cli import main
from matcher.store import load_calls, open_store
from tests.matcher.mail.servers import MailServer
from tests.postgres import new_database
from tests.rehearsal.server import Rehearsal
from tests.scrapers.local_server import closed_port

ROOT = Path(__file__).parents[3]
PATIENCE_S = 120.0  # a loaded machine takes long to start the site
JO = "jo@example.org"
AGREED = ("--confirmed", "--reason", "said so in the meeting")


@pytest.fixture(autouse=True)
def _sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sites that are collected from, on this machine, and a day on which calls are open."""
    with Rehearsal() as server:
        for variable, value in server.environment():
            monkeypatch.setenv(variable, value)
        yield


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A database on a server, with nothing in it, as the environment names it."""
    with new_database(empty=True) as address:
        monkeypatch.setenv("BID_MATCHER_DATABASE", address)
        yield address


def test_from_collecting_to_the_site(
    database: str, tmp_path: Path, inbox: MailServer, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> str:
        assert main(["--home", str(tmp_path), "--database", database, *arguments]) == 0, arguments
        return capsys.readouterr().out

    run("collect", "--allow-few", "--source", "ukri", "--source", "nihr")
    run("subscribers", "add", JO, "--search", "health research", *AGREED)
    assert JO in run("subscribers", "list")
    digest = json.loads(run("digest", "--no-collect", "--json"))
    assert digest["catalogue_date"] is None, "the calls are the server's, not the bundled ones"
    hits = json.loads(run("search", "health research", "--status", "any", "--json"))
    engine = open_store(database)
    stored = {each.call.source_id for each in load_calls(engine)}
    engine.dispose()
    assert hits
    assert {hit["call"]["source_id"] for hit in hits} <= stored
    assert [row["source"] for row in json.loads(run("sources", "--json")) if row["last_outcome"]]
    run("mail")
    run("mail")
    assert inbox.recipients == [JO]
    run("run", "--once", "match")
    assert "done:" in run("run", "--list")
    run("accounts", "add", "root@example.org", "--role", "admin")
    main(["--home", str(tmp_path), "doctor", "--json"])
    findings = {each["what"]: each for each in json.loads(capsys.readouterr().out)}
    assert findings["store"]["well"]
    assert not list(tmp_path.glob("*.db")), "nothing is kept in a file"
    assert answer_of_the_site(tmp_path) == 200


def answer_of_the_site(home: Path) -> int:
    """Start `bid-matcher serve` and stop it; what the page of calls answered meanwhile."""
    with closed_port() as port:
        pass
    program = "import sys; from matcher.cli import main; sys.exit(main())"
    options = ("--home", str(home), "serve", "--port", str(port))
    with subprocess.Popen([sys.executable, "-c", program, *options], cwd=ROOT) as site:
        try:
            return ask(f"http://127.0.0.1:{port}/calls?q=health")
        finally:
            site.send_signal(signal.SIGTERM)
            assert site.wait(PATIENCE_S) in (0, -signal.SIGTERM)


def ask(address: str) -> int:
    until = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:  # noqa: S310
                return int(answer.status)
        except URLError:
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.2)


def test_a_server_that_is_not_there_is_one_line_without_the_password(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closed_port() as port:
        address = f"postgresql+psycopg://me:hunter2@127.0.0.1:{port}/bids?password=hunter2"
    monkeypatch.setenv("BID_MATCHER_DATABASE", address)
    for command in (["sources"], ["doctor"], ["search", "falls", "--words"], ["run", "--list"]):
        assert main(["--home", str(tmp_path), *command]) != 0
        said = capsys.readouterr()
        assert "no PostgreSQL server answers for bids on 127.0.0.1" in said.out + said.err
        assert "hunter2" not in said.out + said.err
        assert "Traceback" not in said.err
