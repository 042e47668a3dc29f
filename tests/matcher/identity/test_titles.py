"""Designators and titles: what tells sisters apart, and what is only another spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.identity.designators import designators, serial_number, without_designators
from matcher.identity.titles import compare_titles, title_words


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Centre of Research Excellence: round two", {"round": {"2"}}),
        ("Catalyst Round II (2024)", {"round": {"2"}, "year": {"2024"}}),
        ("second round of hubs", {"round": {"2"}}),
        ("OPIP: Strands 1 and 2", {"part": {"1", "2"}}),
        ("Pathways – Lot A / B", {"part": {"a", "b"}}),
        ("Urgent care (phase 3)", {"phase": {"3"}}),
        ("Pre-Application Support Fund (Cohort 8)", {"cohort": {"8"}}),
        ("Launchpad: West Yorkshire", {"place": {"west yorkshire"}}),
        ("CoRE: outline application", {"step": {"outline"}}),
        ("Catalyst III", {"number": {"3"}}),
        ("Policy responses to COVID-19", {}),
        ("PHR call for a review of services", {}),
        ("NIHR challenge a brief", {}),
        ("up to £5,000,000", {}),
    ],
)
def test_designators(title: str, found: dict[str, set[str]]) -> None:
    assert {kind: set(values) for kind, values in designators(title).items()} == found


def test_the_highest_number_of_a_kind_counts() -> None:
    assert serial_number("Rounds 2 and 3 (2025 to 2026)", "round") == 3
    assert serial_number("Rounds 2 and 3 (2025 to 2026)", "year") == 2026
    assert serial_number("Hubs", "round") is None


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_can_be_read_as_a_title(text: str) -> None:
    assert all(values for values in designators(text).values())
    assert isinstance(without_designators(text.lower()), str)
    words = title_words(text)
    if words:
        assert compare_titles(words, words).ratio == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Agentic AI prize", "Expression of interest: Agentic AI prize"),
        ("Healthy Ageing Programme", "Innovate UK: healthy aging program"),
        ("Pre-announcement: UK Obesity Research Institute", "UK Obesity Research Institute"),
        ("Better methods, better research", "Better Methods, Better Research (BMBR)"),
        ("Hubs for child health (invite only)", "Hubs for child health"),
        ("Transforming Cancer Therapeutics", "Transforming cancer therapeutic"),
        ("AI innovation for health", "Artificial intelligence innovation for health"),
        ("Catalyst: feasibility & primer awards", "Catalyst – feasibility and primer award"),
        ("Wellcome Discovery Awards", "Discovery Awards"),
    ],
)
def test_other_spellings_of_one_title(one: str, other: str) -> None:
    compared = compare_titles(title_words(one), title_words(other))
    assert (compared.only_first, compared.only_second) == ((), ())
    assert compared.ratio >= 90


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Early Detection Programme Award", "Early Detection Primer Award"),
        ("Hubs for child health", "Hubs for mental health"),
        ("Rising Research Leaders Prize", "Research Delivery Leaders Prize"),
        ("Climate Change Adaptation", "Climate Change Mitigation"),
    ],
)
def test_one_word_exchanged_for_another_shows_on_both_sides(one: str, other: str) -> None:
    compared = compare_titles(title_words(one), title_words(other))
    assert compared.only_first
    assert compared.only_second
