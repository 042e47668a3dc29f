"""A watched funder from its listing to its calls."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.call import CallStatus, DeadlineKind
from scrapers.contract import Card, Request
from scrapers.watching.parser import WatchParser
from tests.scrapers.watching.watched import CALL, LISTING, context, deadlines, page, read, rules

_NO_LISTING = r"no links to calls on the page|HTML was promised"
_LINKS = """
<a href="/calls/city-health?utm_source=x#top"><img alt=""></a>
<a href="/calls/city-health">City health</a>
<a href="https://www.fund.example/calls/Frailty/">Frailty</a> <a href="/calls/">All</a>
<a href="/calls/frailty/forms">Forms</a> <a href="/calls/city-faqs">Questions</a>
<a href="https://other.example/calls/not-ours">x</a> <a href="mailto:a@b.example">x</a>
<a href="http://[">x</a> <a href="/news/calls/x">x</a>
"""


def test_the_links_directly_below_the_prefix_are_the_calls() -> None:
    parser = WatchParser(rules(not_calls=["*faq*"]))
    listing = parser.parse_listing(page(_LINKS, LISTING), context())
    found = [(card.source_id, card.fields["title"], card.detail) for card in listing.cards]
    assert found == [
        ("city-health", "City health", Request(CALL)),
        ("frailty", "Frailty", Request("https://www.fund.example/calls/Frailty/")),
    ]


def test_cards_with_titles_of_their_own_and_further_pages() -> None:
    main = """<li><h3>Ageing well</h3><p>x</p><a href="/calls/ageing">Read more</a></li>
    <a class="next" href="/calls/?page=2">Next</a>"""
    changed = rules(list_selector="li", title_selector="h3", next_selector="a.next")
    listing = WatchParser(changed).parse_listing(page(main, LISTING), context())
    assert [card.fields["title"] for card in listing.cards] == ["Ageing well"]
    assert listing.next == Request("https://www.fund.example/calls/?page=2")


def test_fixed_pages_are_calls_whatever_the_first_page_links_to() -> None:
    fixed = rules(
        list_selector=None, link_prefixes=[], pages=["https://www.fund.example/about/City"]
    )
    listing = WatchParser(fixed).parse_listing(page("<p>x</p>", LISTING), context())
    assert [(card.source_id, card.detail) for card in listing.cards] == [
        ("city", Request("https://www.fund.example/about/City"))
    ]


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
def test_a_listing_without_calls_or_of_another_kind_is_refused(kind: str) -> None:
    main = "<a href='/about'>About us</a>"
    with pytest.raises(ValueError, match=_NO_LISTING):
        WatchParser(rules()).parse_listing(page(main, LISTING, kind=kind), context())
    both = rules(pages=["https://www.fund.example/about/city"])
    with pytest.raises(ValueError, match=_NO_LISTING):
        WatchParser(both).parse_listing(page(main, LISTING, kind=kind), context())


def test_a_label_that_no_page_shows_is_reported_and_one_that_a_page_shows_is_not() -> None:
    about, parser = context(), WatchParser(rules())
    listing = parser.parse_listing(
        page("<a href='/calls/city-health'>City health</a>", LISTING), about
    )
    assert len(about.issues) == 2
    (card,) = listing.cards
    parser.parse_call(card, page("<h1>City health</h1><p>Closing date: 3 July 2026</p>"), about)
    assert [issue.reason for issue in about.issues] == [
        "no page read shows the label 'Amount' (amount)"
    ]


def test_a_page_that_leads_elsewhere_is_not_the_call() -> None:
    card = Card("city-health", {"url": CALL, "title": ""}, Request(CALL))
    parser = WatchParser(rules())
    for final in (LISTING, "https://www.fund.example/", "https://www.fund.example/calls/other"):
        with pytest.raises(ValueError, match="no call city-health on the page"):
            parser.parse_call(card, page("<h1>Welcome</h1><p>x</p>", final_url=final), context())
    moved = page(
        "<h1>City health</h1><p>x</p>", final_url="https://www.fund.example/calls/City-Health/"
    )
    assert parser.parse_call(card, moved, context()) is not None


@pytest.mark.parametrize("main", ["<p>no heading</p>", ""])
def test_a_page_without_heading_is_refused(main: str) -> None:
    card = Card("city-health", {"url": CALL, "title": ""}, Request(CALL))
    with pytest.raises(ValueError, match="on the page"):
        WatchParser(rules()).parse_call(card, page(main), context())
    with pytest.raises(ValueError, match="needs its page"):
        WatchParser(rules()).parse_call(card, None, context())


def test_contacts_navigation_and_what_the_rules_name_are_left_out() -> None:
    main = """<p>Research on how cities keep people well, with their councils.</p>
    <div class="related">Other news</div><form>Sign up</form>
    <div class="call-contact"><p>Dr Sample Person, a.person@fund.example</p></div>
    <h2>Contact us</h2><p>Sample Person on 01632 960123</p><h3>By post</h3><p>Sample Street</p>
    <h2>How to apply</h2><p>By form.<script>hidden words</script></p>
    <section><h3>Get in touch</h3><p>Sample again</p></section>
    <p>Questions: calls@fund.example</p>"""
    call = read(main, drop_selectors=[".related"])
    assert call.summary == "Research on how cities keep people well, with their councils."
    assert call.text == "How to apply\nBy form."


def test_a_changed_text_is_another_version_of_the_same_call() -> None:
    before = read("<p>Open to councils.</p><p>One.</p>")
    after = read("<p>Open to councils.</p><p>Two.</p>")
    assert before.key == after.key
    assert before.content_hash() != after.content_hash()


def test_phrases_state_the_status_and_contradicting_ones_state_none() -> None:
    phrases = {
        "closed": "closed",
        "this round is now open": "open",
        "considered all year": "rolling",
    }
    assert read("<p>Closed</p>", phrases=phrases).stated_status is CallStatus.CLOSED
    assert read("<p>Roads are closed today.</p>", phrases=phrases).stated_status is None
    assert (
        read("<p>Yes, this round is now open.</p>", phrases=phrases).stated_status
        is CallStatus.OPEN
    )
    rolling = read("<p>Outlines are considered all year.</p>", phrases=phrases)
    assert rolling.deadline_kind is DeadlineKind.ROLLING
    about = context()
    both = read("<p>Closed</p><p>This round is now open.</p>", about, phrases=phrases)
    assert both.stated_status is None
    assert "the page says both closed and open" in [issue.reason for issue in about.issues]


def test_a_huge_hostile_page_is_cut() -> None:
    nested = "<div class='contact'>" * 150 + "Sample Person" + "</div>" * 150
    main = "<h2>Deadline</h2><b>Deadline</b>" * 1000 + "<p>Deadline: 1 June 2026</p>"
    long = "<p>" + "a" * 100_000 + "</p>" + "5pm 5pm on 1 June 2026 " * 5000
    call = read(nested + main + long)
    assert 15_000 < len(call.text) <= 40_000
    assert "Sample" not in call.text
    assert deadlines(call) == ["2026-06-01 23:59"]
    with pytest.raises(ValueError, match="more than 200 deep"):
        read(nested * 2 + "<div>" * 300)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("<h2>Deadline</h2>", "<b>Deadline:</b>", "<dt>Amount", "<dd>£5 million", "</dl>"),
                *(
                    "<tr><td>Deadline<td>",
                    "31 June 2026",
                    "3 July 2026",
                    "1e9999",
                    "\u202e",
                    "<nav>",
                ),
                *(
                    "</main>",
                    "<main>",
                    "<h1>x</h1>",
                    "<div class=contact>",
                    "</div>",
                    "<!--",
                    "\x00",
                ),
                *(
                    "<h2>Contact</h2>",
                    "£9" * 9,
                    "<svg>",
                    "<template>",
                    "<address>a@b.example</address>",
                ),
            ]
        ),
        max_size=14,
    )
)
def test_any_markup_gives_a_call_or_a_refusal(parts: list[str]) -> None:
    try:
        call = read("".join(parts))
    except ValueError:
        return
    assert call.source_id == "city-health"
    assert "\u202e" not in call.text
    assert "@" not in call.text
