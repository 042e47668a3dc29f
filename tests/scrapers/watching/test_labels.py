"""Labels in each of the ways in which pages show them."""

import pytest

from tests.scrapers.watching.watched import context, deadlines, read

_FORMS = {
    "definition list": "<dl><dt>Deadline:</dt><dd>3 July 2026</dd></dl>",
    "rows in boxes": "<dl><div><dt>DEADLINE</dt> <dd>3 July 2026</dd></div></dl>",
    "two definitions": "<dl><dt>Deadline</dt><dd>Outline</dd><dd>3 July 2026</dd></dl>",
    "table": "<table><tr><th>Deadline</th><td>3 July 2026</td></tr></table>",
    "table without headers": "<table><tr><td>Deadline</td><td>3 July 2026</td></tr></table>",
    "bold": "<p><strong>Deadline:</strong> 3 July 2026</p>",
    "bold with a link": "<p><b>Deadline</b>: <a href='/x'>3 July 2026</a></p>",
    "bold above": "<p><strong>Deadline</strong></p><p>3 July 2026</p>",
    "bold lines": "<p><b>A:</b> one<br><b>Deadline:</b> 3 July 2026<br><b>B:</b> 1 May 2027</p>",
    "heading": "<h3>Deadline</h3><p>It is</p><p>3 July 2026</p><h3>Next</h3><p>1 May 2027</p>",
    "heading in a box": "<div><h3>Deadline</h3></div><div>3 July 2026</div>",
    "line": "<p>Deadline: 3 July 2026</p>",
    "list item": "<ul><li>Closing date : 3 July 2026</li></ul>",
    "boxes": "<div><div>Deadline:</div><div>3 July 2026</div></div>",
    "remark in brackets": "<dl><dt>Deadline (outline)</dt><dd>3 July 2026</dd></dl>",
}


@pytest.mark.parametrize("form", list(_FORMS))
def test_a_label_is_found_in_every_usual_form(form: str) -> None:
    call = read(_FORMS[form])
    assert deadlines(call) == ["2026-07-03 23:59"]
    evidence = {item.fact: item for item in call.evidence}
    assert "3 July 2026" in evidence["deadlines"].sentence
    assert evidence["deadlines"].url == call.url


@pytest.mark.parametrize(
    "main",
    [
        "<p>The deadline of another fund is 3 July 2026, we believe.</p>",
        "<dl><dt>Deadline for reports</dt><dd>3 July 2026</dd></dl>",
        "<nav><p>Deadline: 3 July 2026</p></nav>",
        "<dl><dt>Deadline</dt><dt>Other</dt><dd>text</dd></dl>",
    ],
)
def test_what_is_no_label_of_the_rules_gives_no_labelled_deadline(main: str) -> None:
    evidence = {item.fact: item.sentence for item in read(main).evidence}
    assert not evidence.get("deadlines", "").startswith("Deadline")


def test_dates_above_their_labels_are_read_where_the_rules_say_so() -> None:
    timeline = (
        "<ol><li><p>1 June 2026</p><h4>Deadline</h4></li>"
        "<li><p>9 August 2026</p><h4>Closing date</h4></li><li><p>May 2027</p><h4>End</h4>"
    )
    call = read(timeline, dates_above_labels=True)
    assert deadlines(call) == ["2026-06-01 23:59", "2026-08-09 23:59"]


def test_who_may_apply_is_kept_in_the_words_of_the_page() -> None:
    main = (
        "<h2>Who can apply?</h2><p>Councils.</p><ul><li>NHS trusts.</li></ul><h2>How</h2><p>x</p>"
    )
    call = read(main, labels={"eligibility": ["Who can apply"]})
    assert call.eligibility == "Councils.\nNHS trusts."


def test_a_status_word_is_translated_and_an_unknown_one_reported() -> None:
    labels = {"status": ["Status"]}
    assert read("<p>Status: Open</p>", labels=labels).stated_status == "open"
    about = context()
    assert read("<p>Status: Asleep</p>", about, labels=labels).stated_status is None
    assert [issue.reason for issue in about.issues] == ["unknown status 'Asleep'"]
