"""Awards from files: good rows are kept, bad ones are named by line and field."""

import gzip
import json
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.imports.award_build import award_from_row
from matcher.imports.award_mapping import AwardMapping, load_award_mapping
from matcher.imports.awards import AwardImport, read_awards
from matcher.imports.result import FieldError, ImportFailure
from models.award import Award
from models.money import Money

ROOT = Path(__file__).parents[3]
FIXTURE = ROOT / "tests" / "fixtures" / "awards" / "nihr_hta_awards.csv"
REAL = ROOT.parent / "shared" / "data" / "awards" / "nihr_hta_awards.csv"


@cache
def mapping() -> AwardMapping:
    return load_award_mapping(ROOT / "data" / "mappings" / "nihr_awards.yaml")


@cache
def real() -> AwardImport:
    if not REAL.is_file():
        pytest.skip("the file of NIHR awards is not beside the project")
    return read_awards(REAL, mapping())


def in_leeds(award: Award) -> bool:
    """Whether Contracted_Organisation has the word Leeds in it."""
    return "leeds" in (award.organisation or "").casefold().split()


def test_good_rows_are_kept_and_bad_ones_named() -> None:
    result = read_awards(FIXTURE, mapping())
    assert [award.source_id for award in result.awards] == ["90/01/02", "NIHR900202", "NIHR900203"]
    assert [(row.line, row.field) for row in result.rejected] == [
        *((5, "amount"), (6, "ends_on"), (7, "source_id"), (8, "source_id"), (9, "url")),
    ]
    reasons = [row.reason for row in result.rejected]
    assert reasons[1] == "ends (2024-04-01) before it starts (2025-04-01)"
    assert reasons[3] == "same award (nihr_awards:NIHR900202) as line 3"
    assert "not a web address: 'javascript:alert(1)'" in reasons[4]


def test_an_award_has_its_facts_and_nobody_is_named() -> None:
    first, second, third = read_awards(FIXTURE, mapping()).awards
    assert first == Award(
        source="nihr_awards",
        source_id="90/01/02",
        title="Walking groups after a stroke: a trial",
        url="https://fundingawards.nihr.ac.uk/award/90/01/02",
        funder="NIHR (non-ODA)",
        programme="Health Technology Assessment",
        organisation="University of Leeds",
        amount=Money(Decimal("1434393.08"), "GBP"),
        starts_on=date(2004, 11, 1),
        ends_on=date(2014, 12, 31),
        summary=(
            "Walking helps.\n"
            "Ask [name removed] ([e-mail address removed], [telephone number removed])."
        ),
        categories=("Stroke",),
    )
    assert second.title == "Listening to carers & families"
    assert second.amount == Money(Decimal("2000000.01"), "GBP")
    assert (second.starts_on, second.ends_on) == (date(2024, 4, 1), date(2029, 3, 31))
    assert (second.summary, second.categories) == ("", ("Mental Health", "Neurological"))
    assert (third.amount, third.ends_on) == (None, None)


@pytest.mark.parametrize("kind", [".jsonl", ".json", ".jsonl.gz", ".csv.gz", ".xlsx"])
def test_every_kind_of_file_gives_the_same_awards(tmp_path: Path, kind: str) -> None:
    import pandas as pd

    table = pd.read_csv(FIXTURE, dtype=str, keep_default_na=False)
    path = tmp_path / f"awards{kind}"
    lines = "\n".join(json.dumps(row) for row in table.to_dict("records"))
    if kind == ".xlsx":
        table.to_excel(path, index=False)
    elif kind == ".json":
        path.write_text(json.dumps({"data": table.to_dict("records")}))
    elif kind == ".jsonl":
        path.write_text(lines)
    else:
        path.write_bytes(gzip.compress(lines.encode() if "json" in kind else FIXTURE.read_bytes()))
    found, expected = read_awards(path, mapping()), read_awards(FIXTURE, mapping())
    assert found.awards == expected.awards
    assert [row.field for row in found.rejected] == [row.field for row in expected.rejected]


