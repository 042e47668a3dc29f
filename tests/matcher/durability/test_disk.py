"""A disk that is full or read-only: one sentence, nothing lost, and all goes on afterwards."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.durability.check import check_store
from matcher.store import load_calls, load_subscribers, open_store
from tests.campaign.home import quietly
from tests.campaign.sites import GRANTS, LONDON, Grant, Sites, publishing
from tests.matcher.mail.servers import MailServer

AT = datetime(2026, 11, 30, 7, tzinfo=LONDON)
COLLECT = ("collect", "--source", GRANTS, "--allow-few")
MEGABYTES = 6


def mount(*arguments: str) -> None:
    done = subprocess.run(["/bin/mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this user may not mount a small disk: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A real, small disk of its own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount("-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["/bin/umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Leave no room at all on the disk meanwhile."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            assert os.statvfs(disk).f_bavail == 0
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    """Let nobody write to the disk meanwhile, not even a superuser."""
    mount("-o", "remount,ro", str(disk))
    try:
        yield
    finally:
        mount("-o", "remount,rw", str(disk))


def grants(count: int) -> list[Grant]:
    text = "Research on falls in older people. " * 20
    times = {"opens": AT, "closes": AT + timedelta(days=60)}
    return [
        Grant(label=f"falls-{n}", title=f"Preventing falls {n}", text=text, most=2_000_000, **times)
        for n in range(count)
    ]


@pytest.fixture
def sites(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sites]:
    with publishing() as published:
        for name, value in published.environment().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BID_MATCHER_NOW", str(AT + timedelta(days=1)))
        monkeypatch.setenv("BID_MATCHER_WEB", "https://bids.example")
        yield published


def stored(home: Path) -> tuple[int, int]:
    """How many calls and readers there are, in a store that is sound."""
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    assert check_store(engine, quietly, repair=False) == []
    found = len(load_calls(engine)), len(load_subscribers(engine, "leeds"))
    engine.dispose()
    return found


@pytest.mark.parametrize("trouble", [full, read_only])
def test_every_command_says_so_loses_nothing_and_works_again(
    disk: Path,
    sites: Sites,
    inbox: MailServer,
    capsys: pytest.CaptureFixture[str],
    trouble: object,
) -> None:
    home = disk / "home"

    def command(*words: str) -> tuple[int, list[str]]:
        code = main(["--home", str(home), *words])
        said = capsys.readouterr().err.splitlines()
        return code, [line for line in said if line.startswith("bid-matcher: ")]

    sites.publish(grants(3))
    assert command(*COLLECT)[0] == 0
    assert (
        command("subscribers", "add", "ada@example.org", "--confirmed", "--reason", "said so")[0]
        == 0
    )
    assert stored(home) == (3, 1)
    sites.publish(grants(40))
    commands = (
        COLLECT,
        ("match",),
        ("digest", "--no-collect"),
        ("mail",),
        ("backup",),
        ("judge", "find_a_grant:falls-1", "keep"),
    )
    with trouble(disk):  # type: ignore[operator]
        for words in commands:
            code, said = command(*words)
            assert code in (3, 4), words
            assert len(said) == 1 or code == 4, (words, said)
    assert stored(home) == (3, 1)
    assert inbox.taken == []
    assert command(*COLLECT) == (0, [])
    assert stored(home) == (40, 1)
    for words in commands[1:]:
        assert command(*words) == (0, []), words
    assert inbox.recipients == ["ada@example.org"]
    assert list(home.rglob("*.unfinished")) == list(home.rglob(".staged-*")) == []
