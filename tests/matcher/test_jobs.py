"""Collecting into a store: what is kept when sources fail, and what the reader is told."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Engine

from matcher.city import load_city
from matcher.digest.build import build_digest
from matcher.digest.render import render_text
from matcher.jobs import collect
from matcher.matching import City, rank_for_city
from matcher.store import (
    last_runs,
    latest_source_reports,
    load_calls,
    load_review_queue,
    open_store,
    statistics,
)
from models.call import Call
from models.report import SourceOutcome, SourceReport
from scrapers.client import HttpSettings
from scrapers.contract import Card, Context, RawPage
from scrapers.facts.gather import Facts, finish
from scrapers.facts.schedule import read_schedule
from scrapers.source import Source
from tests.rehearsal.server import Rehearsal
from tests.scrapers.fixture_pages import READ_AT, SOURCES, calls_of
from tests.scrapers.local_server import Answer, LocalServer, hang, status
from tests.scrapers.toy_source import fill, toy_source

LEEDS = Path(__file__).parents[2] / "data" / "leeds"
AS_OF = datetime(2026, 6, 15, 7, tzinfo=UTC)
EXPECTED = {name: len(calls_of(name)[0]) for name in SOURCES}
STORED = {name for name, source in SOURCES.items() if not source.definition.review}


@pytest.fixture
def sites() -> Iterator[dict[str, LocalServer]]:
    """One local server per source, each playing its fixture pages."""
    with Rehearsal() as rehearsal:
        yield rehearsal.sites


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield store
    store.dispose()


def small(source: Source, min_calls: int, timeout_s: float) -> Source:
    """The source, told to expect as many calls as its fixture holds, and to wait less long."""
    definition = source.definition
    windows = definition.expect.min_calls == 0  # where a day without any call is a good day
    return Source(
        definition.model_copy(
            update={
                "expect": definition.expect.model_copy(
                    update={"min_calls": 0 if windows else min_calls, "min_listed": 0}
                ),
                "http": definition.http.model_copy(update={"timeout_s": timeout_s}),
            }
        ),
        source.parser,
    )


def gather(
    engine: Engine,
    sites: dict[str, LocalServer],
    folder: Path,
    least: int = 3,
    timeout_s: float = 0.5,
) -> dict[str, SourceReport]:
    http = HttpSettings(
        base_overrides={name: site.address for name, site in sites.items()},
        archive_folder=folder / "pages",
        wait_scale=0,
        retries=1,
    )
    sources = [small(source, least, timeout_s) for source in SOURCES.values()]
    reports = collect(engine, sources, http, lambda _what, _done, _total: None, lambda: READ_AT)
    return {report.source: report for report in reports}


def test_two_collections_store_every_call_once(
    engine: Engine, sites: dict[str, LocalServer], tmp_path: Path
) -> None:
    reports = gather(engine, sites, tmp_path, timeout_s=20)
    assert {name: report.calls_seen for name, report in reports.items()} == EXPECTED
    assert {report.outcome for report in reports.values()} == {SourceOutcome.OK}
    stored = sum(EXPECTED[name] for name in STORED)
    assert statistics(engine)["calls"] == stored
    assert len(load_review_queue(engine)) == sum(EXPECTED.values()) - stored
    # On a busy machine half a second is not enough, and what is asked twice counts twice.
    again = gather(engine, sites, tmp_path, timeout_s=20)
    asked = {name: (report.not_modified, report.requests) for name, report in again.items()}
    assert {name: both for name, both in asked.items() if both[0] != both[1]} == {}
    assert statistics(engine)["call versions"] == stored
    assert last_runs(engine)[0].counts["new"] == last_runs(engine)[0].counts["changed"] == 0


def spoil(sites: dict[str, LocalServer], answers: dict[str, Answer]) -> None:
    """Let each site answer every page in its own broken way."""
    for name, answer in answers.items():
        site = sites[name]
        for path in {seen.path for seen in site.seen} - {"/robots.txt"}:
            site.answer(path, answer)


def test_whatever_fails_nothing_expires_and_the_digest_says_which(
    engine: Engine, sites: dict[str, LocalServer], tmp_path: Path
) -> None:
    gather(engine, sites, tmp_path)
    before = {stored.call.key: stored.call for stored in load_calls(engine)}
    spoil(
        sites,
        {
            "ukri": status(500),
            "nihr": hang,
            "innovate_uk": lambda handler: handler.reply(
                200, b"<html><body></body></html>", content_type="text/html"
            ),
        },
    )
    reports = gather(engine, {**sites}, tmp_path)
    assert reports["ukri"].outcome is SourceOutcome.FAILED
    assert reports["nihr"].outcome is SourceOutcome.FAILED
    assert reports["innovate_uk"].outcome in (SourceOutcome.FAILED, SourceOutcome.REFUSED)
    spoilt = ("ukri", "nihr", "innovate_uk")
    assert all(reports[name].issues for name in spoilt)
    whole = {report.outcome for name, report in reports.items() if name not in spoilt}
    assert whole == {SourceOutcome.OK}
    after = {stored.call.key: stored.call for stored in load_calls(engine)}
    assert after == before
    text = as_read(engine)
    for name in spoilt:
        assert SOURCES[name].definition.title in text


def test_half_of_the_expected_calls_is_refused_and_said(
    engine: Engine, sites: dict[str, LocalServer], tmp_path: Path
) -> None:
    gather(engine, sites, tmp_path)
    before = [stored.call for stored in load_calls(engine)]
    reports = gather(engine, sites, tmp_path, least=2 * max(EXPECTED.values()))
    for name, report in reports.items():
        may_be_empty = SOURCES[name].definition.expect.min_calls == 0
        assert (report.outcome is SourceOutcome.REFUSED) != may_be_empty
    assert [stored.call for stored in load_calls(engine)] == before
    assert as_read(engine).count("too few calls, so not used; earlier calls stay") >= len(SOURCES)


def as_read(engine: Engine) -> str:
    """The text digest that a reader would get from what is stored now, on one line."""
    profile = load_city(LEEDS)
    calls = [stored.call for stored in load_calls(engine)]
    digest = build_digest(
        city=profile,
        ranked=rank_for_city(calls, (), City("leeds", profile, {}), AS_OF),
        decide=(),
        as_of=AS_OF,
        made_at=AS_OF,
        catalogue_date=None,
        sources=latest_source_reports(engine),
        credits=(),
    )
    return " ".join(render_text(digest, profile.organisations).split())


def test_a_closing_that_only_prose_says_is_read_with_the_judge(
    engine: Engine, tmp_path: Path
) -> None:
    """Of this sentence the rules alone make nothing."""
    prose = "What departments send has to be received by the end of Friday 28 August 2026."
    assert not read_schedule(prose).deadlines

    def parse_call(card: Card, detail: RawPage, context: Context) -> Call:
        facts = Facts(detail.url)
        return finish(
            facts, card, context, title="A call", summary=prose, text="", eligibility=None
        )

    toy = toy_source(tmp_path)
    parser = SimpleNamespace(parse_listing=toy.parser.parse_listing, parse_call=parse_call)
    with LocalServer() as site:
        fill(site)
        http = HttpSettings(
            base_overrides={"toy_fund": site.address},
            archive_folder=tmp_path / "pages",
            wait_scale=0,
        )
        source = Source(toy.definition, parser)
        collect(engine, [source], http, lambda _what, _done, _total: None, lambda: READ_AT)
    stored = [one.call for one in load_calls(engine)]
    assert {f"{day:%Y-%m-%d}" for call in stored for day in call.deadlines} == {"2026-08-28"}
    assert {call.doubtful for call in stored} == {("deadlines",)}, "only one of the two says so"