def test_the_names_of_the_export_are_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "export.json"
    row = {
        "project_id": "NIHR900101",
        "project_title": "A trial",
        "award_amount_from_dh": 1834250.55,
        "contracted_organisation": "University of Leeds",
        "ukcrc_value": ["Stroke", "Skin"],
        "award_holder_name": "Professor Alex Sample",
        "orcid": "0000-0000-0000-0001",
    }
    path.write_text(json.dumps([row]))
    (award,) = read_awards(path, mapping()).awards
    assert award.amount == Money(Decimal("1834250.55"), "GBP")
    assert award.categories == ("Stroke", "Skin")
    assert "Sample" not in repr(award)
    assert "0001" not in repr(award)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("awards.csv", b"Title,Sum\nA trial,5\n", "has no column called 'Project_ID'"),
        ("awards.csv", b"Project_ID,Sum\n1,5\n", "has no column called 'Project_Title'"),
        ("awards.csv", b"<html>Sorry</html>", "is a web page"),
        ("awards.csv", b"", "is empty"),
        ("awards.json", b'{"a": 1', "not valid JSON"),
        ("awards.jsonl", b"not\njson\n", "none of its 2 lines is a JSON object"),
        ("awards.pdf", b"%PDF-1.7", "cannot tell what it is"),
        ("awards.xlsx", b"Project_ID", "is not an Excel file"),
    ],
)
def test_a_file_that_is_not_one_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ImportFailure, match=reason) as failure:
        read_awards(path, mapping())
    assert name in str(failure.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("about: a\nfields: {source: x, source_id: y}", "fields > title: Field required"),
        ("about: a\nfields: {source: x, source_id: y, title: z, person: p}", "person"),
        ("about: a\ncurrency: pounds\nfields: {source: x, source_id: y, title: z}", "currency"),
        ("- a", "the whole file"),
    ],
)
def test_a_mapping_that_is_wrong_is_named(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(ImportFailure, match=reason):
        load_award_mapping(path)


def test_a_mapping_of_ones_own(tmp_path: Path) -> None:
    rules = {
        "about": "the trust's list",
        "fields": {
            "source": {"constant": "our_trust"},
            "source_id": "Ref",
            "title": "What for",
            "amount": {"amount": "Sum", "currency": {"constant": "EUR"}},
        },
        "skip": [{"when": {"What for": "^TEST"}, "reason": "trials of the form"}],
    }
    path = tmp_path / "ours.csv"
    path.write_text("Ref,What for,Sum\n1,Beds,€1.5 million\n2,TEST,9\n3,Chairs,\n4,Lamps,250.5\n")
    result = read_awards(path, AwardMapping.model_validate(rules))
    assert [str(award.amount) for award in result.awards] == ["€1.5m", "None", "€250"]
    assert result.rejected == ()


_CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40)


@given(
    st.dictionaries(st.sampled_from(sorted(FIXTURE.read_text().split("\n")[0].split(","))), _CELLS)
)
@settings(max_examples=100, deadline=None)
def test_any_row_gives_an_award_or_names_a_field(row: dict[str, Any]) -> None:
    try:
        told = award_from_row(row, mapping()).title
    except FieldError as error:
        told = error.field
    assert told.strip()


def test_the_real_file_is_read_whole() -> None:
    result = real()
    assert (len(result.awards), result.rejected) == (889, ())
    assert all(award.amount and award.organisation and award.url for award in result.awards)
    assert len({award.key for award in result.awards}) == 889


def test_thirty_two_of_the_real_awards_are_in_leeds() -> None:
    held = [award for award in real().awards if in_leeds(award)]
    assert Counter(award.organisation for award in held) == {
        "University of Leeds": 23,
        "Leeds and York Partnership NHS Foundation Trust": 5,
        "Leeds Teaching Hospitals NHS Trust": 4,
    }
    total = sum(award.amount.amount for award in held if award.amount)
    assert total == Decimal("47866775.01")
