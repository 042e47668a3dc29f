"""Documents nested or repeated as nobody writes them: refused at once, never read for hours."""

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from matcher.city.load import CityError
from matcher.city.shapes import CityShape, NeedsShape
from matcher.imports import ImportFailure, Mapping, read_calls
from matcher.ranking.sentences import sentences
from matcher.web.calls.asked import address_of, read_asked
from matcher.yaml_files import check_yaml
from scrapers.contract import RawPage
from scrapers.facts.bid_cap import find_bid_cap
from scrapers.facts.markup import open_page
from scrapers.facts.money.amounts import MOST, find_amounts
from scrapers.facts.nesting import is_too_deep
from scrapers.facts.schedule import read_schedule
from scrapers.facts.text import html_to_text
from scrapers.feed import feed_links
from scrapers.grants_gov.extract import records
from scrapers.pages import read_json
from tests.scrapers.fixture_pages import FIXTURES, READ_AT, SOURCES, cards_of, context_of, page_of

SIZE = 200_000  # bytes
SECONDS = 1.0  # of processor time
DEEP = ("<div>", "<dl><dd>", "<span>", "<ul><li>", "<blockquote>", "<x-y>", "<table><tr><td><div>")


def page(body: bytes, kind: str = "text/html") -> RawPage:
    return RawPage("https://a.example/x", "https://a.example/x", 200, kind, body, READ_AT)


def soon(run: Callable[[], object]) -> None:
    """It takes less than a second, or than three where the machine counts in other things."""
    start = time.process_time()
    run()
    assert time.process_time() - start < 3 * SECONDS


@pytest.mark.parametrize("opening", DEEP)
@pytest.mark.parametrize(
    "before", ["", "<!-- </div> -->", "<p title='</div>'>", "<script>'</div>'</script>"]
)
def test_a_page_nested_without_end_is_refused_before_it_is_parsed(
    opening: str, before: str
) -> None:
    html = f"<html><body>{before}{opening * (SIZE // len(opening))}"

    def refused() -> None:
        with pytest.raises(ValueError, match="deep on the page"):
            open_page(page(html.encode()))
        assert html_to_text(html) == ""

    soon(refused)


def test_a_page_is_not_deep_for_having_much_beside_each_other() -> None:
    rows = "<div class=a><p>one<li>two<br><img src=x></div><!-- <div> -->" * 3_000
    assert not is_too_deep(rows)
    assert "one" in html_to_text(rows)


def test_of_more_elements_than_any_page_has_nothing_is_read() -> None:
    assert is_too_deep("<i></i>" * 60_001)


def test_a_page_deeper_than_any_reader_s_is_refused() -> None:
    """Two hundred are parsed at once, but what is within them would be read for each anew."""
    with pytest.raises(ValueError, match="more than 200 deep"):
        open_page(page(b"<b>" * 300))
    open_page(page(b"<div>" * 150))


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_a_call_within_nested_bold_type_is_read_or_refused_soon(name: str) -> None:
    """What a label is, is known from its beginning: bold in bold in bold is not read whole."""
    source = SOURCES[name]
    context = context_of(source)
    card = next((card for card in cards_of(source, context) if card.detail), None)
    if card is None or card.detail is None:
        pytest.skip("its calls stand in the listing")
    good = page_of(source, card.detail)
    if "html" not in good.content_type:
        pytest.skip("its pages are no HTML")
    body = good.body.replace(b"</h1>", b"</h1>" + b"<b>" * 60 + b"word <i>x</i> " * 500, 1)
    hostile = page_of(source, card.detail, body)

    def read() -> None:
        try:
            source.parser.parse_call(card, hostile, context)
        except (ValueError, KeyError):
            return

    soon(read)


def test_json_nested_without_end_is_refused() -> None:
    for opening in ("[", '{"a":', "[{", '{"a":['):
        with pytest.raises(ValueError, match="JSON was promised"):
            read_json(page((opening * 50_000).encode(), "application/json"))
    flat = json.dumps([[1]] * 1_000).encode()
    assert len(read_json(page(flat, "application/json"))) == 1_000


