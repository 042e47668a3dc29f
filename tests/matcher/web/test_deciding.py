"""Deciding from the site: who may, what is stored, and two people who decide at once."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from httpx import Response
from starlette.testclient import TestClient

from matcher.store import load_comments, load_decisions
from matcher.store.audit import load_entries
from matcher.strategy import shortlist
from matcher.web.deciding.form import Filled, FilledOutcome, read_decision, read_outcome
from matcher.web.deciding.place import own_page
from matcher.web.site import Site
from matcher.web.snapshot import snapshot
from models.account import Role
from models.decision import Decision
from tests.matcher.digest.test_render import HOSTILE
from tests.matcher.web import people
from tests.matcher.web.boards import board_of, peopled_site, token_of, words
from tests.matcher.web.sample_site import AS_OF

GO = {"verdict": "go", "reason": "answers our first need", "owner": "LIDA"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    # How sure each set is matters elsewhere, and takes its time.
    monkeypatch.setattr(shortlist, "DRAWS", 2)
    return peopled_site(tmp_path)


def first(site: Site) -> str:
    """The call that the city wants most."""
    return snapshot(site).rows[0].call.key


def send(client: TestClient, path: str, key: str, **fields: str) -> Response:
    """Fill in the forms of a call's page as it stands, and send one."""
    page = client.get("/decide", params={"call": key}).text
    return client.post(path, data={"csrf": token_of(page), "call": key, **fields})


def decisions(site: Site) -> list[Decision]:
    return load_decisions(site.engine, site.city.folder)


def test_a_leader_decides_and_it_holds_for_the_next_set(site: Site) -> None:
    client = people.browser_as(site, Role.LEADER)
    key = board_of(client, site).shortlist.bids[-1].row.call.key
    fields = {**GO, "verdict": "no-go", "back": "/shortlist?size=3"}
    answer = send(client, "/decide", key, **fields)
    assert answer.status_code == 303
    shown = words(client.get(answer.headers["location"]).text)
    assert "Stored: no-go." in shown
    assert "“answers our first need”" in shown
    (stored,) = decisions(site)
    assert (stored.verdict, stored.owner, stored.decided_at) == ("no-go", "LIDA", AS_OF)
    assert key not in board_of(client, site).chosen.keys
    entry = load_entries(site.engine, site.city.folder)[0]
    assert (entry.what, entry.about) == (f"decided no-go, number {stored.id}", key)
    assert entry.account_id == people.account_of(Role.LEADER)
    assert stored.reason in words(client.get("/decisions").text)


def test_a_go_is_pinned_and_its_bid_has_an_outcome(site: Site) -> None:
    client = people.browser_as(site, Role.LEADER)
    key = board_of(client, site).shortlist.bids[-1].row.call.key
    send(client, "/decide", key, **GO)
    assert key in board_of(client, site).chosen.wishes.pinned
    seen = str(decisions(site)[0].id)
    wrong = send(client, "/decide/outcome", key, seen=seen, kind="won", amount="lots")
    assert wrong.status_code == 422
    assert "no number of pounds" in words(wrong.text)
    answer = send(client, "/decide/outcome", key, seen=seen, kind="won", amount="£2.5m")
    assert "Won on 10 August 2026 (£2.5m)" in words(client.get(answer.headers["location"]).text)
    assert key not in board_of(client, site).chosen.keys, "there is nothing left to decide"


def test_a_decision_is_taken_back_and_stays_in_the_history(site: Site) -> None:
    client, key = people.browser_as(site, Role.LEADER), first(site)
    send(client, "/decide", key, **GO)
    answer = send(client, "/decide/undo", key, seen=str(decisions(site)[0].id))
    shown = words(client.get(answer.headers["location"]).text)
    assert "Taken back." in shown
    assert "Nothing has been decided on this call." in shown
    assert "withdrawn" in shown
    assert decisions(site)[0].withdrawn_at == AS_OF


