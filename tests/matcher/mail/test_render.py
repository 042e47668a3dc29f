"""What a reader sees of a mail, in HTML and in plain text."""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from matcher.digest.render import COLUMNS
from matcher.mail import render
from matcher.mail.render import Rendered, render_letter
from models.call import CallStatus, DeadlineKind, Stage
from models.city import Limits
from models.decision import Decided
from models.digest import RankedCall
from models.letter import Letter, LetterLinks
from models.report import SourceOutcome
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track
from models.subscriber import Frequency
from tests.matcher.decisions.examples import make_decision
from tests.matcher.digest.samples import (
    AS_OF,
    BRUSSELS,
    CITY,
    bare_call,
    call,
    euros,
    failed,
    match,
    report,
)
from tests.matcher.digest.test_render import HOSTILE, contrast
from tests.matcher.mail.samples import LINKS, WEEK, ledger_after, reader, row_at, sent

Read = Callable[[Rendered], str]


def rendered(made: Letter, links: LetterLinks = LINKS, **to: object) -> Rendered:
    return render_letter(made, reader(**to), CITY, links)


def words_of(mail: Rendered) -> str:
    body = LexborHTMLParser(mail.html).body
    assert body is not None
    return " ".join(body.text(separator=" ").split())


def lines_of(mail: Rendered) -> str:
    return " ".join(mail.text.split())


def full_letter() -> Letter:
    """A letter with something under every heading."""
    soon = call("soon", deadlines=(AS_OF.astimezone(BRUSSELS) + 2 * WEEK,))
    before = AS_OF - 5 * WEEK
    known = [
        row_at(each, before, scale=Scale.SMALL) for each in (soon, call("moved"), call("went"))
    ]
    told = ledger_after(sent(*known, as_of=before))
    decided = Decided(make_decision(id=3, call_key="sample:went"))
    return sent(
        row_at(call("hub", award_max=euros(9_000_000)), needs=("falls", "sleep"), score=0.9),
        row_at(call("lungs"), needs=("asthma",), leads=("trust",), score=0.7),
        row_at(bare_call("rolling", deadline_kind=DeadlineKind.ROLLING), scale=Scale.NOT_STATED),
        row_at(call("firm"), track=Track.COMPANY),
        row_at(call("found"), needs=(), leads=(), scale=Scale.SMALL),
        row_at(call("moved", deadlines=(AS_OF + 30 * WEEK,)), scale=Scale.SMALL),
        row_at(soon, scale=Scale.SMALL),
        replace(
            row_at(call("went"), scale=Scale.SMALL), decided=decided, judged=("decided: go on 3 A",)
        ),
        told=told,
        found={"hip fractures": ("sample:found", "sample:hub")},
        reports=(report(), failed(), report(SourceOutcome.PARTLY, title="Half Finder")),
        limits=Limits(new=3),
    )


def hostile_letter() -> Letter:
    made = call("x", title=HOSTILE, url="javascript:alert(1)", funder=HOSTILE, updates=(HOSTILE,))
    row = replace(
        row_at(made, leads=()),
        needs=(match(made, "falls", 0.8, sentence=HOSTILE, phrase=HOSTILE),),
        scale=ScaleAssessment(Scale.STRATEGIC, ScaleBasis.WORDS, None, None, HOSTILE),
        also_at=("javascript:alert(2)", "https://ok.example/" + "x" * 90),
        judged=(HOSTILE,),
    )
    told = ledger_after(sent(row_at(call("x"))))
    troubled = replace(failed(), title=HOSTILE)
    return sent(row, told=told, found={HOSTILE: ("sample:x",)}, reports=(troubled,))


def test_the_mail_asks_nothing_of_any_other_place() -> None:
    tree = LexborHTMLParser(rendered(full_letter()).html)
    links = [node.attributes["href"] or "" for node in tree.css("a")]
    assert links
    assert all(link.startswith(("https://", "http://")) for link in links)
    assert not tree.css("img, svg, script, iframe, object, embed, link, form, base, video")
    for node in tree.css("*"):
        assert not {"src", "srcset", "action", "background"} & set(node.attributes)
        assert not [name for name in node.attributes if name.startswith("on")]
        assert "url(" not in (node.attributes.get("style") or "")


