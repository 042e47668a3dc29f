"""Make the tables and the picture of docs/performance.md anew from a run of the curve.

`python -m benchmarks.curve --out docs/performance.json`, then `python docs/make_performance.py`.
Tables replace what stands between the markers in the page.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.curve.fit import exponent
from benchmarks.curve.floors import encoder_seconds, product_seconds

DOCS = Path(__file__).parent
_MARKS = "<!-- {0} -->\n", "<!-- end of {0} -->"
_COLOURS = ("#1d5b8f", "#b3541e", "#3c7a3c", "#7a3c74", "#555555", "#8a6d00")
_LABEL_HEIGHT = 15
_WIDTH, _HEIGHT, _LEFT, _TOP = 520, 320, 60, 15

Curves = Mapping[str, Mapping[int, float]]


def main() -> None:
    """Write the page and the picture."""
    found = json.loads((DOCS / "performance.json").read_text(encoding="utf-8"))
    page = DOCS / "performance.md"
    text = page.read_text(encoding="utf-8")
    curves = search_curves(found)
    for name, table in (
        ("encoding", encoding_table(found)),
        ("again", again_table(found)),
        ("steps", steps_table(found)),
        ("searches", search_table(found)),
        ("growth", growth_table(curves)),
    ):
        begin, end = (mark.format(name) for mark in _MARKS)
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}{table}\n{end}{after}"
    page.write_text(text, encoding="utf-8")
    (DOCS / "performance.svg").write_text(picture(curves), encoding="utf-8")


def encoding_table(found: Mapping[str, Any]) -> str:
    """Seconds to encode whole calls, beside the least that the arithmetic takes."""
    peak = found["floors"]["8-bit GOP/s"]
    rows = [
        [
            f"{told['calls']:,}",
            _number(told["tokens"]),
            _number(told["seconds"]),
            _number(told["processor"]),
            _number(told["processor"] / encoder_seconds(told["tokens"], peak)),
        ]
        for told in found["encode"]
    ]
    heads = ["calls", "tokens", "seconds", "processor seconds", "times the floor"]
    return _table(heads, rows)


def again_table(found: Mapping[str, Any]) -> str:
    """First runs, each beside later ones over the same calls."""
    rows = [row for told in found["again"] for row in _again_rows(told)]
    heads = ["calls", "characters", "run", "texts encoded", "seconds", "processor", "of the first"]
    return _table(heads, rows)


def _again_rows(told: Mapping[str, Any]) -> Iterator[list[str]]:
    first = told["steps"]["first run"]["processor"]
    for name, taken in told["steps"].items():
        yield [
            f"{told['calls']:,} {told['what']}",
            _number(told["characters"]),
            name,
            f"{told['encoded'][name]:,}",
            _number(taken["seconds"]),
            _number(taken["processor"]),
            f"{100 * taken['processor'] / first:.1f} %",
        ]


def steps_table(found: Mapping[str, Any]) -> str:
    """Processor seconds of each step by store and size; exponents where two sizes are known."""
    runs = found["stores"]
    names = list(dict.fromkeys(name for run in runs for name in run["steps"]))
    costs = {name: _costs(runs, name) for name in names}
    heads = [f"{run['store']}, {run['calls']:,}" for run in runs]
    rows = [
        [name, *(_number(run["steps"].get(name, {}).get("processor")) for run in runs), *grown]
        for name, kinds in costs.items()
        if any(kinds.values())
        for grown in ([_number(exponent(kinds[store])) for store in ("sqlite", "postgresql")],)
    ]
    rows.append(["peak memory, MB", *(_number(run["peak MB"]) for run in runs), "", ""])
    rows.append(["load of the machine", *(f"{run['load'][1]:.0f}" for run in runs), "", ""])
    return _table(["processor seconds", *heads, "exponent, SQLite", "PostgreSQL"], rows)


def search_table(found: Mapping[str, Any]) -> str:
    """Milliseconds of a search, on the clock and of processor, and what it finds."""
    rows = []
    for run in [*found["stores"], *filter(None, [found.get("million")])]:
        for name in ("search", "search in memory"):
            told = run["steps"].get(name)
            if told is None:
                continue
            floor = 1000 * product_seconds(run["calls"], found["floors"]["GB/s"])
            rows.append(
                [
                    f"{run['calls']:,}",
                    run["store"] if name == "search" else "in memory",
                    *(
                        _number(told[f"{kind}{share} ms"])
                        for kind in ("", "processor ")
                        for share in ("p50", "p95")
                    ),
                    _number(told.get("recall@10", 1.0)),
                    _number(told["processor p50 ms"] / floor),
                    f"{run['load'][1]:.0f}",
                ]
            )
    for run in found["otherwise"]:
        rows += [
            [
                f"{run['calls']:,}",
                name,
                _number(told["p50 ms"]),
                _number(told["p95 ms"]),
                _number(told["processor ms"]),
                "",
                "",
                "",
                f"{run['load']:.0f}",
            ]
            for name, told in run["kinds"].items()
        ]
    heads = ["calls", "search", "p50 ms", "p95 ms", "processor p50", "processor p95"]
    return _table([*heads, "recall@10", "times the floor", "load"], rows)


def search_curves(found: Mapping[str, Any]) -> dict[str, dict[int, float]]:
    """Processor milliseconds of a search by its kind and the number of calls."""
    curves: dict[str, dict[int, float]] = {}
    for run in [*found["stores"], *filter(None, [found.get("million")])]:
        for name, title in (("search", "PostgreSQL"), ("search in memory", "in memory")):
            if name in run["steps"]:
                cost = run["steps"][name]["processor p50 ms"]
                curves.setdefault(title, {})[run["calls"]] = cost
    for run in found["otherwise"]:
        for name, told in run["kinds"].items():
            curves.setdefault(name, {})[run["calls"]] = told["processor ms"]
    return curves


def growth_table(curves: Curves) -> str:
    """How the cost of a search grows with the number of calls."""
    rows = [
        [name, f"{min(costs):,} to {max(costs):,}", _number(exponent(costs))]
        for name, costs in curves.items()
    ]
    return _table(["search", "calls", "exponent"], rows)


def picture(curves: Curves) -> str:
    """Draw the curves on logarithmic axes."""
    sizes = [size for costs in curves.values() for size in costs]
    costs = [cost for one in curves.values() for cost in one.values()]
    across = math.log10(min(sizes)), math.log10(max(sizes))
    up = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))

    def at(size: float, cost: float) -> tuple[float, float]:
        x = (math.log10(size) - across[0]) / max(across[1] - across[0], 1e-9)
        y = (math.log10(cost) - up[0]) / max(up[1] - up[0], 1)
        return _LEFT + x * (_WIDTH - _LEFT - 150), _TOP + (1 - y) * (_HEIGHT - _TOP - 45)

    parts = [*_axes(sorted(set(sizes)), up, at)]
    ends = {}
    for (name, one), colour in zip(curves.items(), _COLOURS, strict=True):
        points = [at(size, one[size]) for size in sorted(one)]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        ends[name] = (*points[-1], colour)
    parts += _labels(ends)
    said = "; ".join(
        f"{name} {', '.join(f'{cost:.1f} at {size:,}' for size, cost in one.items())}"
        for name, one in curves.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="Processor milliseconds of a search by number of calls: {said}" '
        f'font-family="sans-serif" font-size="12"><rect width="{_WIDTH}" height="{_HEIGHT}" '
        f'fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _labels(ends: Mapping[str, tuple[float, float, str]]) -> Iterator[str]:
    """Name the curves at the right, below one another, each led to from its end."""
    right, lowest = _WIDTH - 140, 0.0
    for name, (x, y, colour) in sorted(ends.items(), key=lambda item: item[1][1]):
        lowest = max(y, lowest + _LABEL_HEIGHT)
        yield (
            f'<path d="M{x + 3:.1f} {y:.1f}L{right - 4} {lowest:.1f}" stroke="{colour}" '
            'stroke-dasharray="1 3"/>'
            f'<text x="{right}" y="{lowest + 4:.1f}" fill="{colour}">{name}</text>'
        )


def _axes(sizes: Sequence[int], up: tuple[int, int], at: Any) -> Iterator[str]:
    for size in sizes:
        x, y = at(size, 10 ** up[0])
        yield f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{size:,}</text>'
    for power in range(up[0], up[1] + 1):
        x, y = at(sizes[0], 10**power)
        far, _ = at(sizes[-1], 10**power)
        yield f'<path d="M{x:.1f} {y:.1f}H{far:.1f}" stroke="#ccc"/>'
        yield f'<text x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10**power:g}</text>'
    yield f'<text x="{_LEFT}" y="{_HEIGHT - 6}">calls; up: processor ms of a search</text>'


def _costs(runs: Iterable[Mapping[str, Any]], name: str) -> dict[str, dict[int, float]]:
    costs: dict[str, dict[int, float]] = {"sqlite": {}, "postgresql": {}}
    for run in runs:
        cost = run["steps"].get(name, {}).get("processor")
        if cost:
            costs[run["store"]][run["calls"]] = cost
    return costs


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    main()
