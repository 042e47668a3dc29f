"""What a reader of the digest sees, in HTML, plain text and JSON."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product

import pytest
from selectolax.lexbor import LexborHTMLParser

from matcher.digest.render import COLUMNS, digest_as_json, render_html, render_text
from matcher.serial import load_json
from models.call import DeadlineKind
from models.digest import Digest
from models.scale import Scale, ScaleAssessment, ScaleBasis
from tests.matcher.digest.samples import (
    CITY,
    bare_call,
    call,
    digest,
    euros,
    failed,
    full_digest,
    match,
    ranked,
    report,
)

Read = Callable[[Digest], str]

HOSTILE = '<script>alert(1)</script>"onmouseover="x" \u202edlog{{ 7*7 }}{% raw %}'


def html(made: Digest) -> str:
    return render_html(made, CITY.organisations)


def text(made: Digest) -> str:
    return render_text(made, CITY.organisations)


def words_of(made: Digest) -> str:
    return " ".join(LexborHTMLParser(html(made)).body.text(separator=" ").split())  # type: ignore[union-attr]


def lines_of(made: Digest) -> str:
    return " ".join(text(made).split())


def hostile_digest() -> Digest:
    made = call("x", title=HOSTILE, url="javascript:alert(1)", funder=HOSTILE, programme=HOSTILE)
    row = ranked(made, leads=())
    row = replace(
        row,
        needs=(match(made, "falls", 0.8, sentence=HOSTILE, phrase=HOSTILE),),
        scale=ScaleAssessment(Scale.STRATEGIC, ScaleBasis.WORDS, None, None, HOSTILE),
    )
    issue = replace(failed().issues[0], reason=HOSTILE)
    troubled = replace(failed(), title=HOSTILE, issues=(issue,))
    return digest(row, sources=(troubled,), credits=(HOSTILE,))


def test_the_page_asks_nothing_of_any_other_place() -> None:
    tree = LexborHTMLParser(html(full_digest()))
    links = [node.attributes["href"] or "" for node in tree.css("a")]
    assert links
    assert all(link.startswith(("https://", "http://", "#")) for link in links)
    for node in tree.css("*"):
        if node.tag != "a":
            assert not {"src", "href", "srcset", "action", "style"} & set(node.attributes)
        assert not [name for name in node.attributes if name.startswith("on")]
    assert not tree.css("script, iframe, object, embed, link, img, form, base")
    css = tree.css_first("style").text()  # type: ignore[union-attr]
    assert "url(" not in css
    assert "@import" not in css


def test_links_within_the_page_lead_somewhere() -> None:
    tree = LexborHTMLParser(html(full_digest()))
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    assert len(ids) == len(set(ids))
    within = [(a.attributes["href"] or "")[1:] for a in tree.css('a[href^="#"]')]
    assert set(within) <= set(ids)


def test_hostile_text_is_only_ever_text() -> None:
    page = html(hostile_digest())
    tree = LexborHTMLParser(page)
    assert not tree.css("script, [onmouseover]")
    assert "javascript:" not in page
    assert "\u202e" not in page + text(hostile_digest())
    assert "{{ 7*7 }}" in words_of(hostile_digest())
    assert "address not usable" in words_of(hostile_digest())
    assert "address not usable" in lines_of(hostile_digest())


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_what_is_not_stated_is_said_to_be(read: Read) -> None:
    announced = bare_call("a")
    row = replace(
        ranked(announced, scale=Scale.NOT_STATED, leads=()),
        status=full_digest().sections[0].rows[0].status,
    )
    shown = read(digest(row)).lower()
    for expected in (
        "amount not stated",
        "deadline not stated",
        "stage not stated",
        "funder not stated",
        "eligibility not stated",
        "no organisation known yet",
    ):
        assert expected in shown


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_a_row_tells_everything_with_its_reason(read: Read) -> None:
    shown = read(full_digest())
    for expected in (
        "p to €9m (about £7.6m) per award",
        "loses Tue 1 December 2026, 16:00 UK time",
        "113 days left",
        "full application",
        "trong match 0.90",
        "“We will fund research on falls.”",
        "matches “help with falls”",
        "also Sleep 0.90",
        "University 0.60",
        "for “help with university”",
        "A person must decide: an inquiry is open",
        "trategic (about £7.6m, the most that one award may be)",
        "loses Thu 20 August 2026, 17:00 Brussels time (16:00 in the UK)",
        "o closing date (rolling)",
        "pens Sat 19 September 2026",
    ):
        assert expected in shown


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_who_may_bid_is_told_in_the_calls_words(read: Read) -> None:
    told = "Applicants must be based in the UK."
    shown = read(digest(ranked(call("a", eligibility=told))))
    assert "open to UK bids" in shown
    assert f"“{told}”" in shown


def test_a_caution_is_shown_only_where_it_applies() -> None:
    about_falls = digest(ranked(call("a"), needs=("falls",), leads=("trust",)))
    assert "A person must decide" not in words_of(about_falls)


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_the_first_screen_sums_up(read: Read) -> None:
    shown = read(full_digest())
    assert "Bid Matcher: Leeds" in shown
    assert (
        "2 strategic bids to decide, 1 other large call, 2 other matches, 1 announced call,"
        " 1 call for companies, 1 call for research capacity and 1 call for shared data."
        " 1 closes soon. 10 calls considered."
    ) in shown
    assert "Not read in full this week: Other Finder" in shown


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_many_sources_in_trouble_are_counted_first_and_named_at_the_end(read: Read) -> None:
    troubled = tuple(replace(failed(), title=f"Finder {number}") for number in range(1, 9))
    shown = read(replace(full_digest(), sources=(report(), *troubled)))
    assert "8 of 9 sources were not read in full this week." in shown
    first_screen, _, rest = shown.partition("sources were not read in full this week.")
    assert "Finder 8" not in first_screen
    assert "Finder 8" in rest


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_sample_calls_are_never_passed_off_as_todays(read: Read) -> None:
    banner = "These are sample calls read on 10 August 2026"
    assert banner in read(full_digest()).replace("*** ", "")
    assert banner not in read(full_digest(catalogue_date=None))


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_sources_gaps_and_credits_are_told(read: Read) -> None:
    shown = read(full_digest())
    assert "Other Finder : could not be read" in shown.replace("Finder:", "Finder :")
    assert "he site answered 503 three times" in shown
    assert "12 calls" in shown
    assert "Mon 10 August 2026, 08:10 UK time" in shown
    assert "The Invented Trust" in shown
    assert "1 call that matches a need but does not say whether it is open" in shown
    assert "Open Government Licence v3.0" in shown
    assert "Leeds is 25% higher, which is worse. Period: 2023." in shown


def test_empty_sections_say_so() -> None:
    shown = words_of(digest(sources=()))
    assert "No strategic bid this week" in shown
    assert "No strategic bids to decide. Nothing closes soon. No calls considered." in shown
    assert shown.count("No matching call for") == 3
    assert "No live source was read for this digest." in shown


def test_headings_do_not_skip_a_level() -> None:
    for made in (full_digest(), digest()):
        levels = [
            int((node.tag or "")[1:]) for node in LexborHTMLParser(html(made)).css("h1, h2, h3, h4")
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_is_readable_by_a_screen_reader() -> None:
    tree = LexborHTMLParser(html(full_digest()))
    assert tree.css_first("html").attributes["lang"] == "en-GB"  # type: ignore[union-attr]
    assert all(cell.attributes.get("scope") in ("col", "row") for cell in tree.css("th"))
    first = tree.css_first("body a")
    assert first is not None
    assert first.attributes["href"] == "#decide"
    assert all(svg.attributes["aria-label"] for svg in tree.css("svg"))


def test_plain_text_fits_a_mail_window_but_for_an_address_that_cannot() -> None:
    long_address = "https://funder.example/" + "part/" * 20
    wide = call("wide", url=long_address, title="T" * 150, funder="Fünder " * 20)
    made = text(digest(ranked(wide), ranked(call("b"), needs=("asthma",))))
    too_long = [line for line in made.splitlines() if len(line) > COLUMNS]
    assert too_long == [long_address]
    assert all(len(line) <= COLUMNS for line in text(full_digest()).splitlines())


def test_both_forms_tell_the_same_calls() -> None:
    made = full_digest()
    titles = {row.call.title for section in made.sections for row in section.rows}
    for title in titles:
        assert title in words_of(made)
        assert title in lines_of(made)


def test_json_comes_back_as_it_was() -> None:
    made = full_digest()
    assert load_json(Digest, digest_as_json(made)) == made


def test_the_same_digest_is_always_written_the_same() -> None:
    assert html(full_digest()) == html(full_digest())
    assert text(full_digest()) == text(full_digest())
    assert digest_as_json(full_digest()) == digest_as_json(full_digest())


def test_pounds_stand_beside_foreign_money_of_every_role() -> None:
    known = ranked(call("a", award_max=euros(9_000_000)))
    rolling = bare_call("b", total_fund=euros(20_000_000), deadline_kind=DeadlineKind.ROLLING)
    pot = ranked(rolling, scale=Scale.SMALL)
    assert "pot of €20m (about £17m) for all awards" in lines_of(digest(known, pot))


def _themes() -> dict[str, str]:
    css = LexborHTMLParser(html(full_digest())).css_first("style").text()  # type: ignore[union-attr]
    light, _, rest = css.partition("@media (prefers-color-scheme: dark)")
    dark, _, printed = rest.partition("@media print")
    return {"light": light, "dark": dark, "print": printed}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_can_be_read_on_every_background(theme: str) -> None:
    css = _themes()[theme]
    colours = set(re.findall(r"[{;]\s*(?:color|fill): (#[0-9a-f]{6})", css))
    colours -= set(re.findall(r"\.beside \{ fill: (#[0-9a-f]{6})", css))
    grounds = set(re.findall(r"background-color: (#[0-9a-f]{6})", css))
    assert len(colours) >= 3
    assert len(grounds) == 2
    worst = min(contrast(one, other) for one, other in product(colours, grounds))
    assert worst >= 4.5


def test_the_dark_theme_recolours_whatever_the_light_one_colours() -> None:
    def coloured(css: str) -> set[str]:
        rules = re.findall(r"([^{}]+)\{[^{}]*?(?<![-\w])(?:color|fill):[^{}]*\}", css)
        return {name.strip() for names in rules for name in names.split(",")}

    light = coloured(_themes()["light"].partition("@media")[0])
    assert len(light) >= 8
    assert light <= coloured(_themes()["dark"])


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