def test_styles_stand_on_the_elements_and_only_dark_mode_in_a_sheet() -> None:
    tree = LexborHTMLParser(rendered(full_letter()).html)
    (sheet,) = tree.css("style")
    assert sheet.text().strip().startswith("@media (prefers-color-scheme: dark)")
    for tag in ("body", "h1", "h2", "h3", "a", "p.soft", ".change", ".row"):
        assert all(node.attributes.get("style") for node in tree.css(tag)), tag
    schemes = tree.css_first('meta[name="color-scheme"]')
    assert schemes is not None
    assert schemes.attributes["content"] == "light dark"
    # Browsers look for the encoding in the first kilobyte.
    assert rendered(full_letter()).html.index('charset="utf-8"') < 1000


def test_every_text_colour_can_be_read_in_light_and_dark() -> None:
    html = rendered(full_letter()).html
    sheet, _, body = html.partition("</style>")
    for css in (body, sheet):
        colours = set(re.findall(r"(?<![-\w])color:\s*(#[0-9a-f]{6})", css)) - {"#fbfaf6"}
        grounds = set(re.findall(r"background-color:\s*(#[0-9a-f]{6})", css)) - {"#0b5c5a"}
        button = {"#7fcac1", "#14191a"} if css is sheet else set()
        pairs = [(c, g) for c in colours - button for g in grounds - {"#7fcac1"}]
        assert len(pairs) >= 4
        assert min(contrast(one, other) for one, other in pairs) >= 4.5


def test_the_dark_sheet_recolours_whatever_the_light_styles_colour() -> None:
    css = (Path(render.__file__).parent / "templates/letter.css").read_text()
    light, _, dark = css.partition("@media")

    def coloured(part: str) -> set[str]:
        rules = re.findall(r"([^{}]+)\{[^{}]*?(?:color|border-\w+): [^{}]*#[^{}]*\}", part)
        return {name.strip() for names in rules for name in names.split(",")}

    assert len(coloured(light)) >= 8
    assert coloured(light) <= coloured(dark)


def test_hostile_text_is_only_ever_text() -> None:
    mail = rendered(hostile_letter(), name=HOSTILE)
    tree = LexborHTMLParser(mail.html)
    assert not tree.css("script, [onmouseover]")
    assert "javascript:" not in mail.html + mail.text
    assert "\u202e" not in mail.html + mail.text + mail.subject
    assert "{{ 7*7 }}" in words_of(mail)
    assert "address not usable" in words_of(mail)
    assert "address not usable" in lines_of(mail)


def test_links_that_are_no_web_addresses_are_left_out() -> None:
    bad = LetterLinks("javascript:x", "mailto:a@b.example", "https://a@b.example/")
    mail = rendered(full_letter(), bad)
    for text in ("javascript", "mailto", "a@b.example", "Change what you get"):
        assert text not in mail.html + mail.text
    assert "answer with “unsubscribe” as the subject" in words_of(mail)


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_a_row_tells_everything_with_its_reason(read: Read) -> None:
    shown = read(rendered(full_letter()))
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
        "no closing date (rolling)",
        "ound by your search “hip fractures”",
        "closes: Tue 1 December 2026, 16:00 UK time → ",
        "10:00 Brussels time",
        "Decided: go on 3 A",
        "ompany scale-up",
    ):
        assert expected.lower() in shown.lower(), expected


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_what_is_not_stated_is_said_to_be(read: Read) -> None:
    row = row_at(bare_call("a", stage=Stage.PRE_ANNOUNCEMENT), scale=Scale.NOT_STATED, leads=())
    shown = read(rendered(sent(row))).lower()
    for expected in (
        "amount not stated",
        "deadline not stated",
        "funder not stated",
        "eligibility not stated",
        "no organisation known yet",
    ):
        assert expected in shown


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_the_mail_says_what_is_in_it_what_is_left_out_and_how_to_stop(read: Read) -> None:
    shown = read(rendered(full_letter(), name="Ada Invented"))
    for expected in (
        "Bid Matcher: Leeds",
        "10 August 2026",
        "For Ada Invented",
        "2 new strategic bids, 1 new large call, 1 deadline moved.",
        "Other Finder: could not be read",
        "Half Finder: read in part",
        "because you asked for it",
        "Change what you get",
        "Unsubscribe",
    ):
        assert expected in shown
    rows = [row_at(call(f"{n}"), scale=Scale.SMALL) for n in range(5)]
    cut = sent(*rows, limits=Limits(new=2))
    assert "3 more not shown here. They come up in the next mail; all are on the web" in read(
        rendered(cut)
    )
    assert "3 more not shown here. They come up in the next mail." in read(
        rendered(cut, LetterLinks())
    )


