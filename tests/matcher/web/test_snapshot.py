"""What the site shows of the calls, as the store changes under it."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from matcher.store import add_decision, add_judgements, save_matches, upsert_calls
from matcher.web.keeping import Keeper
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot, notice, renewed, snapshot
from models.call import CallStatus
from models.decision import DecisionVerdict
from models.judgement import Judgement, JudgementVerdict
from tests.matcher.decisions.examples import make_decision
from tests.matcher.web.sample_site import AS_OF, MODEL, bare_site, make_site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = make_site(tmp_path_factory.mktemp("home"))
    yield made
    made.engine.dispose()


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Site]:
    """A site that a test may change."""
    made = make_site(tmp_path)
    yield made
    made.engine.dispose()


def later(site: Site, by: timedelta) -> Site:
    """The same site, with what it has in memory, at a later moment."""
    return replace(site, clock=lambda: AS_OF + by)


def test_rows_are_best_first_and_may_still_be_bid_for(site: Site) -> None:
    picture = renewed(site)
    scores = [row.score for row in picture.rows]
    assert scores == sorted(scores, reverse=True)
    assert {row.status for row in picture.rows} <= {CallStatus.OPEN, CallStatus.FORECASTED, None}
    closed = [row for row in picture.every if row.status is CallStatus.CLOSED]
    assert closed, "closed calls are there to be looked up"
    assert len(picture.rows) < len(picture.every)
    assert any(row.needs for row in picture.rows)


def test_the_few_are_chosen_behind_and_told_with_their_start(site: Site) -> None:
    picture = renewed(site)
    assert picture.decide
    assert len(picture.decide) <= site.city.profile.thresholds.decisions
    assert all("start by" in picture.by_key[key].begin for key in picture.decide)
    others = [row for row in picture.every if row.call.key not in picture.decide]
    assert not any(row.begin for row in others)


def test_an_unchanged_store_gives_the_same_picture(site: Site) -> None:
    assert renewed(site) is renewed(site)


def test_a_no_go_puts_a_call_aside_and_chooses_anew(own: Site) -> None:
    before = renewed(own)
    assert before.decide
    key = before.decide[0]
    decision = make_decision(call_key=key, verdict=DecisionVerdict.NO_GO, decided_at=AS_OF)
    add_decision(own.engine, decision, instead_of=None, pages=[key])
    after = renewed(own)
    assert after.by_key[key].dismissed
    assert after.by_key[key].decided
    assert after.decide is not None
    assert key not in after.decide
    assert after.laid is before.laid, "calls that stay as they are are not read again"


def test_a_dismissed_call_says_so_without_a_new_matching(own: Site) -> None:
    key = next(row.call.key for row in snapshot(own).rows if row.needs)
    dismissed = Judgement(
        city="leeds",
        call_key=key,
        need_id=None,
        verdict=JudgementVerdict.DISMISS,
        judged_at=AS_OF + timedelta(minutes=1),
    )
    add_judgements(own.engine, [dismissed])
    assert renewed(own).by_key[key].dismissed


def test_days_left_and_status_follow_the_clock(own: Site) -> None:
    before = renewed(own)
    soon = min((row for row in before.rows if row.closes_at), key=lambda row: str(row.closes_at))
    assert soon.closes_at is not None
    past = soon.closes_at - AS_OF + timedelta(minutes=1)
    after = renewed(later(own, past))
    assert before.by_key[soon.call.key].status is CallStatus.OPEN
    assert after.by_key[soon.call.key].status is not before.by_key[soon.call.key].status
    assert after.laid is before.laid
    assert after.decide is not None


def test_a_new_call_is_shown_without_a_score_until_it_is_matched(own: Site) -> None:
    before = renewed(own)
    new = replace(before.rows[0].call, source_id="new", title="A call of today", references=())
    upsert_calls(own.engine, [new], AS_OF)
    after = renewed(own)
    assert len(after.every) == len(before.every) + 1
    assert after.by_key[new.key].score == 0.0


def test_a_match_with_a_need_that_the_city_dropped_is_passed_over(own: Site) -> None:
    row = next(row for row in renewed(own).rows if row.needs)
    gone = replace(row.needs[0], target_id="no-such-need")
    save_matches(own.engine, "leeds", AS_OF + timedelta(minutes=1), MODEL, [gone])
    assert renewed(own).by_key[row.call.key].needs == ()


def test_without_collected_calls_the_bundled_ones_stand_in_and_say_so(
    site: Site, tmp_path: Path
) -> None:
    bare = bare_site(
        replace(site.settings, home=tmp_path, database=f"sqlite:///{tmp_path / 'own.db'}")
    )
    picture = renewed(later(bare, timedelta(days=90)))
    assert picture.as_of.date() == AS_OF.date()
    assert "sample calls read on 10 August 2026" in notice(picture)
    assert picture.matched_at is None
    assert picture.decide == ()
    assert notice(renewed(site)) == ""
    picture.place.engine.dispose()
    bare.engine.dispose()


def test_nobody_waits_for_a_renewal_and_all_see_it_when_it_is_done() -> None:
    keeper: Keeper[int] = Keeper()
    may_go_on, done = threading.Event(), threading.Event()

    def make(before: int | None) -> Iterator[int]:
        if before is None:
            yield 1
            return
        may_go_on.wait(10)
        yield before + 1
        done.set()

    assert [keeper.value(make) for _ in range(3)] == [1, 1, 1]
    may_go_on.set()
    assert done.wait(10)
    assert keeper.value(make) == 2


def test_a_failed_renewal_keeps_the_old_value(caplog: pytest.LogCaptureFixture) -> None:
    keeper: Keeper[int] = Keeper()
    tried = threading.Event()

    def make(before: int | None) -> Iterator[int]:
        if before is not None:
            tried.set()
            raise OSError("the disk is gone")
        yield 1

    assert keeper.value(make) == 1
    assert tried.wait(10)
    assert keeper.value(make) == 1
    with pytest.raises(OSError, match="the disk"):
        keeper.renewed(make)
    assert "could not be brought up to date" in caplog.text


def test_the_first_asker_is_told_why_there_is_nothing() -> None:
    def make(_: Snapshot | None) -> Iterator[Snapshot]:
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk"):
        Keeper[Snapshot]().value(make)