@pytest.mark.parametrize("digits", [1_000, 5_000, 70_000])
@pytest.mark.parametrize("before", ["", " " * 65_530])
def test_a_number_without_end_is_refused_before_the_parser_dies_of_it(
    digits: int, before: str
) -> None:
    """As ijson 3.6 does of 4,301 digits: in a process of its own, so that a test can tell."""
    program = (
        "import sys; from datetime import UTC, datetime; from scrapers.contract import RawPage; "
        "from scrapers.json_stream import entries; body = sys.stdin.buffer.read(); "
        "page = RawPage('https://a.example', '', 200, 'application/json', body, datetime.now(UTC))"
        "\ntry: list(entries(page))\nexcept ValueError as error: print(error)"
    )
    body = f'[{{"a": {before}{"9" * digits}, "b": [1]}}, {{"a": 2}}]'
    done = subprocess.run(
        [sys.executable, "-c", program], input=body, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "a number of 1,000 digits or more" in done.stdout


@pytest.mark.parametrize(
    "words", ["[" * 20_000, "{a: " * 20_000, "- " * 20_000, "a: &b [*b]\n" * 9]
)
def test_yaml_nested_without_end_is_refused(words: str) -> None:
    with pytest.raises(CityError, match=r"deeply|not valid YAML|written out|the whole file"):
        check_yaml(words, "city.yaml", CityShape, CityError)


def test_yaml_that_unfolds_is_refused() -> None:
    laughs = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
    )
    merged = "b0: &b0 {x: 1}\n" + "".join(
        f"b{n}: &b{n}\n  <<: [{', '.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 12)
    )
    for words in (laughs, merged):
        soon(lambda words=words: _refused_yaml(words))  # type: ignore[misc]


def _refused_yaml(words: str) -> None:
    with pytest.raises(CityError, match="written out"):
        check_yaml(words, "needs.yaml", NeedsShape, CityError)


@pytest.mark.parametrize(
    ("unit", "read"),
    [
        ("up to £1m to ", find_amounts),
        ("£1m and £2m or £3m with grants of up to ", find_amounts),
        (" ", sentences),
        ('" ', sentences),
        ("1 June 2026 ", read_schedule),
        ("closes on 1 June 2026 and 2 July 2026, ", read_schedule),
        ("1 Stage 1 ", find_bid_cap),
        ("one outline eligible full lead ", find_bid_cap),
    ],
)
def test_a_sentence_without_end_is_read_soon(unit: str, read: Callable[[str], object]) -> None:
    soon(lambda: read(unit * (40_000 // len(unit))))


def test_only_so_many_amounts_are_read() -> None:
    assert len(find_amounts("Awards of £2,000,000. " * 500)) == MOST


def test_the_fixtures_are_not_deep() -> None:
    for path in FIXTURES.glob("*/*.html"):
        assert not is_too_deep(path.read_text("utf-8")), path.name


@pytest.mark.parametrize(
    "words",
    ["a: 2026-02-30", f"a: {'9' * 5_000}", "a: !!python/object/apply:os.system [x]", "? [a]\n: 1"],
)
def test_yaml_with_a_value_that_is_none_is_refused_in_words(words: str) -> None:
    with pytest.raises(CityError, match=r"^city\.yaml: "):
        check_yaml(words, "city.yaml", CityShape, CityError)


@pytest.mark.parametrize("encoding", ["nobody-knows", "utf-7", "idna", "base64", "\x00"])
def test_xml_in_an_encoding_that_nobody_knows_is_refused(encoding: str) -> None:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><rss/>'.encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.xml", xml)
    with pytest.raises(ValueError, match="a feed"):
        feed_links(page(xml, "application/rss+xml"))
    with pytest.raises(ValueError, match=r"encoding|codec|broken"):
        list(records(page(packed.getvalue(), "application/zip")))


def test_a_pattern_that_repeats_without_end_is_refused_in_words() -> None:
    with pytest.raises(ImportFailure, match="not a regular expression"):
        check_yaml(
            "about: a\nfields: {source: {column: a, pattern: 'a{9999999999}'}, source_id: b}",
            "mapping.yaml",
            Mapping,
            ImportFailure,
        )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.csv", b'"'),
        ("a.csv", b'id,title\n1,"'),
        ("a.json", b'[{"id": "a", "title": "b", "x": 1e99999999999999999999}]'),
        ("a.json", b'[{"id": ' + b"9" * 5_000 + b"}]"),
        ("a.jsonl", b"1e-99999999999999999999"),
    ],
)
def test_a_file_of_odd_marks_and_numbers_is_refused_in_words(
    name: str, body: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(ImportFailure, match=rf"^{name}: "):
        read_calls(path, None, READ_AT.date())


def test_a_page_of_thousands_of_digits_is_the_last() -> None:
    asked = read_asked([("page", "9" * 5_000), ("q", "a " * 500), ("need", "x " * 500)])
    assert asked.page == 50
    assert read_asked(parse_qsl(address_of(asked).partition("?")[2])) == asked
    assert read_asked([("page", "0" * 5_000)]).page == 1
