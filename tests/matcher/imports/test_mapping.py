"""Mapping files: what they can say, and how their own mistakes are named."""

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.imports import ImportFailure, Mapping, load_mapping, read_calls
from matcher.imports.build import call_from_row
from matcher.imports.result import FieldError
from matcher.imports.select import slug
from models.call import Call, CallStatus, DeadlineKind

TODAY = date(2026, 8, 10)
FIELDS: dict[str, Any] = {
    "source": {"constant": "council"},
    "source_id": "ref",
    "title": "name",
    "url": {"template": "https://example.org/{ref}"},
}


def mapping(**fields: Any) -> Mapping:
    top = {key: fields.pop(key) for key in tuple(fields) if key in Mapping.model_fields}
    return Mapping.model_validate({"about": "a table", **top, "fields": {**FIELDS, **fields}})


def call(row: dict[str, Any], **fields: Any) -> Call:
    return call_from_row({"ref": "7", "name": "A call", **row}, mapping(**fields), TODAY)


def test_constants_templates_and_columns() -> None:
    found = call({}, funder=[{"column": "missing"}, {"constant": 5}])
    assert (found.key, found.url, found.funder) == ("council:7", "https://example.org/7", "5")


def test_a_template_with_an_empty_column_gives_nothing() -> None:
    assert call({"a": "x", "b": " "}, duration={"template": "{a} {b}"}).duration is None


def test_words_are_translated_by_a_table_whatever_their_case() -> None:
    values = {"Live": "open", "Coming": "forecasted", "N/A": None}
    rules = {"stated_status": {"column": "state", "values": values}}
    assert call({"state": "LIVE"}, **rules).stated_status is CallStatus.OPEN
    assert call({"state": "n/a"}, **rules).stated_status is None
    with pytest.raises(FieldError, match="'Gone' is not among the known words: Live") as error:
        call({"state": "Gone"}, **rules)
    assert error.value.field == "stated_status"


def test_a_stated_day_may_come_from_the_mapping() -> None:
    status = {"constant": "open"}
    assert call({}, stated_status=status).stated_on == TODAY
    on = call({}, stated_status=status, stated_on={"constant": date(2026, 1, 2)}).stated_on
    assert on == date(2026, 1, 2)
    assert call({}, stated_status=status, stated_on="nowhere").stated_on is None


def test_zone_time_and_currency_fill_in_what_cells_leave_out() -> None:
    found = call(
        {"end": "2026-09-15", "most": "2500000"},
        deadlines="end",
        award_max={"amount": "most"},
        time_zone="Europe/Brussels",
        deadline_time="17:00",
        currency="EUR",
    )
    assert found.deadlines[0].astimezone(UTC) == datetime(2026, 9, 15, 15, tzinfo=UTC)
    assert found.award_max is not None
    assert (found.award_max.amount, found.award_max.currency) == (Decimal(2_500_000), "EUR")


def test_patterns_conditions_separators_and_slugs() -> None:
    found = call(
        {"closes": "2026-09-15 (stage 1)", "words": "a, b,,c", "kind": "Big Call!"},
        deadlines={"column": "closes", "pattern": r"^\S+"},
        deadline_kind=[{"constant": "staged", "when": {"closes": "stage"}}, {"constant": "fixed"}],
        tags={"column": "words", "separator": ","},
        programme={"column": "kind", "slug": True, "max_characters": 3},
        evidence={"deadlines": "closes"},
        evidence_note={"constant": "from the council"},
    )
    assert found.deadline_kind is DeadlineKind.STAGED
    assert (found.tags, found.programme) == (("a", "b", "c"), "big")
    assert found.evidence[0].sentence == "Closes: 2026-09-15 (stage 1) (from the council)"


def test_headings_and_sentences_are_separated() -> None:
    found = call(
        {
            "body": "Objective:The aim.Scope:Care at home.Proposals may differ, e.g.Leeds.",
            "x": "End",
        },
        text={
            "columns": ["body", "x"],
            "headings": ["Objective", "Scope"],
            "separate_sentences": True,
        },
    )
    assert found.text == (
        "Objective:\nThe aim.\nScope:\nCare at home. Proposals may differ, e.g.Leeds.\n\nEnd"
    )


