"""SIGTERM ends every command within seconds, and the store is whole."""

import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from matcher.durability.check import check_store
from matcher.store import has_calls, last_runs, load_calls, open_store, vector_models
from tests.campaign.home import Home, quietly
from tests.campaign.sites import GRANTS, LONDON, Grant, publishing
from tests.scrapers.local_server import Handler, closed_port, hang

AT = datetime(2026, 11, 30, 7, tzinfo=LONDON)
PATIENCE_S = 120.0
SECONDS = 45.0  # from the signal to the end, on a busy machine; on an idle one 1 to 3
COLLECT = ("collect", "--source", GRANTS, "--allow-few")


def grants(count: int) -> list[Grant]:
    closes = AT + timedelta(days=60)
    text = "Research on falls in older people. " * 20
    return [
        Grant(label=f"falls-{n}", title=f"Falls {n}", text=text, opens=AT, closes=closes)
        for n in range(count)
    ]


def wait_for(condition: Callable[[], object], process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.02)


def end(process: "subprocess.Popen[bytes]") -> tuple[int, str]:
    """Ask the process to stop; return its exit code and last line."""
    asked = time.monotonic()
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=PATIENCE_S)
    assert time.monotonic() - asked < SECONDS
    return process.returncode, (said.decode().splitlines() or [""])[-1]


def leftovers(home: Path) -> list[str]:
    return [path.name for path in home.rglob("*") if path.name.startswith((".staged", ".backup"))]


@pytest.mark.parametrize("stuck", [False, True])
def test_collect(tmp_path: Path, *, stuck: bool) -> None:
    def slowly(handler: Handler) -> None:
        time.sleep(0.05)
        (hang if stuck else sites.servers[GRANTS].answer_for("/none"))(handler)

    with publishing() as sites:
        sites.publish(grants(30))
        home = Home(tmp_path, sites.environment())
        for number in range(5, 30):
            sites.servers[GRANTS].answer(f"/grants/falls-{number}", slowly)
        with home.start(*COLLECT) as process:
            wait_for(lambda: sites.servers[GRANTS].asked("/grants/falls-5"), process)
            assert end(process) == (130, "bid-matcher: stopped; what was stored stays stored")
        with home.store() as engine:
            assert check_store(engine, quietly, repair=False) == []
            assert [run.finished_at for run in last_runs(engine, "collect")] == [None]
            assert load_calls(engine) == []
        sites.publish(grants(30))
        home.run(*COLLECT)
        with home.store() as engine:
            assert len(load_calls(engine)) == 30
    assert leftovers(tmp_path) == []


def test_match(tmp_path: Path) -> None:
    home = Home(tmp_path, {})

    def encoded() -> bool:
        place = tmp_path / "catalogue.db"
        if not place.is_file():
            return False
        with suppress(Exception):  # it is only just being made
            engine = open_store(f"sqlite:///{place}", busy_seconds=0.1)
            try:
                return bool(vector_models(engine))
            finally:
                engine.dispose()
        return False

    with home.start("match") as process:
        wait_for(encoded, process)
        assert end(process) == (130, "bid-matcher: stopped; what was stored stays stored")
    engine = open_store(f"sqlite:///{tmp_path / 'catalogue.db'}")
    assert check_store(engine, quietly, repair=False) == []
    assert has_calls(engine)
    engine.dispose()
    assert leftovers(tmp_path) == []


def test_serve(tmp_path: Path) -> None:
    home = Home(tmp_path, {})
    with closed_port() as port:
        pass
    address = f"http://127.0.0.1:{port}/"

    def answers() -> bool:
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as page:
            return bool(page.status == 200)
        return False

    with home.start("serve", "--port", str(port)) as process:
        wait_for(answers, process)
        code, said = end(process)
    assert (code, "stopped" in said) == (0, False)
    with home.store() as engine:
        assert check_store(engine, quietly, repair=False) == []
