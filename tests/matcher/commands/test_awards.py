"""`bid-matcher awards`: collected, imported, shown; and what it says when there is nothing."""

import json
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from matcher.city.holders import city_organisation
from matcher.city.load import load_city
from matcher.commands import awards
from matcher.commands.award_rows import add_up
from matcher.settings import Settings, data_folder
from matcher.store import load_awards, open_store, upsert_awards
from models.award import Award
from models.errors import NothingToDoError
from models.money import Money
from tests.scrapers.awards.award_pages import FIXTURES, READ_AT, SOURCES, serve
from tests.scrapers.local_server import LocalServer

FIXTURE = FIXTURES / "nihr_hta_awards.csv"
REAL = Path(__file__).parents[3].parent / "shared" / "data" / "awards" / "nihr_hta_awards.csv"
LEEDS = load_city(data_folder() / "leeds")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        home=tmp_path / "home",
        database=f"sqlite:///{tmp_path / 'store.db'}",
        data=data_folder(),
        city="leeds",
        model=None,
        contact=None,
        base_overrides={},
        wait_scale=0,
        now=READ_AT,
    )


@pytest.fixture
def sites() -> Iterator[dict[str, LocalServer]]:
    """One local server per source of awards, each playing its fixture pages."""
    with ExitStack() as stack:
        served = {name: stack.enter_context(LocalServer()) for name in SOURCES}
        for name, site in served.items():
            serve(name, site)
        yield served


def bring_in(settings: Settings, file: Path, mapping: Path | None = None) -> int:
    return awards.run(settings, Namespace(action="import", file=file, map=mapping))


def show(settings: Settings, organisation: str | None = None, *, as_json: bool = False) -> int:
    arguments = Namespace(action="show", organisation=organisation, json=as_json)
    return awards.run(settings, arguments)


def keep(settings: Settings, *found: Award) -> None:
    upsert_awards(open_store(settings.database), found, READ_AT)


def award(number: int, holder: str, pounds: int | None = None, source: str = "toy") -> Award:
    amount = None if pounds is None else Money(Decimal(pounds), "GBP")
    return Award(
        source=source, source_id=str(number), title="A trial", organisation=holder, amount=amount
    )


