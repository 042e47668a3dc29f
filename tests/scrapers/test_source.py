"""`source.yaml` and the discovery of sources: mistakes are named by file and field."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scrapers.registry import load_parser, load_sources
from scrapers.source import read_definition
from tests.scrapers.toy_source import guide_block, toy_fields, toy_source


def write(folder: Path, text: str, name: str = "toy_fund") -> Path:
    path = folder / "scrapers" / "sources" / name / "source.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_the_guides_example_is_read(tmp_path: Path) -> None:
    definition = read_definition(write(tmp_path, guide_block("yaml")))
    assert definition.name == "toy_fund"
    assert definition.publisher.official
    assert definition.expect.min_calls == 3
    assert definition.http.max_bytes == 10_000_000
    assert definition.lookups["status"]["Coming soon"] == "forecasted"


def test_http_rules_have_defaults(tmp_path: Path) -> None:
    fields = toy_fields()
    del fields["http"]
    definition = read_definition(write(tmp_path, yaml.safe_dump(fields)))
    stated = yaml.safe_load(guide_block("yaml"))["http"]
    assert definition.http.model_dump() == {
        **stated,
        "refresh_days": 0,
        "empty_pages": False,
        "accept": "*/*",
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"expect": {"min_calls": -1, "max_calls": 9}}, "expect.min_calls: must be at least 0"),
        ({"expect": {"min_calls": 0, "max_calls": 9}}, "expect: min_calls or min_listed must be"),
        ({"expect": {"min_calls": 9, "max_calls": 3}}, "expect: max_calls must not be less"),
        ({"expect": {"min_calls": 1}}, "expect.max_calls: is missing"),
        ({"summary": "Short."}, "summary: must have at least 50 characters"),
        ({"url": "www.toyfund.example"}, "url: must be an http or https address"),
        ({"url": "file:///etc/passwd"}, "url: must be an http or https address"),
        ({"hosts": ["https://a.example/path"]}, "hosts: must be scheme and host only"),
        ({"name": "other"}, "name: is 'other' but its folder is 'toy_fund'"),
        ({"name": "Toy Fund"}, "name: must match"),
        ({"schedule": "sometimes"}, "schedule: must be 'hourly', 'daily' or 'weekly'"),
        ({"intervall": 3}, "intervall: is not a known field"),
        ({"http": {"timeout_s": 0}}, "http.timeout_s: must be more than 0"),
        ({"http": {"max_pages": 5000}}, "http.max_pages: must be at most 1000"),
        ({"title": 7}, "title: must be text; put it in quotes"),
        ({"lookups": {"status": {31: "open"}}}, "lookups.status.31: must be text"),
        ({"publisher": {"name": "N", "country": False, "official": True}}, "publisher.country: "),
    ],
)
def test_a_mistake_is_named_by_file_and_field(
    tmp_path: Path, changes: dict[str, Any], message: str
) -> None:
    path = write(tmp_path, yaml.safe_dump(toy_fields(**changes)))
    with pytest.raises(ValueError, match=r"source\.yaml") as caught:
        read_definition(path)
    assert str(caught.value).startswith(f"scrapers/sources/toy_fund/source.yaml: {message}")


@pytest.mark.parametrize("text", ["a: [", "", "- a\n- b", "\x00", "a: b: c"])
def test_a_file_that_is_no_table_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match=r"^scrapers/sources/toy_fund/source\.yaml: "):
        read_definition(write(tmp_path, text))


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(ValueError, match="not readable as YAML"):
        read_definition(path)


def test_sources_are_found_by_folder(tmp_path: Path) -> None:
    toy_source(tmp_path)
    (tmp_path / "no_source_here").mkdir()
    assert [source.name for source in load_sources(tmp_path)] == ["toy_fund"]
    assert load_sources(tmp_path / "absent") == ()


def test_every_broken_source_is_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "scrapers" / "sources"
    write(tmp_path, "a: [", "first")
    write(tmp_path, yaml.safe_dump(toy_fields(name="second")), "second")
    toy_source(folder)
    with pytest.raises(ValueError, match=r"first/source\.yaml") as caught:
        load_sources(folder)
    lines = str(caught.value).splitlines()
    assert lines[-1] == "scrapers/sources/second/parser.py: there is no such file"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("def parse_listing(page, context): ...", "has no function parse_call"),
        ("def broken(:", "cannot be imported"),
        ("import no_such_module_at_all", "cannot be imported"),
        ("parse_listing = 1", "has no function parse_listing"),
    ],
)
def test_a_parser_that_cannot_work_is_named(tmp_path: Path, code: str, message: str) -> None:
    path = tmp_path / "parser.py"
    path.write_text(code)
    with pytest.raises(ValueError, match=message):
        load_parser(path)


def test_the_sources_that_ship_are_well_formed() -> None:
    for source in load_sources():
        assert source.definition.url.startswith("https://")
        assert source.definition.licence.credit
