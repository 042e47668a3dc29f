"""Which notices are about research or innovation."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.ocds.relevance import concerns_us, cpv_codes
from tests.scrapers.ocds.releases import recorded


def notice(code: str, title: str, description: str = "", **more: Any) -> dict[str, Any]:
    cpv = {"scheme": "CPV", "id": code}
    return {"tender": {"title": title, "description": description, "classification": cpv, **more}}


@pytest.mark.parametrize(
    ("release", "reason"),
    [
        (notice("73110000", "A study"), "CPV 73110000: research and development services"),
        (notice("34114121", "SBRI: lighter ambulances"), "SBRI: 'SBRI'"),
        (
            notice("90000000", "Cleaner air", "A Small Business Research Initiative."),
            "SBRI: 'Small Business Research Initiative'",
        ),
        (
            notice("50000000", "Pre-commercial procurement of robots"),
            "pre-commercial procurement: 'Pre-commercial procurement'",
        ),
        (
            notice("48000000", "Virtual wards", procurementMethodDetails="Innovation partnership"),
            "innovation partnership: 'Innovation partnership'",
        ),
        (
            notice("79000000", "A challenge fund", "For people with dementia."),
            "a challenge in health: 'challenge fund'",
        ),
        (notice("85100000", "Falls", "A clinical trial."), "CPV 85100000 with 'clinical trial'"),
        (notice("33100000", "Evaluation of a pump"), "CPV 33100000 with 'Evaluation'"),
        (
            notice("72000000", "An app", lots=[{"description": "A proof of concept."}]),
            "CPV 72000000 with 'proof of concept'",
        ),
    ],
)
def test_research_and_innovation_are_kept_with_the_reason(
    release: dict[str, Any], reason: str
) -> None:
    if "Virtual wards" in release["tender"]["title"]:
        release["buyer"] = {"name": "Example NHS Trust"}
    assert concerns_us(release) == reason


@pytest.mark.parametrize(
    "release",
    [
        notice("77310000", "Mowing", "With innovation, research and development."),
        notice("79000000", "A challenge fund for bridges"),
        notice("45000000", "An innovation partnership for roofs"),
        notice("85000000", "Care at home", "A model that shows innovation and quality."),
        notice("72000000", "Licences", "For UK Research and Innovation and Innovate UK."),
        notice("33000000", "Gloves", "For the Health Innovation Network of a city."),
        {},
        {"tender": None},
        {"tender": {"items": "73000000", "lots": [73], "title": 73}},
    ],
)
def test_everything_else_is_left(release: dict[str, Any]) -> None:
    assert concerns_us(release) is None


def test_codes_are_found_wherever_a_notice_keeps_them() -> None:
    entry = [{"scheme": "CPV", "id": "1"}], [{"scheme": "UNSPSC", "id": "2"}], [{"id": "3"}, None]
    tender = {
        "classification": {"scheme": "CPV", "id": "0"},
        "additionalClassifications": entry[1],
        "items": [{"additionalClassifications": entry[0]}, {"classification": {"id": "4"}}, None],
        "lots": [{"additionalClassifications": entry[2]}],
    }
    assert list(cpv_codes({"tender": tender})) == ["0", "1", "4", "3"]


def test_of_the_recorded_notices_two_are_about_research() -> None:
    kept = {row["tender"]["title"]: concerns_us(row) for row in recorded()}
    assert {title: reason for title, reason in kept.items() if reason} == {
        "RDE684 Negating the necessity for International Deep Sea Mining": (
            "CPV 73200000: research and development services"
        ),
        "PS24190 - Digital Standards Landscaping": (
            "CPV 73000000: research and development services"
        ),
    }


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=20) | st.sampled_from(["SBRI", "73", "CPV"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["tender", "title", "items", "lots", "id", "classification", "buyer"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(st.dictionaries(st.sampled_from(["tender", "buyer", "parties"]), _JSON))
def test_any_json_object_gets_an_answer(release: dict[str, Any]) -> None:
    reason = concerns_us(release)
    assert reason is None or reason.strip()