def test_two_who_decide_at_once_both_see_it(site: Site) -> None:
    one, two = (people.browser_as(site, Role.LEADER) for _ in range(2))
    key = first(site)
    open_page = two.get("/decide", params={"call": key}).text
    assert send(one, "/decide", key, **GO).status_code == 303
    mine = {**GO, "verdict": "watch", "reason": "partners <b>first</b>", "owner": "bid team"}
    late = two.post("/decide", data={"csrf": token_of(open_page), "call": key, **mine})
    assert late.status_code == 409
    shown = words(late.text)
    assert "answers our first need" in shown
    assert "partners <b>first</b>" in shown
    assert len(decisions(site)) == 1, "nothing of theirs was stored"
    theirs = str(decisions(site)[0].id)
    assert f'name="seen" value="{theirs}"' in late.text
    fields = {"csrf": token_of(late.text), "call": key, "seen": theirs}
    assert two.post("/decide", data={**fields, **mine}).status_code == 303
    assert [each.verdict for each in decisions(site)] == ["go", "watch"]


def test_of_many_at_the_same_moment_one_is_stored(site: Site) -> None:
    key = first(site)
    clients = [people.browser_as(site, Role.LEADER) for _ in range(4)]
    pages = [client.get("/decide", params={"call": key}).text for client in clients]
    answers: list[int] = []
    begin = threading.Barrier(len(clients))

    def decide(client: TestClient, page: str) -> None:
        begin.wait()
        data = {"csrf": token_of(page), "call": key, **GO}
        answers.append(client.post("/decide", data=data).status_code)

    threads = [
        threading.Thread(target=decide, args=pair) for pair in zip(clients, pages, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [303, 409, 409, 409]
    assert len(decisions(site)) == 1


def test_an_outcome_is_not_noted_on_a_decision_that_was_replaced(site: Site) -> None:
    client, key = people.browser_as(site, Role.LEADER), first(site)
    send(client, "/decide", key, **GO)
    old = str(decisions(site)[0].id)
    send(client, "/decide", key, **{**GO, "verdict": "watch"}, seen=old)
    for path in ("/decide/outcome", "/decide/undo"):
        assert send(client, path, key, seen=old, kind="won").status_code == 409
    assert not any(each.outcomes or each.withdrawn_at for each in decisions(site))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verdict": ""}, "Choose go, watch or no-go."),
        ({"verdict": "maybe"}, "Choose go, watch or no-go."),
        ({"reason": "  "}, "Give a reason"),
        ({"owner": ""}, "Say who takes it on"),
        ({"reason": "x" * 501}, "500 are the most"),
        ({"verdict": "watch", "revisit_on": "2026-08-10"}, "must be after today"),
        ({"verdict": "watch", "revisit_on": "soon"}, "write it as 2026-11-30"),
        ({"seen": "x"}, "out of date"),
    ],
)
def test_what_is_no_decision_is_said_and_what_was_written_stays(
    site: Site, fields: dict[str, str], said: str
) -> None:
    client = people.browser_as(site, Role.LEADER)
    answer = send(client, "/decide", first(site), **{**GO, **fields})
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert ({**GO, **fields})["owner"] in answer.text
    assert decisions(site) == []


@pytest.mark.parametrize("role", [None, Role.READER, Role.RESEARCHER])
@pytest.mark.parametrize("path", ["/decide", "/decide/undo", "/decide/outcome"])
def test_only_leaders_decide(site: Site, role: Role | None, path: str) -> None:
    client, key = people.browser_as(site, role), first(site)
    answer = client.post(path, data={"call": key, "seen": "1", **GO})
    assert answer.status_code == (303 if role is None else 403)
    if role is None:
        assert answer.headers["location"].startswith("/sign-in")
    assert decisions(site) == []


