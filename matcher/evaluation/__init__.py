"""Measuring the ranking on labelled data, and fitting its few numbers to such data.

`evaluate` reads a folder in BEIR form and returns a `Report`; `format_report`
makes it a table, `report_as_json` a JSON document. `fit` is a program of its own.
"""

from matcher.evaluation.evaluate import evaluate
from matcher.evaluation.report import Report, format_report, report_as_json

__all__ = ["Report", "evaluate", "format_report", "report_as_json"]
