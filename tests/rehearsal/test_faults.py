"""Every fault at every source ends in a recorded issue, in time, and nothing is raised."""

from datetime import timedelta
from pathlib import Path

import pytest

from models.report import Severity, SourceOutcome
from scrapers.client import HttpClient, HttpSettings
from scrapers.collect import Collected, collect_source
from scrapers.source import Source, without_minimum
from tests.rehearsal.faults import FAULTS
from tests.rehearsal.server import Rehearsal
from tests.scrapers.fixture_pages import READ_AT, SOURCES, calls_of, fixture_files

_WHOLE = (SourceOutcome.OK, SourceOutcome.PARTLY)
# A slow page is given up after this many seconds; an unpacked one at this many bytes.
_HASTY = {"timeout_s": 0.4, "max_bytes": 5_000_000, "budget_s": 20}


def _hasty(name: str) -> Source:
    """The source, content with few calls and short of patience."""
    source = without_minimum(SOURCES[name])
    http = source.definition.http.model_copy(update=_HASTY)
    definition = source.definition.model_copy(update={"http": http})
    return Source(definition, source.parser)


def _collect(name: str, rehearsal: Rehearsal, folder: Path) -> Collected:
    settings = HttpSettings(
        base_overrides=rehearsal.bases,
        archive_folder=folder,
        wait_scale=0,
        retries=1,
        longest_wait_s=1,
    )
    return collect_source(_hasty(name), HttpClient(settings), READ_AT)


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_from_the_first_page_on(name: str, fault: str, tmp_path: Path) -> None:
    with Rehearsal([name]) as rehearsal:
        rehearsal.spoil(name, FAULTS[fault])
        collected = _collect(name, rehearsal, tmp_path)
    _check(name, collected)


@pytest.mark.parametrize("name", sorted(SOURCES))
@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_half_way(name: str, fault: str, tmp_path: Path) -> None:
    with Rehearsal([name]) as rehearsal:
        rehearsal.spoil(name, FAULTS[fault], after=2)
        collected = _collect(name, rehearsal, tmp_path)
    _check(name, collected)


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_site_that_leads_in_circles(name: str, tmp_path: Path) -> None:
    with Rehearsal([name]) as rehearsal:
        rehearsal.turn_in_circles(name)
        collected = _collect(name, rehearsal, tmp_path)
        assert len(rehearsal.sites[name].asked()) <= 3 * len(fixture_files(name)) + 20
    _check(name, collected)


def _check(name: str, collected: Collected) -> None:
    report = collected.report
    expected = {call.key: call for call in calls_of(name)[0]}
    found = {call.key: call for call in collected.items}
    spoilt = found != expected
    assert not spoilt or report.issues, "what is lost or wrong is said"
    assert all(call.source == name for call in found.values())
    assert report.finished_at - report.started_at <= timedelta(seconds=20)
    for issue in report.issues:
        assert issue.where == name
        assert issue.reason
        assert "Traceback" not in issue.reason
    if report.outcome not in _WHOLE:
        assert not found
        error = next(issue for issue in report.issues if issue.severity is Severity.ERROR)
        assert (error.address or "").startswith("http")
