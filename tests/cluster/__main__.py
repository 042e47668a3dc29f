"""`python -m tests.cluster [HOME DATA [RUNS]]`: one process, and two nodes of which one is killed.

Each time all cities are matched into a copy of the same home. The last lines say how long each
took and whether every row of the results is the same. Without HOME and DATA, made-up ones of
12 cities and 5,000 calls are used (`benchmarks/cities.py`). RUNS are some of "one two killed":
in one process, on two nodes, and on two nodes of which one dies half-way. Needs root and
`ip netns`.
"""

import hashlib
import os
import resource
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from benchmarks.cities import fill, write_cities
from matcher.settings import Settings, read_settings
from matcher.store import open_store
from matcher.store.schema import matches
from tests.cluster.nodes import Nodes, two_nodes

_CITIES, _CALLS, _ABOUT_HEALTH = 12, 5_000, 0.02
_DAY = "2026-11-28"
_PROGRAM = str(Path(sys.executable).with_name("bid-matcher"))


def main() -> int:
    """Do it; 1 where two results differ."""
    work = Path(tempfile.mkdtemp(prefix="bulk-"))
    # What every machine of the cluster, and the command, show one another.
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    home, data = (Path(given) for given in sys.argv[1:3]) if len(sys.argv) > 2 else _made_up(work)
    runs = sys.argv[3:] or ["one", "two", "killed"]
    settings = read_settings(environ={"BID_MATCHER_HOME": str(home), "BID_MATCHER_DATA": str(data)})
    results = [_result(name, settings, work) for name in runs]
    same = len(set(results)) == 1
    sys.stdout.write(f"the results are {'the same' if same else 'NOT THE SAME'}\n")
    shutil.rmtree(work)
    return 0 if same else 1


def _made_up(work: Path) -> tuple[Path, Path]:
    home, data = work / "home", work / "data"
    subprocess.run([_PROGRAM, "--home", str(home), "doctor", "--prepare"], check=True)
    write_cities(data, _CITIES)
    fill(home, _CALLS, _ABOUT_HEALTH)
    return home, data


def _result(name: str, settings: Settings, work: Path) -> str:
    """Match all cities in one of the ways, print what it took, and return a hash of all rows."""
    home = work / name
    shutil.copytree(settings.home, home)
    load, began = os.getloadavg()[0], time.monotonic()
    if name == "one":
        _match(home, settings, work / "one.log", None, kill=False)
    else:
        with two_nodes(work / f"ray-{name}") as nodes:
            sys.stdout.write(f"{name}: two nodes stand after {time.monotonic() - began:.0f} s\n")
            began = time.monotonic()
            _match(home, settings, work / f"{name}.log", nodes, kill=name == "killed")
    took, memory = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    rows, digest = _rows(home)
    sys.stdout.write(
        f"{name}: {took:.0f} s, {rows:,} rows, {digest}; largest process so far"
        f" {memory / 1e6:.1f} GB, load {load:.1f} before and {os.getloadavg()[0]:.1f} after\n"
    )
    sys.stdout.flush()
    shutil.rmtree(home)
    return digest


def _match(home: Path, settings: Settings, log: Path, nodes: Nodes | None, *, kill: bool) -> None:
    """Run the command, on the head of a cluster or here; kill the other node half-way if told."""
    cities = len(settings.known_cities())
    command = [_PROGRAM, "--home", str(home), "match", "--all-cities", "--as-of", _DAY]
    environ = {"BID_MATCHER_DATA": str(settings.data.absolute())}
    if nodes is None:
        with log.open("wb") as file:
            run = subprocess.Popen(command, stderr=file, env={**os.environ, **environ})
    else:
        run = nodes.head.start([*command, "--ray", nodes.address], log, environ)
    while run.poll() is None:
        time.sleep(0.5)
        if kill and nodes is not None and log.read_bytes().count(b" answer a need") >= cities // 2:
            killed = nodes.worker.kill()
            kill = False
            sys.stdout.write(f"half-way: {killed} processes of the second node killed\n")
    if run.returncode or kill:
        raise RuntimeError(f"the command ended with {run.returncode}: see {log}")


def _rows(home: Path) -> tuple[int, str]:
    """Count and hash all rows of all cities' matches, in an order of their own."""
    engine = open_store(f"sqlite:///{home / 'bid-matcher.db'}")
    digest, count = hashlib.sha256(), 0
    order = (matches.c.city, matches.c.call_key, matches.c.target_kind, matches.c.target_id)
    with engine.connect().execution_options(yield_per=10_000) as connection:
        for row in connection.execute(sa.select(matches).order_by(*order)):
            digest.update(repr(tuple(row)).encode())
            count += 1
    engine.dispose()
    return count, digest.hexdigest()[:16]


if __name__ == "__main__":
    sys.exit(main())