@pytest.mark.parametrize("read", [words_of, lines_of])
def test_quiet_weeks_say_whether_all_sources_are_healthy(read: Read) -> None:
    quiet = sent(to=reader(quiet_weeks=True))
    assert "Nothing new, all sources healthy." in read(rendered(quiet))
    troubled = replace(quiet, sources=(failed(),))
    assert "Nothing new. Not every source could be read" in read(rendered(troubled))
    rare = read(rendered(quiet, frequency=Frequency.STRATEGIC))
    assert "No strategic call is new or has changed, all sources healthy." in rare


def test_headings_do_not_skip_a_level() -> None:
    for made in (full_letter(), sent(to=reader(quiet_weeks=True))):
        tree = LexborHTMLParser(rendered(made).html)
        levels = [int((node.tag or "")[1:]) for node in tree.css("h1, h2, h3, h4")]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_plain_text_fits_a_window_but_for_addresses_that_cannot() -> None:
    for made in (full_letter(), hostile_letter()):
        lines = rendered(made).text.splitlines()
        assert {line for line in lines if len(line) > COLUMNS} <= {
            line for line in lines if line.startswith("https://")
        }


def test_both_forms_tell_the_same_calls() -> None:
    made, mail = full_letter(), rendered(full_letter())
    rows: list[RankedCall] = [item.row for section in made.sections for item in section.rows]
    assert len(rows) == 8
    for row in rows:
        assert row.call.title in words_of(mail)
        assert row.call.title in lines_of(mail)


def test_the_same_letter_is_always_written_the_same() -> None:
    assert rendered(full_letter()) == rendered(full_letter())


def test_no_fault_is_found_by_axe_and_nothing_runs_over_at_320(tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("no chromium to look at the mail with")
    from playwright.sync_api import sync_playwright

    page_file = tmp_path / "mail.html"
    page_file.write_text(rendered(full_letter()).html, encoding="utf-8")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(page_file.as_uri())
        for width, scheme in product((320, 700, 1200), ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page).response["violations"]
            assert not [(width, scheme, fault["id"]) for fault in found]
        browser.close()


def test_dates_and_amounts_are_in_the_readers_form_in_both_parts() -> None:
    made = sent(
        row_at(call("a", award_max=euros(6_000_000)), leads=()),
        reports=(failed(),),
        to=reader(language="fr"),
    )
    mail = rendered(made, language="fr")
    for read in (words_of, lines_of):
        words = read(mail).replace("\N{NO-BREAK SPACE}", " ")
        assert "10 août 2026" in words
        assert "loses mardi 1 décembre 2026, 16:00 UK time" in words
        assert "p to 6 M €" in words
        assert "last tried lundi 10 août 2026" in words
        assert "August" not in words
        assert "December" not in words


def test_a_withdrawn_call_is_shown_in_brief_and_without_a_score() -> None:
    told = ledger_after(sent(row_at(call("a"))))
    gone = row_at(call("a", stated_status=CallStatus.CLOSED), needs=(), leads=(), days_left=None)
    mail = rendered(sent(gone, told=told, as_of=AS_OF + WEEK, decide=()))
    for read in (words_of, lines_of):
        words = read(mail)
        assert "Withdrawn: the page says that the call is closed" in words
        assert "as to close Tue 1 December 2026" in words
        assert "days left" not in words
        assert "match 0" not in words
