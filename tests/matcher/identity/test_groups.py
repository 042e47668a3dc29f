"""Groups: nothing chained that does not belong, at any order and size."""

import gzip
import json
import random
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.identity.groups import group_calls
from matcher.imports.catalogue import load_catalogue
from models.call import Call
from models.money import Money
from tests.matcher.identity.examples import labelled_pairs, make, on, pounds

ROOT = Path(__file__).parents[3]
TOPICS = ROOT.parent / "shared" / "data" / "calls" / "eu_topics_2026-08-10.jsonl.gz"
CLOSES = on(2026, 11, 5)


def keys_of(calls: list[Call], splits: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    return [group.keys for group in group_calls(calls, splits)]


def test_one_call_on_three_sites_is_one_group_with_reasons() -> None:
    calls = [
        make("innovate_uk:2186", funder="Innovate UK", deadlines=CLOSES),
        make("find_a_grant:x-1", "Ageing hubs", references=("2186",), deadlines=CLOSES),
        make("ukri:ageing", funder="Innovate UK", deadlines=CLOSES),
    ]
    (group,) = group_calls(calls)
    assert group.keys == ("find_a_grant:x-1", "innovate_uk:2186", "ukri:ageing")
    assert group.reasons["find_a_grant:x-1"] == "both carry Innovate UK competition 2186"
    assert "same closing day" in group.reasons["ukri:ageing"]


def test_a_general_page_never_ties_round_two_to_round_three() -> None:
    two = make("innovate_uk:1", "Ageing hubs: round two", deadlines=CLOSES)
    three = make("innovate_uk:2", "Ageing hubs: round three", deadlines=CLOSES)
    page = make("find_a_grant:hubs-1", "Ageing hubs", references=("1", "2"), deadlines=CLOSES)
    assert keys_of([two, three, page]) == [], "the page goes as well with either"


def test_the_surer_of_two_rivals_wins() -> None:
    last = make("ukri:hubs", deadlines=on(2026, 10, 1))
    now = make("ukri:hubs~2", deadlines=CLOSES)
    page = make("find_a_grant:hubs-1", references=("hubs",), deadlines=CLOSES)
    assert keys_of([last, now, page]) == [("find_a_grant:hubs-1", "ukri:hubs~2")]


def test_a_reference_that_many_calls_of_a_source_carry_names_none_of_them() -> None:
    calls = [
        make(f"grants_gov:{number}", "Cancer research", references=("PROGRAMME-2026-77",))
        for number in range(3)
    ]
    assert keys_of(calls) == []
    assert keys_of(calls[:2]) == [("grants_gov:0", "grants_gov:1")]


def test_a_call_that_was_split_stays_alone() -> None:
    one, other = make("ukri:a", references=("OPP1284",)), make("nihr:b", references=("OPP1284",))
    assert keys_of([one, other]) == [("nihr:b", "ukri:a")]
    assert keys_of([one, other], ("ukri:a",)) == []


@given(st.randoms(use_true_random=False))
@settings(max_examples=10, deadline=None)
def test_the_order_of_the_calls_makes_no_difference(shuffler: random.Random) -> None:
    calls = list(
        {call.key: call for pair in labelled_pairs() for call in (pair.a, pair.b)}.values()
    )
    expected = group_calls(calls)
    shuffler.shuffle(calls)
    assert group_calls(calls) == expected


def test_ten_thousand_calls_are_grouped_without_comparing_every_two() -> None:
    """All pairs would be fifty million: this test would not end in its time."""
    words = [f"w{number:04d}x" for number in range(3000)]
    draw = random.Random(7)
    calls = [
        make(f"source{number % 5}:{number}", " ".join(draw.sample(words, 6)), deadlines=CLOSES)
        for number in range(9_999)
    ]
    twin = replace(calls[0], source="elsewhere", source_id="twin")
    assert keys_of([*calls, twin]) == [("elsewhere:twin", calls[0].key)]


def test_the_bundled_calls_are_all_different() -> None:
    """Gone through by hand: no call of the catalogue stands in it twice."""
    calls = load_catalogue(ROOT / "data" / "catalogue").calls
    assert keys_of(list(calls)) == []


@pytest.fixture(scope="module")
def topics() -> list[Call]:
    """The recorded EU topics, with what identity looks at."""
    if not TOPICS.exists():
        pytest.skip("the recorded EU topics are not beside this checkout")
    with gzip.open(TOPICS, "rt", encoding="utf-8") as lines:
        return [_topic(json.loads(line)) for line in lines]


def _topic(row: dict[str, Any]) -> Call:
    closes = datetime.fromisoformat(f"{row['deadline']}T17:00+02:00") if row["deadline"] else None
    most = row["budgetMax"]
    return make(
        f"eu_funding:{row['topicId']}",
        row["title"],
        funder="European Commission",
        deadlines=(closes,) if closes else (),
        award_max=Money(Decimal(most), "EUR") if most else None,
        references=(row["callIdentifier"],) if row["callIdentifier"] else (),
    )


@pytest.mark.parametrize("told", ["all", "no amounts", "no dates", "a word less"])
def test_topics_listed_again_elsewhere_find_their_own(told: str, topics: list[Call]) -> None:
    """Every EU topic, listed a second time without its identifier; some titles occur twice."""
    assert keys_of(topics) == []
    again = [_listed_again(topic, number, told) for number, topic in enumerate(topics)]
    groups = keys_of([*topics, *again])
    right = {(topic.key, copy.key) for topic, copy in zip(topics, again, strict=True)}
    assert set(groups) <= right, "a wrong merge"
    assert len(groups) >= {"a word less": 450}.get(told, 550)


def _listed_again(topic: Call, number: int, told: str) -> Call:
    copy = replace(topic, source="listed", source_id=f"{number:04d}", references=(), url="")
    if told == "no amounts":
        return replace(copy, award_min=None, award_max=None)
    if told == "no dates":
        return replace(copy, deadlines=())
    words = topic.title.split()
    if told == "a word less" and len(words) > 3:
        del words[number % len(words)]
    return replace(copy, title=" ".join(words))


def test_pots_within_rounding_agree() -> None:
    one = make("ukri:a", funder="MRC", total_fund=pounds(10_000_000))
    other = make("nihr:b", funder="MRC", total_fund=pounds(10_400_000))
    assert keys_of([one, other]) == [("nihr:b", "ukri:a")]
