"""Whether scores are probabilities: `python -m matcher.evaluation.reliability DIR ...`.

Of the pairs that score about 0.7, seven in ten should be relevant. Counted on the
best TOP of each query, as they come, on queries that the calibration was not fitted
on (`split` "test" where a task says so).
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from matcher.encoder import Encoder
from matcher.evaluation.beir import read_task
from matcher.evaluation.evaluate import Embedded, embed_task
from matcher.evaluation.fit import TOP
from matcher.evaluation.metrics import Numbers
from matcher.ranking.score import score_queries
from matcher.store import open_store

EDGES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0)
_Z = 1.96  # 95 %
_SIDE = 320  # pixels of the picture's square


@dataclass(frozen=True, slots=True)
class Bin:
    """The pairs whose scores lie between two edges."""

    score: float  # mean
    relevant: float  # share
    low: float  # 95 % Wilson interval of the share
    high: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How scores and answers go together."""

    brier: float  # mean squared difference between score and answer; lower is better
    base: float  # the same, had every pair been given the share of relevant ones
    bins: tuple[Bin, ...]


def reliability(scores: Numbers, relevant: npt.NDArray[np.bool_]) -> Reliability:
    """Count pairs by score; both arguments one number a pair. ValueError where there is none."""
    if not len(scores):
        raise ValueError("there is no pair to count")
    place = np.clip(np.digitize(scores, EDGES) - 1, 0, len(EDGES) - 2)
    bins = [_bin(scores[place == i], relevant[place == i]) for i in np.unique(place)]
    share = float(relevant.mean())
    brier = float(np.mean((scores - relevant) ** 2))
    return Reliability(brier, share * (1 - share), tuple(bins))


def seen_pairs(embedded: Embedded) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """Return score and answer of the best TOP documents of every query of a task."""
    keys = np.array(embedded.corpus.keys, dtype=str)
    found: list[tuple[float, bool]] = []
    scored = score_queries(embedded.queries, embedded.corpus)
    for query, each in zip(embedded.task.queries, scored, strict=True):
        best = np.argsort(-each.score, kind="stable")[:TOP]
        gains = embedded.task.relevant[query]
        found.extend((float(each.score[i]), str(keys[i]) in gains) for i in best)
    return np.array([score for score, _ in found]), np.array([yes for _, yes in found])


def table(found: Reliability) -> str:
    """Write the bins as a Markdown table, and the Brier score."""
    lines = ["| mean score | share relevant (95 % interval) | pairs |", "|---|---|---|"]
    lines += [
        f"| {one.score:.2f} | {one.relevant:.2f} ({one.low:.2f}-{one.high:.2f}) | {one.pairs} |"
        for one in found.bins
    ]
    lines.append(f"\nBrier score {found.brier:.3f}; {found.base:.3f} for one number for all.")
    return "\n".join(lines)


def picture(found: Reliability) -> str:
    """Draw the bins as an SVG: score to the right, share of relevant pairs upwards."""
    points = "".join(_point(one) for one in found.bins)
    ticks = "".join(_tick(tenth / 10) for tenth in range(0, 11, 2))
    said = ", ".join(f"{one.relevant:.2f} at {one.score:.2f}" for one in found.bins)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -15 {_SIDE + 70} {_SIDE + 65}"'
        f' role="img" aria-label="Share of relevant pairs by score: {said}"'
        ' font-family="sans-serif" font-size="12">'
        f'<rect x="-50" y="-15" width="{_SIDE + 70}" height="{_SIDE + 65}" fill="#fff"/>'
        f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>'
        f'<path d="M0 {_SIDE}L{_SIDE} 0" stroke="#888" stroke-dasharray="4"/>{ticks}{points}'
        f'<text x="{_SIDE / 2}" y="{_SIDE + 38}" text-anchor="middle">score</text>'
        f'<text transform="translate(-34 {_SIDE / 2}) rotate(-90)" text-anchor="middle">'
        "share relevant</text></svg>\n"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a table for each task; with --picture, draw all their pairs together."""
    parser = argparse.ArgumentParser(prog="python -m matcher.evaluation.reliability")
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    parser.add_argument("--database", required=True, metavar="URL", help="where vectors are kept")
    parser.add_argument("--prepared", type=Path, metavar="DIR", help="prepared models")
    parser.add_argument("--split", metavar="WORD", help="only queries marked so, or not marked")
    parser.add_argument("--picture", type=Path, metavar="FILE.svg")
    given = parser.parse_args(arguments)
    encoder, engine = Encoder(prepared=given.prepared), open_store(given.database)
    pairs = []
    for folder in given.folders:
        pairs.append(seen_pairs(embed_task(read_task(folder, given.split), engine, encoder)))
        sys.stdout.write(f"{folder.name}\n\n{table(reliability(*pairs[-1]))}\n\n")
    if given.picture:
        scores, relevant = (np.concatenate(part) for part in zip(*pairs, strict=True))
        given.picture.write_text(picture(reliability(scores, relevant)), encoding="utf-8")


def _bin(scores: Numbers, relevant: npt.NDArray[np.bool_]) -> Bin:
    share, count = float(relevant.mean()), len(relevant)
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    wide = _Z * np.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    reach = float(wide) / (1 + _Z**2 / count)
    low, high = max(0.0, centre - reach), min(1.0, centre + reach)
    return Bin(float(scores.mean()), share, min(low, share), max(high, share), count)


def _point(one: Bin) -> str:
    x, y = one.score * _SIDE, (1 - one.relevant) * _SIDE
    top, bottom = (1 - one.high) * _SIDE, (1 - one.low) * _SIDE
    return (
        f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="#1d5b8f" stroke-width="2"/>'
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#1d5b8f"><title>{one.pairs} pairs</title>'
        "</circle>"
    )


def _tick(value: float) -> str:
    along, up = value * _SIDE, (1 - value) * _SIDE
    return (
        f'<text x="{along:.0f}" y="{_SIDE + 18}" text-anchor="middle">{value:.1f}</text>'
        f'<text x="-8" y="{up + 4:.0f}" text-anchor="end">{value:.1f}</text>'
    )


if __name__ == "__main__":
    main()
