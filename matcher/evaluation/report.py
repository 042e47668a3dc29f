"""What an evaluation found, as a table for people and as JSON for programs."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from matcher.evaluation.metrics import METRICS, Estimate


@dataclass(frozen=True, slots=True)
class SystemResult:
    """How one system did: an estimate for each metric, by its name."""

    name: str  # lexical, dense or shipped
    metrics: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Report:
    """How the systems did on one task."""

    task: str
    model_id: str
    documents: int
    queries: int
    systems: tuple[SystemResult, ...]
    shipped_above: Mapping[str, Estimate]  # nDCG@10 of shipped less that of the system, paired
    notes: tuple[str, ...] = ()

    def system(self, name: str) -> SystemResult:
        """Return the result of the system with that name; KeyError if there is none."""
        for result in self.systems:
            if result.name == name:
                return result
        raise KeyError(name)


def format_report(report: Report) -> str:
    """Write a report as plain text: a table, the paired differences, the notes."""
    width = 20
    lines = [
        f"{report.task}: {report.documents} documents, {report.queries} queries",
        f"model {report.model_id}; 95 % bootstrap intervals over queries",
        "",
        "system".ljust(10) + "".join(name.ljust(width) for name in METRICS).rstrip(),
    ]
    for result in report.systems:
        cells = "".join(_cell(result.metrics[name]).ljust(width) for name in METRICS)
        lines.append(result.name.ljust(10) + cells.rstrip())
    lines.append("")
    for name, difference in report.shipped_above.items():
        lines.append(
            f"shipped less {name}, nDCG@10: {difference.value:+.3f}"
            f" ({difference.low:+.3f} to {difference.high:+.3f})"
        )
    lines.extend(f"note: {note}" for note in report.notes)
    return "\n".join(lines)


def report_as_json(report: Report) -> dict[str, Any]:
    """Return a report as values that the json module writes."""
    return asdict(report)


def _cell(estimate: Estimate) -> str:
    return f"{_short(estimate.value)} ({_short(estimate.low)}-{_short(estimate.high)})"


def _short(number: float) -> str:
    return f"{number:.3f}".removeprefix("0")
