"""Which call stands under which heading."""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.digest.build import LARGE_ROWS, ROWS_PER_NEED, best_indicator
from matcher.digest.render import render_html, render_text
from models.call import CallStatus, DeadlineKind, Stage
from models.digest import Digest, RankedCall, Section, SectionKind
from models.need import Direction
from models.scale import Scale, Track
from tests.matcher.digest.samples import (
    CITY,
    bare_call,
    call,
    digest,
    full_digest,
    indicator,
    need,
    ranked,
)


def keys(made: Digest, kind: SectionKind) -> list[str]:
    return [row.call.source_id for row in section(made, kind).rows]


def section(made: Digest, kind: SectionKind) -> Section:
    return next(section for section in made.sections if section.kind is kind)


def test_sections_come_in_the_order_of_their_kinds() -> None:
    assert [section.kind for section in digest().sections] == list(SectionKind)


def test_every_heading_gets_its_calls() -> None:
    made = full_digest()
    shown = {kind: keys(made, kind) for kind in SectionKind}
    assert shown == {
        SectionKind.DECIDE: ["hub", "lungs"],
        SectionKind.LARGE: ["big"],
        SectionKind.BY_NEED: ["rolling", "soon"],
        SectionKind.CLOSING_SOON: ["soon"],
        SectionKind.ANNOUNCED: ["next"],
        SectionKind.COMPANY: ["firm"],
        SectionKind.CAPACITY: ["people"],
        SectionKind.DATA: ["data"],
    }


def test_a_second_call_for_a_need_waits_until_every_need_has_its_first() -> None:
    rows = [ranked(call(f"falls{n}"), score=0.9 - n / 100) for n in range(5)]
    rows += [
        ranked(call("asthma"), needs=("asthma",), score=0.55),
        ranked(call("sleep"), needs=("sleep",), score=0.51),
    ]
    decided = keys(digest(*rows), SectionKind.DECIDE)
    assert decided == ["falls0", "falls1", "falls2", "asthma", "sleep"]


def test_with_more_needs_than_decisions_the_weightiest_go_first() -> None:
    city = replace(CITY, thresholds=replace(CITY.thresholds, decisions=2))
    rows = [
        ranked(call(name), needs=(name,), score=score)
        for name, score in (("sleep", 0.9), ("asthma", 0.6), ("falls", 0.8))
    ]
    made = digest(*rows, city=city)
    assert keys(made, SectionKind.DECIDE) == ["falls", "asthma"]
    assert keys(made, SectionKind.LARGE) == ["sleep"]


def test_announced_strategic_calls_can_be_decided() -> None:
    made = digest(ranked(bare_call("soon", stage=Stage.PRE_ANNOUNCEMENT)))
    assert keys(made, SectionKind.DECIDE) == ["soon"]
    assert keys(made, SectionKind.ANNOUNCED) == []


def test_closed_calls_and_calls_that_answer_no_need_are_never_shown() -> None:
    closed = bare_call("closed", stated_status=CallStatus.CLOSED)
    made = digest(ranked(closed), ranked(call("why"), needs=()))
    assert all(not section.rows and not section.left_out for section in made.sections)
    assert made.calls_considered == 2


def test_a_good_match_with_a_need_of_little_weight_is_shown() -> None:
    made = digest(ranked(call("light"), score=0.2))
    assert any(row.call.key == "sample:light" for part in made.sections for row in part.rows)


def test_a_call_that_may_be_over_is_counted_and_not_shown() -> None:
    made = digest(ranked(bare_call("a")), ranked(bare_call("b")), ranked(bare_call("c"), needs=()))
    assert all(not section.rows for section in made.sections)
    assert made.not_covered == (
        "The Invented Trust",
        "2 calls that match a need but do not say whether they are open",
    )


def test_a_call_that_takes_no_uk_bid_is_counted_and_not_shown() -> None:
    invited = [ranked(call(name, stage=Stage.INVITED)) for name in ("a", "b")]
    made = digest(*invited, ranked(call("c"), needs=("asthma",)))
    assert keys(made, SectionKind.DECIDE) == ["c"]
    assert keys(made, SectionKind.LARGE) == []
    assert made.not_covered[-1] == "2 calls that match a need but take no new bid from the UK"


def test_what_does_not_fit_is_counted() -> None:
    large = [ranked(call(f"l{n}"), scale=Scale.LARGE) for n in range(LARGE_ROWS + 3)]
    small = [ranked(call(f"s{n}"), scale=Scale.SMALL) for n in range(ROWS_PER_NEED + 2)]
    made = digest(*large, *small)
    assert (len(keys(made, SectionKind.LARGE)), section(made, SectionKind.LARGE).left_out) == (
        LARGE_ROWS,
        3,
    )
    assert section(made, SectionKind.BY_NEED).left_out == 2