@pytest.mark.parametrize(
    "path",
    ["/decide", "/decide/undo", "/decide/outcome", "/comments", "/comments/remove"],
)
def test_a_form_without_its_token_changes_nothing(site: Site, path: str) -> None:
    client, key = people.browser_as(site, Role.ADMIN), first(site)
    for token in ({}, {"csrf": "0" * 64}):
        data = {"call": key, "text": "words", "number": "1", **GO, **token}
        assert client.post(path, data=data).status_code == 403
    assert decisions(site) == []


def test_comments_are_for_who_signs_in_and_name_no_address(site: Site) -> None:
    researcher, key = people.browser_as(site, Role.RESEARCHER), first(site)
    answer = send(researcher, "/comments", key, text=f"look\nat {HOSTILE}")
    page = researcher.get(answer.headers["location"]).text
    assert "a researcher" in words(page)
    assert "@example.org" not in words(page)
    assert HOSTILE not in page
    assert "look" in words(people.browser_as(site, Role.READER).get(f"/decide?call={key}").text)
    assert "a researcher" not in people.browser_as(site).get(f"/decide?call={key}").text


def test_one_takes_away_ones_own_comment_and_an_admin_any(site: Site) -> None:
    key = first(site)
    researcher, leader, admin = (
        people.browser_as(site, role) for role in (Role.RESEARCHER, Role.LEADER, Role.ADMIN)
    )
    for text in ("one", "two"):
        send(researcher, "/comments", key, text=text)
    one, two = (str(each.id) for each in load_comments(site.engine, site.city.folder, [key]))
    assert send(leader, "/comments/remove", key, number=one).status_code == 403
    assert send(researcher, "/comments/remove", key, number=one).status_code == 303
    assert send(admin, "/comments/remove", key, number=two).status_code == 303
    assert [c.text for c in load_comments(site.engine, site.city.folder, [key])] == ["", ""]
    said = {entry.what for entry in load_entries(site.engine, site.city.folder)}
    assert {f"said comment {one}", f"removed comment {two}"} <= said


def test_an_empty_or_endless_comment_is_sent_back(site: Site) -> None:
    client, key = people.browser_as(site, Role.LEADER), first(site)
    assert send(client, "/comments", key, text="  ").status_code == 422
    long = send(client, "/comments", key, text="y" * 2001)
    assert long.status_code == 422
    assert "y" * 2001 in long.text


def test_a_call_that_is_not_known_is_not_there(site: Site) -> None:
    client = people.browser_as(site, Role.LEADER)
    assert client.get("/decide?call=no:such").status_code == 404
    assert client.get("/decide").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["//evil.example", "https://evil.example", "/\\evil.example", "/a b", "javascript:x", "",
     "/\n/evil.example", "/" + "x" * 3000],
)  # fmt: skip
def test_no_other_host_hides_in_where_to_go_back_to(address: str) -> None:
    assert own_page(address) == "/shortlist"
    assert own_page("/shortlist?size=3#bid-A") == "/shortlist?size=3#bid-A"


def test_amounts_and_days_are_read_as_people_write_them() -> None:
    for text, pounds in (("2,500,000", 2_500_000), ("£2.5m", 2_500_000), ("750k", 750_000)):
        amount = read_outcome(FilledOutcome("won", "2026-08-01", text), AS_OF).amount
        assert amount is not None
        assert (amount.amount, amount.currency) == (pounds, "GBP")
    assert read_outcome(FilledOutcome("lost"), AS_OF).on == AS_OF.date()
    with pytest.raises(ValueError, match="still to come"):
        read_outcome(FilledOutcome("won", "2026-08-11"), AS_OF)
    for text in ("nan", "-1", "1e99", "m"):
        with pytest.raises(ValueError, match="no number of pounds"):
            read_outcome(FilledOutcome("won", "", text), AS_OF)
    watch = Filled("watch", "r", "o", (AS_OF + timedelta(days=1)).date().isoformat())
    assert read_decision(watch, "leeds", "a:1", AS_OF).revisit_on is not None
