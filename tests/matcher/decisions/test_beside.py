"""Decisions beside the calls as they stand, in rows and in the digest."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Engine

from matcher.decisions.beside import decided_now, marked
from matcher.digest.render import digest_as_json, render_html, render_text
from matcher.identity.join import merged_calls
from matcher.serial import load_json
from matcher.store import open_store, save_identities, upsert_calls
from models.call import Call
from models.decision import Decided, Decision, DecisionVerdict, OutcomeKind
from models.digest import Digest, RankedCall, SectionKind
from tests.matcher.decisions.examples import GO, NO_GO, WATCH, make_decision, make_outcome
from tests.matcher.digest.samples import AS_OF, CITY, call, digest, pounds, ranked

SEEN, DECIDED = AS_OF - timedelta(days=9), AS_OF - timedelta(days=7)
HUB = call("hub", deadlines=(AS_OF.replace(month=12, day=3, hour=16),))
LATER = replace(HUB, deadlines=(AS_OF.replace(month=12, day=10, hour=16),))
MOVED = (
    "changed since you decided on 3 August 2026: closes: Thu 3 December 2026, 16:00 UK time"
    " → Thu 10 December 2026, 16:00 UK time"
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    upsert_calls(store, [HUB], SEEN)
    yield store
    store.dispose()


def say(verdict: DecisionVerdict = GO, of: Call = HUB, **facts: object) -> Decision:
    return make_decision(verdict, call_key=of.key, **({"decided_at": DECIDED} | facts))


def beside(engine: Engine, *decisions: Decision) -> dict[str, Decided]:
    return decided_now(engine, decisions, merged_calls(engine), AS_OF)


def row_of(engine: Engine, decision: Decision) -> RankedCall:
    (merged,) = merged_calls(engine, [HUB.key])
    return marked(ranked(merged.call), beside(engine, decision))


def shown(made: Digest) -> Sequence[str]:
    """The page's words and the plain text's, white space made one space."""
    page = LexborHTMLParser(render_html(made, CITY.organisations)).body
    assert page is not None
    texts = (page.text(separator=" "), render_text(made, CITY.organisations))
    return [" ".join(text.split()).replace(" :", ":") for text in texts]


def test_a_row_says_what_was_decided_by_whom_and_why(engine: Engine) -> None:
    row = row_of(engine, say())
    words = "decided: go on 3 August 2026, owner LIDA: “answers our first need”"
    assert row.judged == (words,)
    assert row.decided == Decided(say())
    assert not row.dismissed
    assert marked(ranked(call("other")), beside(engine, say())) == ranked(call("other"))


def test_a_fact_that_matters_changed(engine: Engine) -> None:
    upsert_calls(engine, [LATER], AS_OF)
    assert row_of(engine, say()).judged[1:] == (MOVED,)
    assert row_of(engine, say(decided_at=AS_OF)).judged[1:] == ()  # decided with that known


def test_other_words_are_no_change(engine: Engine) -> None:
    upsert_calls(engine, [replace(HUB, text="Reworded.", tags=("x",))], AS_OF)
    assert row_of(engine, say(NO_GO)).dismissed


def test_what_a_bid_depends_on_is_told_first_and_the_rest_counted(engine: Engine) -> None:
    changed = replace(
        LATER,
        total_fund=pounds(9_000_000),
        award_max=pounds(3_000_000),
        match_funding_required=True,
    )
    upsert_calls(engine, [changed], AS_OF)
    told = beside(engine, say())[HUB.key].changes
    assert [words.partition(":")[0] for words in told] == [
        "most per award",
        "closes",
        "2 more changes",
    ]


def test_a_decision_of_before_the_first_reading_is_of_what_was_read_first(engine: Engine) -> None:
    early = say(decided_at=SEEN - timedelta(days=30))
    assert beside(engine, early)[HUB.key].changes == ()
    upsert_calls(engine, [LATER], AS_OF)
    assert len(beside(engine, early)[HUB.key].changes) == 1


def test_a_merged_call_is_compared_as_readers_saw_it(engine: Engine) -> None:
    other = replace(HUB, source="listing", award_max=None, total_fund=pounds(20_000_000))
    upsert_calls(engine, [other], AS_OF)  # another page of the call, found after the decision
    save_identities(engine, {HUB.key: (other.key, "a test")})
    (decided,) = beside(engine, say()).values()
    (merged,) = merged_calls(engine)
    assert decided.decision.call_key == merged.call.key
    assert decided.changes == ("pot for all awards: not stated → £20m",)


def test_calls_that_are_not_stored_are_left_out(engine: Engine) -> None:
    assert beside(engine, make_decision()) == {}


def test_the_day_to_revisit_comes(engine: Engine) -> None:
    due = row_of(engine, say(WATCH, revisit_on=AS_OF.date()))
    assert due.judged[-1] == "watch: the day to revisit, 10 August 2026, has come"
    tomorrow = row_of(engine, say(WATCH, revisit_on=AS_OF.date() + timedelta(days=1)))
    assert "revisit on 11 August 2026" in tomorrow.judged[0]
    assert len(tomorrow.judged) == 1


def test_a_no_go_is_counted_not_put_up_until_it_changes(engine: Engine) -> None:
    made = digest(row_of(engine, say(NO_GO)))
    assert not [row for section in made.sections for row in section.rows]
    counted = "1 call decided as no-go is left out (bid-matcher decide list)"
    assert made.not_covered[-1] == counted
    upsert_calls(engine, [LATER], AS_OF)
    made = digest(row_of(engine, say(NO_GO)))
    (section,) = (each for each in made.sections if each.kind is SectionKind.DECIDE)
    assert [row.call.key for row in section.rows] == [HUB.key]
    for text in shown(made):
        assert "1 decision to look at again. 1 call considered." in text
        assert text.count(MOVED.removeprefix("c")) == 2  # its row and the list


def test_the_digest_lists_what_was_decided_those_with_news_first() -> None:
    won = make_outcome(OutcomeKind.WON, on=date(2026, 8, 9), amount=pounds(5_000_000))
    calls = {name: call(name, title=f"Call on {name}") for name in ("a", "b", "c", "d")}
    rows = [
        row_with(calls["a"], Decided(say(of=calls["a"], outcomes=(won,)))),
        row_with(calls["b"], Decided(say(WATCH, of=calls["b"], decided_at=AS_OF))),
        row_with(calls["c"], Decided(say(of=calls["c"]), changes=("stage: outline → full",))),
        row_with(calls["d"], Decided(say(NO_GO, of=calls["d"], decided_at=DECIDED))),
        ranked(call("undecided")),
    ]
    made = digest(*rows)
    assert [row.call.source_id for row in made.decided] == ["c", "b", "a", "d"]
    assert load_json(Digest, digest_as_json(made)) == made
    for text in shown(made):
        listed = text.partition("Decided before")[2]
        assert "Call on c: go on 3 August 2026, owner LIDA" in listed
        assert "Changed since you decided on 3 August 2026: stage: outline → full" in listed
        assert "Call on a: go on 3 August 2026, owner LIDA, won on 9 August 2026 (£5m)" in listed
        assert "Call on d: no-go on 3 August 2026, owner LIDA" in listed


def test_a_long_list_of_decisions_is_cut_and_counted() -> None:
    calls = [call(f"{number:02}") for number in range(13)]
    made = digest(*(row_with(each, Decided(say(of=each))) for each in calls))
    for text in shown(made):
        assert text.count(": go on 3 August 2026, owner LIDA ") == 10
        assert "3 more decisions: bid-matcher decide list" in text


def test_without_decisions_there_is_no_list() -> None:
    assert not any("Decided before" in text for text in shown(digest(ranked(HUB))))


def test_hostile_words_are_only_words() -> None:
    hostile = say(reason="<script>alert(1)</script>\u202e", owner="{{ 7*7 }}<b>")
    made = digest(row_with(HUB, Decided(hostile)))
    page = render_html(made, CITY.organisations)
    assert "<script" not in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}&lt;b&gt;" in page


def row_with(of: Call, decided: Decided) -> RankedCall:
    return marked(ranked(of), {of.key: decided})
