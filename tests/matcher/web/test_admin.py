"""The admin's pages: what they show and change, and that nobody is overwritten in silence."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from matcher.city.weight_change import NewWeight, weight_change
from matcher.store import (
    find_subscribers,
    load_call,
    load_review_queue,
    load_splits,
    queue_for_review,
    save_identities,
    start_run,
    upsert_calls,
)
from matcher.store.accounts import find_account, load_account, load_accounts
from matcher.store.audit import Entry, add_entry, load_entries
from matcher.store.tokens import load_tokens
from matcher.web.admin.service import settings_rows
from matcher.web.site import Site
from models.account import Role
from models.subscriber import SubscriberState
from tests.matcher.store.examples import make_call
from tests.matcher.web.people import (
    ADDRESSES,
    NOON,
    account_of,
    browser_as,
    form_token,
    make_site,
    sign_in,
)

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture
def admin(site: Site) -> TestClient:
    return browser_as(site, Role.ADMIN)


def post(browser: TestClient, page: str, path: str, **sent: str) -> int:
    """Send a form of a page."""
    return browser.post(path, data=sent | {"csrf": form_token(browser, page)}).status_code


def done(site: Site) -> list[tuple[str, str]]:
    """What the log says was done, newest first."""
    return [(entry.what, entry.about) for entry in load_entries(site.engine, "leeds")]


# -- Accounts ----------------------------------------------------------------------


def test_an_account_is_added_changed_and_erased(site: Site, admin: TestClient) -> None:
    new = {"address": "new@example.org", "name": HOSTILE, "role": "researcher"}
    assert post(admin, "/admin/accounts", "/admin/accounts", **new) == 303
    account = find_account(site.engine, "leeds", "NEW@example.org")
    assert account is not None
    own = f"/admin/accounts/{account.id}"
    page = admin.get(own).text
    assert HOSTILE not in page
    assert "&lt;script&gt;" in page
    change = {"version": "1", "name": "New", "role": "leader", "state": "enabled"}
    assert post(admin, own, own, **change) == 303
    assert post(admin, own, f"{own}/remove", version="2") == 303
    assert load_account(site.engine, "leeds", account.id or 0) is None
    assert done(site) == [
        ("removed", f"account {account.id}"),
        ("changed: role researcher to leader, name", f"account {account.id}"),
        ("added as researcher", f"account {account.id}"),
    ]
    assert "new@example.org" not in admin.get("/admin/log").text


def test_two_admins_do_not_overwrite_each_other(site: Site, admin: TestClient) -> None:
    number = account_of(Role.RESEARCHER)
    own = f"/admin/accounts/{number}"
    seen = form_token(admin, own)
    first = {"csrf": seen, "version": "1", "role": "leader", "state": "enabled", "name": ""}
    assert admin.post(own, data=first).status_code == 303
    second = first | {"role": "reader"}
    answer = admin.post(own, data=second)
    assert answer.status_code == 409
    assert "Somebody else was faster" in answer.text
    account = load_account(site.engine, "leeds", number)
    assert account is not None
    assert (account.role, account.version) == (Role.LEADER, 2)
    assert admin.post(f"{own}/remove", data={"csrf": seen, "version": "1"}).status_code == 409


def test_the_last_admin_stays_one(site: Site, admin: TestClient) -> None:
    own = f"/admin/accounts/{account_of(Role.ADMIN)}"
    change = {"version": "1", "role": "admin", "state": "disabled"}
    assert post(admin, own, own, **change) == 422
    assert post(admin, own, own, **(change | {"role": "leader", "state": "enabled"})) == 422
    assert post(admin, own, f"{own}/remove", version="1") == 422
    assert (
        "only admin"
        in admin.post(f"{own}/remove", data={"version": "1", "csrf": form_token(admin, own)}).text
    )
    assert len(load_accounts(site.engine, "leeds")) == len(Role)


def test_faults_of_a_new_account_are_said(admin: TestClient) -> None:
    for address, said in ((ADDRESSES[Role.READER].upper(), "has an account"), ("x", "Not an e-")):
        sent = {"csrf": form_token(admin, "/admin/accounts"), "address": address}
        answer = admin.post("/admin/accounts", data=sent)
        assert answer.status_code == 422
        assert said in answer.text
    assert admin.get("/admin/accounts/99").status_code == 404


def test_an_admin_signs_somebody_out(site: Site, admin: TestClient) -> None:
    leader = browser_as(site, Role.LEADER)
    own = f"/admin/accounts/{account_of(Role.LEADER)}"
    assert "in 1 browser" in admin.get(own).text
    assert post(admin, own, f"{own}/sign-out") == 303
    assert leader.get("/account").status_code == 303


def test_one_s_own_tokens_are_shown_once_and_revoked(site: Site) -> None:
    browser = browser_as(site, Role.RESEARCHER)
    sent = {"csrf": form_token(browser, "/account"), "name": HOSTILE, "scope": ["read", "decide"]}
    page = browser.post("/account/tokens", data=sent).text
    (token,) = re.findall(r'class="secret">([\w-]{43})<', page)
    assert HOSTILE not in page
    assert token not in browser.get("/account").text
    assert browser.get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    number = account_of(Role.RESEARCHER)
    (kept,) = load_tokens(site.engine, number)
    assert token not in repr(kept)
    theirs = browser_as(site, Role.LEADER)
    assert post(theirs, "/account", f"/account/tokens/{kept.id}/revoke") == 404
    assert post(browser, "/account", f"/account/tokens/{kept.id}/revoke") == 303
    assert browser.get("/", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    for name, scope in (("", ["read"]), ("x" * 81, ["read"]), ("x", [])):
        fault = browser.post("/account/tokens", data=sent | {"name": name, "scope": scope})
        assert fault.status_code == 422
        assert 'aria-invalid="true"' in fault.text


# -- Subscribers -------------------------------------------------------------------


def add_ada(admin: TestClient, **facts: str) -> int:
    new = {"address": "ada@example.org", "name": "Ada", "role": "leader", "frequency": "weekly"}
    return post(admin, "/admin/subscribers", "/admin/subscribers", **(new | facts))


def mark_in(admin: TestClient, number: int) -> str:
    page = LexborHTMLParser(admin.get(f"/admin/subscribers/{number}/remove").text)
    field = page.css_first('input[name="seen"]')
    assert field is not None
    return str(field.attributes["value"])


def test_a_subscriber_is_added_paused_stopped_undone_and_erased(
    site: Site, admin: TestClient
) -> None:
    assert add_ada(admin, agreed="yes", consent="said so at the forum") == 303
    (ada,) = find_subscribers(site.engine, "ada@example.org")
    assert (ada.state, ada.consent) == (SubscriberState.ACTIVE, "said so at the forum")
    own = f"/admin/subscribers/{ada.id}"
    for action, state in (
        ("pause", SubscriberState.PAUSED),
        ("resume", SubscriberState.ACTIVE),
        ("stop", SubscriberState.LEFT),
        ("resume", SubscriberState.ACTIVE),
    ):
        sent = {
            "csrf": form_token(admin, "/admin/subscribers"),
            "seen": mark_in(admin, ada.id or 0),
        }
        answer = admin.post(f"{own}/{action}", data=sent)
        assert answer.status_code == 303
        assert 'role="status"' in admin.get(answer.headers["location"]).text
        assert find_subscribers(site.engine, "ada@example.org")[0].state is state
    assert post(admin, f"{own}/remove", f"{own}/remove", seen=mark_in(admin, ada.id or 0)) == 303
    assert find_subscribers(site.engine, "ada@example.org") == []
    assert [what for what, _ in done(site)] == [
        "subscriber erased",
        "subscriber resumed",
        "subscriber stopped",
        "subscriber resumed",
        "subscriber paused",
        "subscriber added",
    ]


def test_who_is_asked_first_waits(site: Site, admin: TestClient) -> None:
    assert add_ada(admin) == 303
    (ada,) = find_subscribers(site.engine, "ada@example.org")
    assert ada.state is SubscriberState.WAITING


def test_faults_of_a_new_subscriber_are_said(site: Site, admin: TestClient) -> None:
    assert add_ada(admin, agreed="yes") == 422
    assert add_ada(admin, address=HOSTILE) == 422
    assert add_ada(admin, role="king") == 422
    assert add_ada(admin) == 303
    assert add_ada(admin) == 422
    assert len(find_subscribers(site.engine, "ada@example.org")) == 1


def test_a_change_by_somebody_else_is_not_overwritten(site: Site, admin: TestClient) -> None:
    add_ada(admin, agreed="yes", consent="by letter")
    (ada,) = find_subscribers(site.engine, "ada@example.org")
    own, seen = f"/admin/subscribers/{ada.id}", mark_in(admin, ada.id or 0)
    assert post(admin, "/admin/subscribers", f"{own}/pause", seen=seen) == 303
    assert post(admin, "/admin/subscribers", f"{own}/stop", seen=seen) == 409
    assert post(admin, "/admin/subscribers", f"{own}/remove", seen=seen) == 409
    assert find_subscribers(site.engine, "ada@example.org")[0].state is SubscriberState.PAUSED


def test_a_subscriber_of_another_city_is_not_here(site: Site, admin: TestClient) -> None:
    add_ada(admin)
    york = browser_as(replace(site, settings=replace(site.settings, city="york")))
    assert york.get("/admin/subscribers/1/remove").status_code == 303
    assert admin.get("/admin/subscribers/2/remove").status_code == 404


# -- Review ------------------------------------------------------------------------


def test_what_waits_is_accepted_as_it_was_seen(site: Site, admin: TestClient) -> None:
    queue_for_review(site.engine, [make_call("one", title=HOSTILE)], NOON)
    page = admin.get("/admin/review").text
    assert HOSTILE not in page
    (seen,) = re.findall(r'name="seen" value="(\w+)"', page)
    call = load_review_queue(site.engine)[0].call
    sent = {"key": call.key, "seen": seen}
    queue_for_review(site.engine, [make_call("one", title="Another title")], NOON)
    decide = "/admin/review/decide"
    assert post(admin, "/account", decide, **sent, verdict="accept") == 409
    assert load_call(site.engine, call.key) is None
    (now,) = re.findall(r'name="seen" value="(\w+)"', admin.get("/admin/review").text)
    assert post(admin, "/account", decide, key=call.key, seen=now, verdict="both") == 422
    assert post(admin, "/account", decide, key=call.key, seen=now, verdict="accept") == 303
    stored = load_call(site.engine, call.key)
    assert stored is not None
    assert stored.call.title == "Another title"
    assert post(admin, "/account", decide, key=call.key, seen=now, verdict="accept") == 409
    assert done(site) == [("change accepted", call.key)]


def test_what_is_rejected_is_not_asked_again(site: Site, admin: TestClient) -> None:
    queue_for_review(site.engine, [make_call("one")], NOON)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', admin.get("/admin/review").text)
    key = load_review_queue(site.engine)[0].call.key
    assert (
        post(admin, "/account", "/admin/review/decide", key=key, seen=seen, verdict="reject") == 303
    )
    queue_for_review(site.engine, [make_call("one")], NOON)
    assert "Nothing waits" in admin.get("/admin/review").text


def test_calls_shown_as_one_are_taken_apart_and_joined(site: Site, admin: TestClient) -> None:
    one, other = make_call("one"), make_call("two", title=HOSTILE)
    upsert_calls(site.engine, [one, other], NOON)
    save_identities(site.engine, {other.key: (one.key, "the same title and deadline")})
    page = admin.get("/admin/review").text
    assert "the same title and deadline" in page
    assert HOSTILE not in page
    assert post(admin, "/account", "/admin/review/split", key=other.key) == 303
    assert other.key in load_splits(site.engine)
    assert "Join again" in admin.get("/admin/review").text
    assert post(admin, "/account", "/admin/review/join", key=other.key) == 303
    assert load_splits(site.engine) == frozenset()
    assert post(admin, "/account", "/admin/review/split", key="no:such") == 404


def test_new_figures_are_shown_beside_those_in_use(admin: TestClient) -> None:
    page = admin.get("/admin/review").text
    assert "The city’s figures" in page
    assert "figures" in page.partition("The city’s figures")[2]


# -- The service -------------------------------------------------------------------


def test_runs_are_shown_with_what_failed(site: Site, admin: TestClient) -> None:
    assert "has never run here" in admin.get("/admin/runs").text
    start_run(site.engine, "schedule collect", NOON)
    page = admin.get("/admin/runs").text
    for job in ("collect", "match", "digest", "backup"):
        assert job in page


def test_settings_are_shown_without_secrets(
    site: Site, admin: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BID_MATCHER_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("BID_MATCHER_OIDC_CLIENT_SECRET", "hunter3")
    monkeypatch.setenv("BID_MATCHER_SMTP_HOST", "mail.example.org")
    page = admin.get("/admin/settings").text
    assert "mail.example.org" in page
    assert "hunter" not in page
    with_password = replace(site.settings, database="postgresql://bids:hunter4@db/bids")
    rows = dict(settings_rows(replace(site, settings=with_password), {}))
    assert "hunter4" not in rows["Database"]
    assert rows["BID_MATCHER_SMTP_PASSWORD"] == "not set"


def test_the_log_is_paged_and_a_table(site: Site, admin: TestClient) -> None:
    for n in range(120):
        entry = Entry(
            city="leeds",
            at=NOON,
            account_id=account_of(Role.LEADER),
            role="leader",
            what="=decided",
            about=f"ukri:{n}",
            place="site",
        )
        add_entry(site.engine, entry)
    page = admin.get("/admin/log").text
    assert "ukri:119" in page
    assert "ukri:19<" not in page
    (older,) = re.findall(r'href="(/admin/log\?before=\d+)"', page)
    assert "ukri:19<" in admin.get(older).text
    table = admin.get("/admin/log.csv")
    assert table.headers["content-type"].startswith("text/csv")
    lines = table.text.splitlines()
    assert len(lines) == 121
    assert ",'=decided," in lines[1]  # no spreadsheet takes it for a formula


def test_a_signed_in_session_opens_every_admin_page(site: Site, admin: TestClient) -> None:
    sign_in(site, Role.READER)
    for path in ("", "/subscribers", "/accounts", "/review", "/runs", "/weights", "/log"):
        answer = admin.get(f"/admin{path}")
        assert answer.status_code == 200
        assert answer.text.count("<h1>") == 1
        assert browser_as(site, Role.LEADER).get(f"/admin{path}").status_code == 403


# -- Weights -----------------------------------------------------------------------


def test_a_change_of_weights_is_made_ready_and_nothing_is_written(
    site: Site, admin: TestClient
) -> None:
    file = site.settings.city_folder / "needs.yaml"
    before = file.read_bytes()
    need = site.city.profile.needs[0]
    asked = {f"w-{need.id}": "0.123", "reason": f"the board: {HOSTILE}"}
    page = admin.get("/admin/weights", params=asked)
    assert page.status_code == 200
    assert "+  weight: 0.123" in page.text
    assert HOSTILE not in page.text
    assert file.read_bytes() == before
    for wrong in ({"w-" + need.id: "2", "reason": "x"}, {"w-" + need.id: "0.3"}):
        assert admin.get("/admin/weights", params=wrong).status_code == 422


@pytest.mark.parametrize("chosen", [slice(0, 1), slice(5, 9), slice(None)])
def test_the_change_is_a_patch_that_changes_the_weights_alone(
    site: Site, tmp_path: Path, chosen: slice
) -> None:
    file = site.settings.city_folder / "needs.yaml"
    needs = site.city.profile.needs[chosen]
    new = [NewWeight(need.id, 0.25, "Leaders’ choice: “yes” # 3 August") for need in needs]
    change = weight_change(file, new)
    patched = applied(file.read_text(encoding="utf-8"), change)
    read = {need["id"]: need for need in yaml.load(patched, yaml.CSafeLoader)["needs"]}
    for need in needs:
        assert read[need.id]["weight"] == 0.25
        assert read[need.id]["weight_reason"] == "Leaders’ choice: “yes” # 3 August"
    (tmp_path / "needs.yaml").write_text(patched, encoding="utf-8")
    assert len(change.splitlines()) < 14 * len(needs) + 10


def applied(text: str, change: str) -> str:
    """Apply a unified diff."""
    lines, out, at = text.splitlines(keepends=True), [], 0
    for line in change.splitlines(keepends=True)[2:]:
        if line.startswith("@@"):
            start = int(re.findall(r"-(\d+)", line)[0]) - 1
            out += lines[at:start]
            at = start
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert lines[at] == line[1:]
            out += [] if line.startswith("-") else [lines[at]]
            at += 1
    return "".join(out + lines[at:])
