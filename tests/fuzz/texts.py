"""The targets that read prose: facts, words, and what makes text fit to keep and to show."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from matcher.digest.safe import clip, plain, web_address
from matcher.identity.designators import designators
from matcher.identity.titles import compare_titles, title_words
from matcher.neutral import LONGEST_TITLE, neutral_line, neutral_text
from matcher.ranking.sentences import sentences as ranked_sentences
from matcher.ranking.wordings import wordings_of
from matcher.ranking.words import words
from matcher.wordings import known_words
from scrapers.addresses import check_web_address, is_public, is_same_site, redirected
from scrapers.contract import Context
from scrapers.facts.applicants import find_admissions
from scrapers.facts.bid_cap import find_bid_cap
from scrapers.facts.consortium import find_consortium
from scrapers.facts.countries import closed_lists, find_uk
from scrapers.facts.dates import parse_day, parse_moment, read_closing, read_opening
from scrapers.facts.duration import find_duration
from scrapers.facts.expected_awards import find_expected_awards
from scrapers.facts.expression_of_interest import find_expression_of_interest
from scrapers.facts.gather import (
    LONGEST_READ,
    Facts,
    add_amounts,
    add_conditions,
    add_schedule,
    add_stage,
)
from scrapers.facts.match_funding import find_match_funding
from scrapers.facts.money import find_amounts, parse_amount
from scrapers.facts.schedule import read_schedule
from scrapers.facts.stage import read_stage
from scrapers.facts.text import html_to_text
from scrapers.facts.text import sentences as page_sentences
from tests.fuzz.target import Sample, Target
from tests.scrapers.fixture_pages import FIXTURES, READ_AT

_DATA = Path(__file__).parents[2] / "data"
_MOST_TEXT = 4_000  # characters of one good text: bad ones are long by intent
_VALUES = (
    *(
        "15 September 2026 4:00pm",
        "Tuesday 15 September 2026, 16:00 UK time",
        "2026-09-15T16:00:00Z",
    ),
    *(
        "£1.5 million to £2,000,000",
        "up to €3m per project",
        "£50k - £250k",
        "30 Sept 2026",
        "Open - no closing date",
    ),
)
_ADDRESSES = (
    *(
        "https://www.ukri.org/opportunity/a/?b=c#d",
        "//ukri.org/x",
        "../y?z",
        "http://[2606:4700::1111]:8080/",
    ),
    *(
        "https://user:word@host.example:99/a%20b",
        "http://169.254.169.254/latest",
        "https://xn--bcher-kva.example/",
    ),
)
_READERS = (
    *(find_expected_awards, find_duration, find_consortium, find_match_funding, find_bid_cap),
    find_expression_of_interest,
)


def targets() -> Iterator[Target]:
    """Yield the targets of prose, of labelled values, of titles and of addresses."""
    prose = tuple(Sample("prose", text.encode()) for text in _prose())
    yield Target("facts", prose, read_facts, (), 3)
    yield Target("facts together", prose, _together, (), 2)
    values = tuple(Sample("value", text.encode()) for text in _VALUES)
    yield Target("labelled values", values, _values, (), 4)
    pages = sorted(FIXTURES.glob("*/*.html"))
    html = tuple(Sample("html", path.read_bytes()) for path in pages)
    yield Target("html to text", html, _html, (), 2)
    titles = tuple(Sample("title", title.encode()) for title in _titles())
    yield Target("titles and words", titles, partial(_titled, known_words(_DATA / "words")), (), 3)
    addresses = tuple(Sample("address", each.encode()) for each in _ADDRESSES)
    yield Target("addresses", addresses, _addresses, (), 3)


def _prose() -> Iterator[str]:
    for path in sorted(FIXTURES.glob("*/*.html")):
        yield html_to_text(path.read_text("utf-8"))[:_MOST_TEXT]


def _titles() -> Iterator[str]:
    with (_DATA / "catalogue" / "uk_calls.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line)["title"] for line, _ in zip(lines, range(60), strict=False))


def read_facts(_: str, body: bytes) -> None:
    """Read every fact by itself: what is found is quoted from the text, whatever that holds."""
    text = body.decode("utf-8", "replace")[:LONGEST_READ]
    for reader in _READERS:
        found = reader(text)
        assert found is None or found.sentence, reader.__name__
    for amount in find_amounts(text, "A title in $"):
        assert amount.money.amount.is_finite()
        assert amount.money.amount >= 0
    schedule = read_schedule(text, "A title 2026")
    assert all(moment.tzinfo is not None for moment in schedule.deadlines)
    read_stage("Outline stage", text)
    find_admissions(text)
    list(closed_lists(text))
    list(find_uk(text))


def _together(_: str, body: bytes) -> None:
    """Read all facts of a page as a source does, after the text was made plain."""
    text = html_to_text("<p>" + body.decode("utf-8", "replace"))
    facts = Facts("https://a.example/")
    add_schedule(facts, text, "A title")
    add_stage(facts, "A title", text)
    add_amounts(facts, (text,), "A title")
    add_conditions(facts, (text,))
    assert all(evidence.sentence for evidence in facts.evidence)
    page_sentences(text)


def _values(_: str, body: bytes) -> None:
    value = body.decode("utf-8", "replace")
    for read in (parse_moment, parse_day, read_closing, read_opening, parse_amount):
        try:
            read(value)
        except ValueError:
            continue
    Context("a", "https://a.example/", READ_AT.date(), {"status": {}}).look_up("status", value)


def _html(_: str, body: bytes) -> None:
    text = html_to_text(body.decode("utf-8", "replace"))
    assert "\x00" not in text


def _titled(known: object, _: str, body: bytes) -> None:
    text = body.decode("utf-8", "replace")
    title = neutral_line(text, LONGEST_TITLE)  # as every call's is cut before it is kept
    designators(title)
    compare_titles(title_words(title), title_words(title[::-1]))
    wordings_of(title[:1_000], known)  # type: ignore[arg-type]  # handed through as it is
    words(text)
    ranked_sentences(text)
    assert "\n" not in title
    assert "\x00" not in neutral_text(text)
    assert len(clip(text, 80)) <= 80
    plain(text)


def _addresses(_: str, body: bytes) -> None:
    """An address is read or refused in words; what is followed is http or https."""
    address = body.decode("utf-8", "replace")
    shown = web_address(address)
    assert (
        shown is None or shown.startswith(("http", "HTTP", "Http")) or shown[:4].lower() == "http"
    )
    is_public(address)
    for read in (check_web_address, _same_site, _redirected):
        try:
            read(address)
        except ValueError:
            continue


def _same_site(address: str) -> None:
    is_same_site(address, ("https://www.ukri.org",))


def _redirected(location: str) -> None:
    to = redirected("https://www.ukri.org/a/b", location, None)
    assert to.startswith(("http://", "https://")), to
