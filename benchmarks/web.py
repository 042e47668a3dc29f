"""The site under load: 20,000 calls, 50 readers at once, beside a bare page of the same server.

`python -m benchmarks.web [--calls N] [--readers N] [--requests N] [--more FILE] [--home DIR]`
starts the real server and asks from another process. The same store is used again where
`--home` holds one. Calls are made up (`benchmarks.web_store`).
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.web_store import AS_OF, fill, said
from matcher.city import load_city
from matcher.settings import Settings, data_folder, read_settings

_PORT = 8977
_SEED = 7
_START_S = 600
_SORTS = ("fit", "closing", "amount", "newest")
_CHOICES = (
    "amount=1m-5m",
    "closes=3-months",
    "track=research",
    "stage=full",
    "eligible=not-stated",
)


def main() -> None:
    """Print p50, p95, errors and the ratio to the bare page for each kind of page."""
    options = _options()
    with tempfile.TemporaryDirectory() as made:
        home = options.home or Path(made)
        settings = read_settings(home=str(home), environ={})
        if not (home / "full").exists():
            fill(settings, options.calls, options.more)
            (home / "full").touch()
        with _server(settings) as pid:
            _ask_all(options, pid)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=20_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--requests", type=int, default=1_500)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--home", type=Path)
    return parser.parse_args()


def _ask_all(options: argparse.Namespace, pid: int) -> None:
    bare = None
    for what, paths, pause in (*_kinds(options.requests), *_others(options.requests)):
        before = _processor_s(pid)
        times, errors, took = asyncio.run(_load(paths, options.readers, pause))
        each = 1000 * (_processor_s(pid) - before) / len(times)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        bare = bare or (p50, p95)
        sys.stdout.write(
            f"{what}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, {len(times) / took:.0f} a second, "
            f"{errors} errors; {p95 / bare[1]:.1f} times the bare page at p95, "
            f"{each:.1f} ms of processor time each\n"
        )
        sys.stdout.flush()
    memory = Path(f"/proc/{pid}/status")
    if memory.exists():
        (line,) = (one for one in memory.read_text().splitlines() if one.startswith("VmHWM"))
        sys.stdout.write(f"most memory of the server: {int(line.split()[1]) / 1e6:.2f} GB\n")


def _processor_s(pid: int) -> float:
    """Return the seconds of processor time that a process has taken; 0 where that is not told."""
    told = Path(f"/proc/{pid}/stat")
    if not told.exists():
        return 0.0
    ticks = told.read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _kinds(count: int) -> Iterator[tuple[str, list[str], float]]:
    draw = random.Random(_SEED)  # noqa: S311 - nothing secret
    terms = [term for need in load_city(data_folder() / "leeds").needs for term in need.terms]
    common = [_search(draw, terms) for _ in range(150)]
    weights = [1 / (place + 1) for place in range(len(common))]
    yield "bare page", ["/up"] * count, 0.0
    yield "searches, each another one", [_search(draw, terms) for _ in range(count)], 0.0
    yield (
        "searches as people make them, some more often",
        draw.choices(common, weights, k=count),
        0.0,
    )
    yield "the same with a second to read", draw.choices(common, weights, k=count // 3), 1.0
    yield (
        "each another one, with a second to read",
        [_search(draw, terms) for _ in range(count // 3)],
        1.0,
    )


def _others(count: int) -> Iterator[tuple[str, list[str], float]]:
    """Yield further pages that are to be fast, where the site has them."""
    if asyncio.run(_status("/shortlist")) == 200:
        yield "shortlist", ["/shortlist"] * count, 0.0


async def _status(path: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", _PORT)
    status = await _get(reader, writer, path)
    writer.close()
    return status


def _search(draw: random.Random, terms: list[str]) -> str:
    words = " ".join(draw.sample(terms, draw.randint(1, 3)))[:150]
    parts = [("q", f"{words} {draw.randint(1, 99)}"), ("sort", draw.choice(_SORTS))]
    address = f"/calls?{urlencode(parts)}"
    return f"{address}&{draw.choice(_CHOICES)}" if draw.random() < 0.4 else address


async def _load(paths: list[str], readers: int, pause: float) -> tuple[list[float], int, float]:
    """Ask for the paths, each reader one after the other; milliseconds, errors, seconds in all."""
    waiting = iter(paths)
    times: list[float] = []
    errors = 0

    async def read() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", _PORT)
        await asyncio.sleep(random.random() * pause)  # noqa: S311
        for path in waiting:
            began = time.perf_counter()
            status = await _get(reader, writer, path)
            times.append(1000 * (time.perf_counter() - began))
            errors += status != 200
            await asyncio.sleep(pause)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(read() for _ in range(readers)))
    return times, errors, time.perf_counter() - began


async def _get(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    target = "HX-Target: found\r\nHX-Trigger: q\r\n" if path.startswith("/calls") else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{target}\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = int(head.partition("content-length:")[2].partition("\r\n")[0])
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1])


@contextmanager
def _server(settings: Settings) -> Iterator[int]:
    """Run `bid-matcher serve` until it has read the calls and loaded the model."""
    environ = {
        **os.environ,
        "BID_MATCHER_NOW": AS_OF.isoformat(),
        "BID_MATCHER_SEARCH_RATE": "999999",
    }
    command = [sys.executable, "-c", "import sys; from matcher.cli import main; sys.exit(main())"]
    command += ["--home", str(settings.home), "serve", "--port", str(_PORT)]
    began = time.perf_counter()
    server = subprocess.Popen(command, env=environ)  # noqa: S603 - ourselves
    try:
        asyncio.run(_until_ready(began))
        yield server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


async def _until_ready(began: float) -> None:
    while time.perf_counter() - began < _START_S:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", _PORT)
            writer.write(
                b"GET /calls?q=asthma HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
            )
            body = await reader.read()
            writer.close()
        except OSError:
            body = b""
        if b" 200 OK" in body[:20] and b"by words alone" not in body:
            said("server started, calls read, model loaded", began)
            return
        await asyncio.sleep(1)
    raise RuntimeError("the server does not answer")


if __name__ == "__main__":
    main()
