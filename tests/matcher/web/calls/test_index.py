"""Narrowing, counting and ordering, held against the plain way to do it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.web.calls.asked import NOT_STATED, Choices, Facet, Sort
from matcher.web.calls.index import Index, build_index, select
from matcher.web.calls.values import labels_of, values_of
from matcher.web.snapshot import Snapshot, renewed
from models.call import CallStatus
from tests.matcher.web.sample_site import make_site, sample_city


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    site = make_site(tmp_path_factory.mktemp("home"))
    yield renewed(site)
    site.engine.dispose()


def values(picture: Snapshot, position: int) -> set[tuple[Facet, str]]:
    row = picture.every[position]
    return set(values_of(row, picture.laid.verdicts[row.call.key]))


def drawn(index: Index) -> st.SearchStrategy[Choices]:
    """Any choices among the values that there are, and one that no call has."""

    def chosen(facet: Facet) -> st.SearchStrategy[frozenset[str]]:
        known = sorted(index.columns[facet].codes)
        return st.frozensets(st.sampled_from([*known, "no such value"]), min_size=1, max_size=3)

    facets = st.lists(st.sampled_from(Facet), unique=True, max_size=4)
    return facets.flatmap(
        lambda found: cast(
            "st.SearchStrategy[Choices]", st.fixed_dictionaries({f: chosen(f) for f in found})
        )
    )


def plainly(picture: Snapshot, choices: Choices) -> set[int]:
    return {
        position
        for position in range(len(picture.every))
        if all(
            any((facet, value) in values(picture, position) for value in wanted)
            for facet, wanted in choices.items()
        )
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_found_is_what_has_one_value_of_each_facet(
    picture: Snapshot, data: st.DataObject
) -> None:
    choices = data.draw(drawn(picture.index))
    found = select(picture.index, choices, Sort.FIT).positions.tolist()
    assert set(found) == plainly(picture, choices)
    assert len(found) == len(set(found))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_count_is_how_many_would_be_found_with_that_value_alone(
    picture: Snapshot, data: st.DataObject
) -> None:
    choices = data.draw(drawn(picture.index))
    counts = select(picture.index, choices, Sort.FIT).counts
    facet = data.draw(st.sampled_from(Facet))
    for value, count in counts[facet].items():
        alone = {**choices, facet: frozenset({value})}
        assert count == len(select(picture.index, alone, Sort.FIT).positions)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_the_order_in_which_filters_are_applied_makes_no_difference(
    picture: Snapshot, data: st.DataObject
) -> None:
    choices = data.draw(drawn(picture.index))
    order = data.draw(st.permutations(list(choices)))
    again = {facet: choices[facet] for facet in order}
    one, other = (select(picture.index, each, Sort.CLOSING) for each in (choices, again))
    assert one.positions.tolist() == other.positions.tolist()
    assert one.counts == other.counts


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_each_further_filter_only_takes_away(picture: Snapshot, data: st.DataObject) -> None:
    choices = dict(data.draw(drawn(picture.index)))
    whole = set(select(picture.index, choices, Sort.FIT).positions.tolist())
    found = np.array([position % 2 == 0 for position in range(len(picture.every))])
    assert set(select(picture.index, choices, Sort.FIT, found).positions.tolist()) <= whole
    for facet in list(choices):
        fewer = {key: each for key, each in choices.items() if key is not facet}
        assert whole <= set(select(picture.index, fewer, Sort.FIT).positions.tolist())


def test_counts_of_a_facet_with_one_value_a_call_add_up(picture: Snapshot) -> None:
    counts = select(picture.index, {}, Sort.FIT).counts
    several = {Facet.NEED, Facet.LEAD}
    for facet in Facet:
        total = sum(counts[facet].values())
        assert total == len(picture.every) if facet not in several else total >= len(picture.every)


def test_not_stated_is_a_value_of_every_facet(picture: Snapshot) -> None:
    counts = select(picture.index, {}, Sort.FIT).counts
    assert all(NOT_STATED in counts[facet] for facet in Facet)


def test_every_value_has_words(picture: Snapshot) -> None:
    labels = labels_of(sample_city().profile)
    labels[Facet.FUNDER] = dict(picture.index.funders)
    for facet, column in picture.index.columns.items():
        assert set(column.codes) - {NOT_STATED} <= set(labels[facet])


def test_orders(picture: Snapshot) -> None:
    rows = picture.every

    def ordered(sort: Sort) -> list[int]:
        return cast("list[int]", picture.index.orders[sort].tolist())

    fits = [rows[at].score for at in ordered(Sort.FIT)]
    assert fits == sorted(fits, reverse=True)
    amounts = [rows[at].scale.pounds for at in ordered(Sort.AMOUNT)]
    known = [each for each in amounts if each is not None]
    assert amounts[: len(known)] == sorted(known, reverse=True)
    closing = [rows[at] for at in ordered(Sort.CLOSING)]
    coming = [r.closes_at for r in closing if r.closes_at and r.status is not CallStatus.CLOSED]
    assert [row.closes_at for row in closing[: len(coming)]] == sorted(coming)


def test_newest_is_what_was_seen_last(picture: Snapshot) -> None:
    seen = dict(picture.laid.seen)
    latest = picture.every[7].call.key
    seen[latest] = replace(seen[latest], first=seen[latest].first + timedelta(days=3))
    index = build_index(picture.every, picture.laid.verdicts, seen)
    assert index.orders[Sort.NEWEST][0] == 7


def test_how_well_calls_fit_the_words_goes_before_how_well_they_fit_the_city(
    picture: Snapshot,
) -> None:
    found = np.zeros(len(picture.every), dtype=bool)
    found[[3, 5, 9]] = True
    fit = np.zeros(len(picture.every), dtype=np.float32)
    fit[[3, 5, 9]] = (0.2, 0.9, 0.5)
    assert select(picture.index, {}, Sort.FIT, found, fit).positions.tolist() == [5, 9, 3]
