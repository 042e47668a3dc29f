"""Which words an index is asked for."""

from matcher.store.rare_words import combinations_to_ask


def test_a_rare_word_is_asked_for_alone() -> None:
    assert combinations_to_ask({"rare": 0.001, "care": 0.5}, 10_000, 100) == [("rare",)]


def test_common_words_are_asked_for_together_where_that_finds_few() -> None:
    shares = {"green": 0.02, "space": 0.03, "health": 0.9}
    assert combinations_to_ask(shares, 10_000, 100) == [("green", "space")]


def test_nothing_is_asked_for_where_all_would_be_found() -> None:
    assert combinations_to_ask({"health": 0.9, "care": 0.8, "people": 0.7}, 10**6, 600) == []
    assert combinations_to_ask({}, 10**6, 600) == []


def test_in_a_small_store_every_word_is_asked_for() -> None:
    shares = {"falls": 0.5, "care": 1.0, "older": 0.25}
    asked = combinations_to_ask(shares, 20, 600)
    assert sorted(asked) == [("care",), ("falls",), ("older",)]