def test_an_import_keeps_the_good_rows_and_names_the_others(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring_in(settings, FIXTURE) == 4
    told = capsys.readouterr()
    assert told.out == "nihr_hta_awards.csv: 3 new, 0 changed, 0 unchanged, 5 rejected\n"
    assert "  nihr_hta_awards.csv, line 6, ends_on: ends (2024-04-01) before it starts" in told.err
    assert bring_in(settings, FIXTURE) == 4
    assert "0 new, 0 changed, 3 unchanged" in capsys.readouterr().out


def test_an_import_without_a_good_row_is_3_and_one_that_cannot_be_read_an_error(
    settings: Settings, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("Project_ID,Project_Title\n1,\n")
    assert bring_in(settings, bad) == 3
    bad.write_text("<html>")
    with pytest.raises(ValueError, match=r"bad\.csv: is a web page"):
        bring_in(settings, bad)
    with pytest.raises(ValueError, match=r"none\.yaml: the file is missing"):
        bring_in(settings, FIXTURE, tmp_path / "none.yaml")


def test_the_real_file_shows_what_leeds_holds(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    if not REAL.is_file():
        pytest.skip("the file of NIHR awards is not beside the project")
    assert bring_in(settings, REAL) == 0
    assert "889 new" in capsys.readouterr().out
    assert show(settings, as_json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [(row["organisation"], row["awards"]) for row in shown["rows"]] == [
        ("University of Leeds", 23),
        ("Leeds Teaching Hospitals NHS Trust", 4),
        ("Leeds and York Partnership NHS Foundation Trust", 5),
    ]
    (total,) = shown["totals"]
    assert (total["awards"], total["stated"]) == (32, 32)
    assert (total["total"], total["median"]) == (47866775.01, 1590806.31)


def test_the_table_shows_number_total_median_and_largest(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(
        settings,
        *(award(number, "University of Leeds", 1_000_000 * number) for number in (1, 2, 6)),
        award(4, "UNIVERSITY OF LEEDS"),
        award(5, "University of Leeds", 7_000_000, source="other"),
        award(7, "University of York", 9_000_000),
    )
    assert show(settings) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:3]] == [
        ["Organisation", "Source", "Awards", "Total", "Median", "Largest"],
        ["University", "of", "Leeds", "toy", "4", "£9m", "£2m", "£6m"],
        ["University", "of", "Leeds", "other", "1", "£7m", "£7m", "£7m"],
    ]
    assert ["All", "toy", "4", "£9m", "£2m", "£6m"] in [line.split() for line in lines]
    assert "1 awards state no amount in pounds; they count, and add nothing." in lines
    assert "their totals must not be added up" in lines[-1]


def test_any_organisation_of_the_country_can_be_shown(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(settings, award(1, "University of York", 5), award(2, "University of Leeds", 6))
    assert show(settings, "york", as_json=True) == 0
    shown = json.loads(capsys.readouterr().out)
    assert [row["organisation"] for row in shown["rows"]] == ["University of York"]


def test_nothing_stored_says_what_to_do(settings: Settings) -> None:
    with pytest.raises(NothingToDoError, match=r"awards collect.*awards import"):
        show(settings)


def test_nothing_of_the_city_is_said(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(settings, award(1, "University of York", 5))
    assert show(settings) == 0
    assert show(settings, "nobody") == 0
    assert capsys.readouterr().out.splitlines() == [
        "None of the 1 stored awards is held by Leeds.",
        "None of the 1 stored awards is held by an organisation like 'nobody'.",
    ]


def test_names_from_outside_cannot_dress_up_the_table(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(settings, award(1, "Leeds [red]\x1b[31m\u202eDevices[/red] Ltd", 5))
    assert show(settings) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[red]" in out


@pytest.mark.parametrize(
    ("holder", "whose"),
    [
        ("University of Leeds", "University of Leeds"),
        ("THE UNIVERSITY OF LEEDS", "University of Leeds"),
        ("University of Leeds, School of Medicine", "University of Leeds"),
        (
            "Leeds & York Partnership NHS Foundation Trust",
            "Leeds and York Partnership NHS Foundation Trust",
        ),
        ("Leeds Metropolitan University", "Leeds Metropolitan University"),
        ("ST GEMMA'S HOSPICE", "St Gemma's Hospice"),
        ("St Gemma’s Hospice", "St Gemma's Hospice"),
        ("University of Leedstown", None),
        ("Nexus Rail", None),
        ("University of York", None),
    ],
)
def test_whose_award_it_is(holder: str, whose: str | None) -> None:
    assert city_organisation(holder, LEEDS) == whose


def test_money_that_is_not_pounds_is_not_added_up() -> None:
    dollars = replace(award(1, "University of Leeds"), amount=Money(Decimal(9), "USD"))
    (row,) = add_up([dollars, award(2, "University of Leeds", 4)], {"University of Leeds": "X"})
    assert (row.awards, row.stated, row.total) == (2, 1, Decimal(4))


def test_collecting_says_how_each_source_went(
    settings: Settings, sites: dict[str, LocalServer], capsys: pytest.CaptureFixture[str]
) -> None:
    bases = {name: site.address for name, site in sites.items()}
    settings = replace(settings, base_overrides=bases)
    assert awards.run(settings, Namespace(action="collect", allow_few=False, source=None)) == 3
    told = capsys.readouterr().err
    assert "NIHR awards: refused" in told
    assert "nothing was stored" in told
    assert load_awards(open_store(settings.database)) == []
    with pytest.raises(ValueError, match="--source ukri: no such source; there are"):
        awards.run(settings, Namespace(action="collect", allow_few=False, source=["ukri"]))


def test_enough_awards_are_stored_once(
    settings: Settings, sites: dict[str, LocalServer], capsys: pytest.CaptureFixture[str]
) -> None:
    site = sites["three_sixty_giving"]
    settings = replace(settings, base_overrides={"three_sixty_giving": site.address})
    first = "/api/v1/org/XI-ROR-024mrxd33/grants_received/?limit=100&offset=0"
    site.page(first, json.dumps({"count": 30, "next": None, "results": _grants(30)}))
    arguments = Namespace(action="collect", allow_few=False, source=["three_sixty_giving"])
    assert awards.run(settings, arguments) == 0
    assert "360Giving: ok, 32 awards, 5 requests, 32 new" in capsys.readouterr().err
    assert awards.run(settings, arguments) == 0
    assert "32 awards, 5 requests, 5 unchanged\n" in capsys.readouterr().err
    assert show(settings, as_json=True) == 0
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["organisation"], row["awards"], row["total"]) for row in rows] == [
        ("University of Leeds", 30, 1_440_000.0),
        ("St Gemma's Hospice", 1, 48_000.0),
        ("Leeds Hospitals Charity", 1, None),
    ]


def _grants(count: int) -> list[dict[str, object]]:
    holder = [{"id": "XI-ROR-024mrxd33", "name": "University of Leeds"}]
    facts = {"title": "Care", "currency": "GBP", "amountAwarded": 48_000}
    return [
        {"grant_id": f"360G-Many-{n}", "data": {**facts, "recipientOrganization": holder}}
        for n in range(count)
    ]
