"""Two network namespaces joined by a cable, each with an address of its own: two machines, as
far as anything can tell that talks over the network.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_IP = shutil.which("ip") or "/usr/sbin/ip"


@dataclass(frozen=True, slots=True)
class Machine:
    """A network namespace with its address."""

    name: str
    address: str

    def start(
        self, command: Sequence[str], log: Path, environ: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a program there; what it says goes to `log`."""
        with log.open("wb") as file:
            return subprocess.Popen(
                [_IP, "netns", "exec", self.name, *command],
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environ or {})},
                start_new_session=True,
            )

    def processes(self) -> tuple[int, ...]:
        """Return the ids of all processes that run there."""
        found = _run("netns", "pids", self.name)
        return tuple(int(line) for line in found.split())

    def kill(self) -> int:
        """Kill all processes that run there, as a power cut would; returns how many."""
        killed = 0
        while found := self.processes():
            for process in found:
                try:
                    os.kill(process, signal.SIGKILL)
                    killed += 1
                except ProcessLookupError:
                    continue
        return killed


@contextmanager
def two_machines(prefix: str = "bmtest") -> Iterator[tuple[Machine, Machine]]:
    """Give two joined machines while the block runs; whatever runs there then is killed.

    Needs root and `ip`. CalledProcessError where the namespaces cannot be made.
    """
    one = Machine(f"{prefix}1", "10.77.13.1")
    other = Machine(f"{prefix}2", "10.77.13.2")
    try:
        for each in (one, other):
            _run("netns", "add", each.name)
        _run("link", "add", "cable1", "netns", one.name, "type", "veth",
             "peer", "name", "cable2", "netns", other.name)  # fmt: skip
        for each, cable in ((one, "cable1"), (other, "cable2")):
            inside = ("-n", each.name)
            _run(*inside, "link", "set", "lo", "up")
            _run(*inside, "addr", "add", f"{each.address}/24", "dev", cable)
            _run(*inside, "link", "set", cable, "up")
        yield one, other
    finally:
        for each in (one, other):
            if each.name in _run("netns").split():
                each.kill()
                _run("netns", "del", each.name)


def _run(*command: str) -> str:
    return subprocess.run([_IP, *command], check=True, capture_output=True, text=True).stdout