def test_rows_can_be_skipped_and_lists_found_inside_documents(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    path.write_text('{"a": {"b": [{"ref": 1, "name": "TEST"}, {"ref": 2, "name": "Real"}]}}')
    skip = [{"when": {"name": "^TEST$"}, "reason": "not a call"}]
    result = read_calls(path, mapping(rows="a.b", skip=skip), TODAY)
    assert [c.source_id for c in result.calls] == ["2"]
    assert result.rejected == ()
    with pytest.raises(ImportFailure, match="no list at 'a'"):
        read_calls(path, mapping(rows="a"), TODAY)


def test_broken_text_is_repaired_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(
        '{"ref": 1, "name": "patient\u00e2\u20ac\u2122s care", "other": "fine"}\n'
        '{"ref": 2, "name": "plain", "unused": "patient\u00e2\u20ac\u2122s"}\n'
    )
    result = read_calls(path, mapping(repair_text=True), TODAY)
    assert [c.title for c in result.calls] == ["patient\u2019s care", "plain"]
    assert result.repaired == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"surprise": 1}, "surprise"),
        ({"time_zone": "Mars/Olympus"}, "time_zone.*not a time zone"),
        ({"currency": "pounds"}, "currency"),
        ({"deadline_time": "25:00"}, "deadline_time"),
        ({"evidence": {"colour": "x"}}, "not a field of a call: colour"),
        (
            {"fields": {**FIELDS, "title": {"column": "a", "constant": "b"}}},
            "fields > title > entry 1",
        ),
        ({"fields": {**FIELDS, "title": {"column": "a", "pattern": "("}}}, "regular expression"),
        ({"fields": {**FIELDS, "titel": "a"}}, "fields > titel"),
        ({"fields": {"title": "a"}}, "fields > source"),
    ],
)
def test_mistakes_in_a_mapping_are_named(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(yaml.safe_dump({"about": "a table", "fields": FIELDS, **change}))
    with pytest.raises(ImportFailure, match=says) as failure:
        load_mapping(path)
    assert "map.yaml" in str(failure.value)
    assert "\n" not in str(failure.value)


def test_a_mapping_that_is_not_yaml_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("about: x\nfields: [")
    with pytest.raises(ImportFailure, match="not valid YAML"):
        load_mapping(path)
    path.write_bytes(b"\xff")
    with pytest.raises(ImportFailure, match="UTF-8"):
        load_mapping(path)
    with pytest.raises(ImportFailure, match="is missing"):
        load_mapping(tmp_path / "none.yaml")


def test_the_example_in_the_guide_reads_a_row() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")
    example = guide.split("```yaml\n")[1].split("```")[0]
    row = {
        "Ref": "G7",
        "Grant name": "Warm homes",
        "What it is for": "Insulation",
        "Who benefits": "Older people",
        "Maximum": "up to £20m",
        "Closing dates": "2026-09-15 / 2027-03-15",
        "State": "coming up",
    }
    found = call_from_row(row, Mapping.model_validate(yaml.safe_load(example)), TODAY)
    assert (found.key, found.url) == ("council_list:G7", "https://example.org/grants/G7")
    assert found.text == "Insulation\n\nOlder people"
    assert str(found.award_max) == "£20m"
    assert [moment.hour for moment in found.deadlines] == [17, 17]
    assert found.stated_status is CallStatus.FORECASTED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["ref", "name", "end", "most", "body", "state"]), JSON))
def test_no_row_does_worse_than_be_refused(row: dict[str, Any]) -> None:
    rules = mapping(
        deadlines="end",
        award_max={"amount": "most"},
        text={"columns": ["body"]},
        currency="GBP",
        stage="state",
    )
    with contextlib.suppress(ValueError):  # the one way to be refused
        found = call_from_row(row, rules, TODAY)
        assert found.match_text().encode()
        assert len(found.content_hash()) == 64


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40))
def test_a_slug_is_made_once_and_for_all(words: str) -> None:
    assert slug(slug(words)) == slug(words)
    assert set(slug(words)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