def test_the_weightiest_need_comes_first() -> None:
    small = [
        ranked(call(name), needs=(name,), scale=Scale.SMALL, score=score)
        for name, score in (("sleep", 0.9), ("falls", 0.6), ("dementia", 0.7))
    ]
    assert keys(digest(*small), SectionKind.BY_NEED) == ["falls", "dementia", "sleep"]


def test_pictures_are_of_the_needs_shown_and_no_others() -> None:
    made = digest(ranked(call("a"), needs=("sleep", "falls")), ranked(call("b"), score=0.2))
    assert [picture.need.id for picture in made.pictures] == ["falls", "sleep"]


def test_the_picture_shows_where_the_city_is_worst_off() -> None:
    better = indicator(name="better", value=100.0, comparator_value=200.0)
    worse = indicator(name="worse", value=210.0, comparator_value=200.0)
    life = indicator(
        name="life", value=60.0, comparator_value=80.0, direction=Direction.HIGHER_IS_BETTER
    )
    alone = indicator(name="alone", comparator_value=None, comparator_name=None)
    assert best_indicator(need("a", indicators=(alone, better, worse, life))) is life
    assert best_indicator(need("a", indicators=(alone,))) is alone
    assert best_indicator(need("a", indicators=())) is None


def test_a_figure_of_the_city_comes_before_one_of_another_area() -> None:
    own = indicator(name="own", value=210.0, comparator_value=200.0)
    part = indicator(name="part", value=400.0, comparator_value=200.0, area="the south")
    alone = indicator(name="alone", comparator_value=None, comparator_name=None)
    assert best_indicator(need("a", indicators=(part, own))) is own
    assert best_indicator(need("a", indicators=(part, alone))) is part
    assert best_indicator(need("a", indicators=(replace(part, comparator_value=None), alone))) is (
        alone
    )


def test_a_match_with_a_stranger_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="call sample:a is matched with 'gout', which Leeds"):
        digest(ranked(call("a"), needs=("gout",)), decide=())


@st.composite
def any_row(draw: st.DrawFn) -> RankedCall:
    source_id = str(draw(st.integers(0, 25)))
    made = draw(
        st.sampled_from(
            [
                call(source_id),
                bare_call(source_id),
                bare_call(source_id, stage=Stage.PRE_ANNOUNCEMENT),
                bare_call(source_id, deadline_kind=DeadlineKind.ROLLING),
                bare_call(source_id, stated_status=CallStatus.CLOSED),
            ]
        )
    )
    return ranked(
        made,
        needs=draw(st.lists(st.sampled_from([n.id for n in CITY.needs]), max_size=3, unique=True)),
        score=draw(st.integers(0, 100)) / 100,
        scale=draw(st.sampled_from(Scale)),
        track=draw(st.sampled_from(Track)),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(any_row(), max_size=40))
def test_whatever_is_ranked_no_call_is_told_twice_and_no_track_is_mixed(
    rows: list[RankedCall],
) -> None:
    made = digest(*rows)
    full = [s for s in made.sections if s.kind is not SectionKind.CLOSING_SOON]
    told = Counter(row.call.key for section in full for row in section.rows)
    assert all(times == 1 for times in told.values())
    own = {SectionKind.COMPANY: Track.COMPANY, SectionKind.CAPACITY: Track.CAPACITY}
    own[SectionKind.DATA] = Track.DATA
    for part in full:
        tracks = {row.track.track for row in part.rows}
        assert tracks <= {own.get(part.kind, Track.RESEARCH)}
        assert all(row.needs and row.status not in (None, CallStatus.CLOSED) for row in part.rows)
    decided = section(made, SectionKind.DECIDE).rows
    assert len(decided) <= 5
    assert all(row.scale.scale is Scale.STRATEGIC for row in decided)


@settings(max_examples=20, deadline=None)
@given(st.lists(any_row(), max_size=15, unique_by=lambda row: row.call.key), st.randoms())
def test_the_order_in_which_calls_come_does_not_matter(
    rows: list[RankedCall], chance: Random
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert digest(*shuffled) == digest(*rows)


def test_what_is_put_up_for_decision_says_by_when_work_must_begin() -> None:
    made = digest(ranked(call("hub"), needs=("falls",)))
    (row,) = next(each for each in made.sections if each.kind is SectionKind.DECIDE).rows
    assert row.begin.startswith("16 weeks are left; a bid of several organisations takes")
    for shown in (render_html(made, CITY.organisations), render_text(made, CITY.organisations)):
        assert "Time for a bid" in shown
    other = digest(ranked(call("hub"), needs=("falls",)), decide=())
    assert "Time for a bid" not in render_text(other, CITY.organisations)
