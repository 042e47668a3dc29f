"""Refreshing a city's figures: the newest is chosen, what people wrote stays as it is."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from matcher.city import CityError
from matcher.city.indicator_choice import Chosen, NoFigureError, choose
from matcher.city.indicator_files import (
    IndicatorReport,
    Kept,
    Note,
    latest_report,
    report_path,
    write_report,
)
from matcher.city.indicator_map import IndicatorChoice, load_indicator_map
from matcher.city.indicators import Refreshed, compare, refresh
from matcher.city.shapes import EvidenceShape
from models.report import Issue, Severity
from scrapers.indicators.contract import ENGLAND, NOT_STATED, IndicatorValue, Reading
from tests.matcher.city.indicator_city import AIR, ALL, AREA, HIPS, MEN, reading, write_city

LEEDS = Path(__file__).parents[3] / "data" / "leeds"
DAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_city(tmp_path / "exampleton")


def refreshed(folder: Path, found: Reading | None = None, day: date = DAY) -> Refreshed:
    return refresh(load_indicator_map(folder), found or reading(), "Credit line.", day)


def chosen(*values: IndicatorValue, **choice: str | None) -> Chosen:
    fields = {"id": 1, "names": ("x",), "source": "s", **choice}
    return choose(IndicatorChoice.model_validate(fields), values, AREA)


def test_the_newest_the_one_before_and_england() -> None:
    older = replace(HIPS, period="2022", sortable=20220000, value=1.0)
    before = replace(HIPS, period="2023", sortable=20230000, value=590.0)
    england = replace(HIPS, area=ENGLAND, value=550.1)
    others = (
        replace(england, sex="Male"),
        replace(england, age="80+ yrs"),
        replace(england, sortable=20230000, period="2023"),
        replace(HIPS, indicator_id=9, sortable=20260000),
        replace(HIPS, sex="Male", sortable=20260000),
    )
    found = chosen(older, HIPS, *others, before, england)
    assert (found.newest, found.before, found.england) == (HIPS, before, england)
    assert (found.value, found.withheld, found.contradicted) == (601.23456, (), False)


def test_a_longer_period_is_no_period_before() -> None:
    three_years = replace(HIPS, period="2021 - 23", sortable=20210000, period_range="3y")
    assert chosen(three_years, HIPS).before is None
    assert chosen(three_years, HIPS, range="3y").newest is three_years


def test_cumulative_periods_share_a_start_and_the_longest_is_the_newest() -> None:
    quarters = [
        replace(HIPS, period=f"2021/22 Q1 - {year} Q{quarter}", sortable=20210000, value=value)
        for year, quarter, value in (("2025/26", 3, 40.8), ("2024/25", 4, 34.8), ("2025/26", 1, 36))
    ]
    found = chosen(*quarters)
    assert found.newest.value == 40.8
    assert found.before is None, "a running total only ever rises: that is no trend"


def test_a_period_without_a_value_is_passed_over_and_said() -> None:
    withheld = replace(HIPS, period="2025", sortable=20250000, value=None)
    found = chosen(withheld, HIPS, replace(HIPS, period="2019", sortable=20190000, value=None))
    assert (found.newest, found.withheld) == (HIPS, ("2025",))
    with pytest.raises(NoFigureError, match="without a value"):
        chosen(withheld)


def test_two_figures_for_one_place_are_noticed() -> None:
    assert chosen(HIPS, replace(HIPS, value=2.0)).contradicted
    assert not chosen(HIPS, HIPS).contradicted


def test_all_people_unless_told_otherwise() -> None:
    women = replace(HIPS, sex="Female", value=1.0)
    assert chosen(women, HIPS).newest is HIPS
    assert chosen(women, replace(HIPS, sex="Not applicable")).newest.sex == "Not applicable"
    assert chosen(women).newest is women, "the only sex there is"
    assert chosen(women, HIPS, sex="female").newest is women


@pytest.mark.parametrize(
    ("values", "choice", "complaint"),
    [
        ((), {}, "no figure for the city"),
        ((replace(HIPS, area=ENGLAND),), {}, "no figure for the city"),
        ((MEN, replace(MEN, sex="Female")), {}, r"\(Female, Male\): name one as sex"),
        ((HIPS,), {"sex": "Male"}, "no figure for sex 'Male'; there is Persons"),
        ((HIPS, replace(HIPS, age="80+ yrs")), {}, r"\(65\+ yrs, 80\+ yrs\): name one as age"),
        ((HIPS,), {"age": "80+ yrs"}, "no figure for age"),
        ((HIPS,), {"range": "3y"}, "no figure for range '3y'; there is 1y"),
    ],
)
def test_what_cannot_be_chosen_is_said(
    values: tuple[IndicatorValue, ...], choice: dict[str, str], complaint: str
) -> None:
    found = [replace(value, indicator_id=1) for value in values]
    with pytest.raises(NoFigureError, match=complaint):
        chosen(*found, **choice)


def test_an_extract_that_names_no_age_serves_for_any() -> None:
    assert chosen(replace(HIPS, age=NOT_STATED), age="65+ yrs").value == 601.23456


@pytest.mark.parametrize(
    ("value", "period", "written", "written_period", "note"),
    [
        (162.31847, "2024", 162.3, "2024", Note.SAME),
        (162.36, "2024", 162.3, "2024", Note.REVISED),
        (22.81, "2024/25", 23, "2024/25", Note.SAME),
        (78.9, "2023 - 25", 79.8, "2020", Note.NEW),
        (78.9, "2023", 79.8, "2024", Note.OLDER),
        (75.0, "2024/25", 75, "February 2020", Note.NEW),
        (78.9, "2022 - 24", 78.9, "2024", Note.UNCLEAR),
        (5.4, "2023", 5.4, "2021 data, published June 2023", Note.UNCLEAR),
        (5.4, "IMD 2019", 5.4, "IMD 2019", Note.SAME),
        (5.4, "2023", None, None, Note.NEW),
        (5.4, "2023", 5.4, None, Note.UNCLEAR),
    ],
)
def test_how_a_figure_stands_to_the_one_people_wrote(
    value: float, period: str, written: float | None, written_period: str | None, note: Note
) -> None:
    row = EvidenceShape(indicator="x", city_value=written, period=written_period)
    assert compare(value, period, row) is note


def test_without_a_row_to_compare_with_a_figure_is_new() -> None:
    assert compare(1.0, "2024", None) is Note.NEW


def test_a_report_holds_every_need(folder: Path) -> None:
    result = refreshed(folder)
    assert result.complete
    assert not result.issues
    falls, air = result.report.needs
    hips, men = falls.indicators
    assert (hips.value, hips.england, hips.trend) == (601.2346, 550.1, "No significant change")
    assert hips.note is Note.NEW
    assert hips.in_needs_yaml is not None
    assert (hips.in_needs_yaml.value, hips.in_needs_yaml.england) == (588.5, 550)
    assert (men.sex, men.england, men.in_needs_yaml, men.note) == ("Male", None, None, Note.NEW)
    assert air.indicators[0].note is Note.UNCLEAR
    assert [need.id for need in result.report.nothing_to_refresh] == ["heat"]


def test_what_was_not_read_is_listed_with_its_reason(folder: Path) -> None:
    result = refreshed(folder, reading(HIPS, failed={2: "the site answered 503"}))
    assert not result.complete
    missing = [(m.fingertips_id, m.reason) for need in result.report.needs for m in need.not_read]
    assert missing == [(2, "the site answered 503"), (3, "there is no figure for the city")]


def test_an_issue_of_the_reader_makes_it_incomplete(folder: Path) -> None:
    issue = Issue(Severity.ERROR, "a service", "line 7: not understood")
    result = refreshed(folder, reading(issues=(issue,)))
    assert not result.complete
    assert result.issues == (issue,)


def test_what_a_person_should_look_at_is_a_warning(folder: Path) -> None:
    renamed = replace(HIPS, name="Broken hips", compared_to_england="Purple")
    later = replace(MEN, sortable=20230000, period="2023 - 25", value=None)
    result = refreshed(folder, reading(renamed, MEN, later, AIR, replace(AIR, value=5.0)))
    assert result.complete
    assert [issue.reason for issue in result.issues] == [
        "indicator 1 is called 'Broken hips', not 'Hip fractures 65+': "
        "check that it is still the same figure",
        "indicator 1: unknown comparison with England 'Purple'",
        "indicator 2: 2023 - 25 is published without a value",
        "indicator 3: two figures for 2024: the first is kept",
    ]


@pytest.mark.parametrize("words", ["Worse", "Better 95%", "Lower 99.8", "Not compared", "Similar"])
def test_known_comparisons_raise_nothing(folder: Path, words: str) -> None:
    hips = replace(HIPS, compared_to_england=words)
    assert not refreshed(folder, reading(hips, MEN, AIR)).issues


def test_the_same_figures_give_the_same_bytes_and_needs_yaml_is_not_touched(folder: Path) -> None:
    before = (folder / "needs.yaml").read_bytes()
    path, kept = write_report(refreshed(folder).report, folder)
    first = path.read_bytes()
    assert (path.name, kept) == ("indicators-2026-11-22.yaml", Kept.WRITTEN)
    found = reading(*reversed(ALL))
    again = write_report(refreshed(folder, found).report, folder)
    assert again == (path, Kept.UNCHANGED)
    assert path.read_bytes() == first
    assert (folder / "needs.yaml").read_bytes() == before
    assert sorted(file.name for file in folder.iterdir()) == [
        "city.yaml",
        "fingertips.yaml",
        "indicators-2026-11-22.yaml",
        "needs.yaml",
    ]


def test_what_is_written_reads_back(folder: Path) -> None:
    report = refreshed(folder).report
    write_report(report, folder)
    later = refreshed(folder, day=date(2027, 2, 1)).report
    path, _ = write_report(later, folder)
    (folder / "indicators-notes.yaml").write_text("mine: true\n")
    assert latest_report(folder) == (path, later)
    words = report_path(folder, DAY).read_text()
    assert yaml.safe_load(words)["as_of"] == DAY
    assert "null means not stated" in words


def test_new_figures_of_the_same_day_take_the_place_of_the_old(folder: Path) -> None:
    write_report(refreshed(folder).report, folder)
    revised = reading(replace(HIPS, value=602.0), MEN, AIR)
    path, kept = write_report(refreshed(folder, revised).report, folder)
    assert kept is Kept.WRITTEN
    assert "602.0" in path.read_text()


def test_a_poorer_reading_does_not_replace_a_fuller_one(folder: Path) -> None:
    path, _ = write_report(refreshed(folder).report, folder)
    full = path.read_bytes()
    assert write_report(refreshed(folder, reading(HIPS)).report, folder)[1] is Kept.FULLER
    assert path.read_bytes() == full


def test_a_file_that_somebody_changed_by_hand_is_not_overwritten(folder: Path) -> None:
    path, _ = write_report(refreshed(folder).report, folder)
    edited = path.read_text().replace("note: new", "note: new  # asked the council, is right", 1)
    path.write_text(edited)
    with pytest.raises(CityError, match="changed by hand"):
        write_report(refreshed(folder, reading(HIPS, MEN, AIR)).report, folder)
    assert path.read_text() == edited


def test_no_report_yet(folder: Path) -> None:
    assert latest_report(folder) is None


def test_a_spoiled_report_is_named(folder: Path) -> None:
    path, _ = write_report(refreshed(folder).report, folder)
    path.write_text(path.read_text().replace("value: 78.9", "value: high"))
    with pytest.raises(CityError, match=r"indicators-2026-11-22\.yaml: needs > 'falls' > ind"):
        latest_report(folder)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("fingertips.yaml", "  air:", "  flying:", "no need is called 'flying'"),
        ("fingertips.yaml", "beside: Deaths", "beside: Births", "no indicator 'Births'"),
        ("fingertips.yaml", "source: seen}", "source: s}", "'s' is not under sources"),
        ("fingertips.yaml", "id: 3", "id: three", "indicators > air > 'three' > id"),
        ("fingertips.yaml", "range: 3y", "rang: 3y", "rang"),
        ("fingertips.yaml", "range: 3y", "range: long", "range"),
        ("city.yaml", "area: {code", "# {code", "area: is missing"),
        ("city.yaml", "type: 502", "type: none", "area > type"),
    ],
)
def test_what_is_wrong_in_the_files_is_named(
    folder: Path, file: str, old: str, new: str, complaint: str
) -> None:
    path = folder / file
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(CityError, match=complaint) as error:
        load_indicator_map(folder)
    assert file in str(error.value)
    assert "\n" not in str(error.value)


def test_leeds_knows_its_indicators() -> None:
    plan = load_indicator_map(LEEDS)
    asked = plan.wanted()
    assert (plan.area.code, plan.area.type) == ("E08000035", 502)
    assert asked.areas == {"E08000035", ENGLAND}
    assert len(asked.names) >= 40
    assert len(plan.asked) >= 20
    figures = [(c.choice.id, c.choice.sex) for c in plan.asked["inequalities"]]
    assert (90366, "Male") in figures


def test_the_first_report_of_leeds_says_only_what_was_published() -> None:
    found = latest_report(LEEDS)
    assert found is not None
    report = found[1]
    assert isinstance(report, IndicatorReport)
    assert report.as_of >= DAY
    rows = {(row.fingertips_id, row.sex): row for need in report.needs for row in need.indicators}
    preventable = rows[93721, "Persons"]
    assert preventable.in_needs_yaml is not None
    if report.as_of == DAY:
        assert (preventable.value, preventable.compared_to_england) == (162.3, "Worse")
        assert preventable.note is Note.SAME
        assert {row.england for row in rows.values()} == {None}, "the extract has no England"
        assert rows[90366, "Male"].value == 78.9
