"""A Ray cluster of two machines, each with one processor to give."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.namespaces import Machine, two_machines

_PORT = 6399
_STORE = 3_000_000_000  # bytes for what the machines hand to one another
_PATIENCE_S = 240.0
_FIRST, _AFTERWARDS = -12, 0  # niceness of a node while it starts, and from then on
_ENVIRON = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_DISABLE_IMPORT_WARNING": "1"}


@dataclass(frozen=True, slots=True)
class Nodes:
    """The machine that leads, where the command is given, and the one that only works."""

    head: Machine
    worker: Machine

    @property
    def address(self) -> str:
        """Where the cluster is joined."""
        return f"{self.head.address}:{_PORT}"


@contextmanager
def two_nodes(folder: Path) -> Iterator[Nodes]:
    """Give a cluster of two nodes while the block runs. RuntimeError where it does not start."""
    folder.mkdir(parents=True, exist_ok=True)
    with two_machines() as (head, worker):
        nodes = Nodes(head, worker)
        store = f"--object-store-memory={_STORE}"
        shared = ("--num-cpus=1", store, "--disable-usage-stats", "--block")
        _start(
            head,
            folder / "head.log",
            *("--head", f"--port={_PORT}", f"--node-ip-address={head.address}"),
            *("--include-dashboard=false", f"--temp-dir={folder / 'ray'}", *shared),
        )
        _start(
            worker,
            folder / "worker.log",
            *(f"--address={nodes.address}", f"--node-ip-address={worker.address}", *shared),
        )
        yield nodes


def _start(machine: Machine, log: Path, *options: str) -> None:
    """Start a node and wait until it says that it runs; again where the machine was too busy.

    A node gives its own helpers 15 seconds to start and ends where they need longer: until it
    stands it goes before other work.
    """
    ray = str(Path(sys.executable).with_name("ray"))
    for _ in range(3):
        node = machine.start([ray, "start", *options], log, _ENVIRON)
        _be_nice(node.pid, _FIRST)
        if _runs(node, log):
            _be_nice(node.pid, _AFTERWARDS)
            return
        machine.kill()
    raise RuntimeError(f"no Ray node starts on {machine.name}: see {log}")


def _runs(node: "subprocess.Popen[bytes]", log: Path) -> bool:
    until = time.monotonic() + _PATIENCE_S
    while time.monotonic() < until and node.poll() is None:
        if b"Ray runtime started" in log.read_bytes():
            time.sleep(2)
            return node.poll() is None
        time.sleep(0.5)
    return False


def _be_nice(process: int, niceness: int) -> None:
    """Set the niceness of a session among others, where Linux shares processors by sessions."""
    session = Path(f"/proc/{process}/autogroup")
    if session.exists():
        session.write_text(str(niceness))
