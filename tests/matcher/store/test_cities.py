"""Two cities in one store: nothing of one is found by whoever asks for the other."""

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine

from matcher import store
from matcher.store import accounts, audit, outbox, sessions, tokens
from models.account import Account, Role, Scope
from models.comment import Comment
from models.decision import Decision, DecisionVerdict, Outcome, OutcomeKind
from models.feed_link import FeedLink, FeedWhat
from models.judgement import Judgement, JudgementVerdict
from models.letter import Told
from models.match import Explanation, Match, TargetKind
from models.subscriber import SubscriberState
from tests.matcher.store.examples import LATER, NOON, make_call
from tests.matcher.store.people import prepare_mail, store_person

MODULES: tuple[ModuleType, ...] = (store, outbox, accounts, sessions, tokens, audit)
ONE, OTHER = "leeds", "westhaven"
CALL = "ukri:1"


class City:
    """All that can be stored for a city, each with the city's name in it where words are."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.name = name
        address = f"reader@{name}.example"
        self.reader = store_person(engine, address, city=name)
        waiting = {"state": SubscriberState.WAITING, "confirmed_at": None}
        self.asker = store_person(engine, f"new@{name}.example", city=name, **waiting)
        told = (Told(f"{name}:1", "facts", closing=False, decision_id=None),)
        mail = prepare_mail(engine, self.reader, told=told, address=address)
        self.mail = mail.id
        outbox.record_sent(engine, mail.id, "250", NOON)
        account = Account(city=name, address=address, role=Role.ADMIN, created_at=NOON)
        self.account = accounts.add_account(engine, account)
        sessions.open_session(engine, self.account, f"session-{name}", NOON)
        sessions.add_link(engine, self.account, f"link-{name}", "browser", NOON)
        scopes = [next(iter(Scope))]
        tokens.add_token(engine, self.account, f"of {name}", scopes, f"token-{name}", NOON)
        audit.add_entry(engine, _entry(name, self.account))
        self._say(engine)

    def _say(self, engine: Engine) -> None:
        name = self.name
        self.comment = store.add_comment(
            engine,
            Comment(
                city=name, call_key=CALL, account_id=self.account, name=name,
                text=f"said in {name}", said_at=NOON,
            ),
        )  # fmt: skip
        store.add_judgements(engine, [_judged(name, f"wanted in {name}")])
        decision = _decided(name, DecisionVerdict.GO, NOON)
        self.decision = store.add_decision(engine, decision, instead_of=None, pages=[CALL])
        store.add_outcome(engine, self.decision, _became(OutcomeKind.SUBMITTED))
        self.link = store.add_feed_link(
            engine,
            FeedLink(
                city=name, what=FeedWhat.NEW, secret_hash=f"hash of {name}", created_at=NOON,
                subscriber_id=self.reader,
            ),
        )  # fmt: skip
        store.save_matches(engine, name, NOON, "model", [_match(f"need-of-{name}")])


def _judged(city: str, reason: str) -> Judgement:
    return Judgement(
        city=city, call_key=CALL, need_id=None, verdict=JudgementVerdict.KEEP, judged_at=NOON,
        reason=reason,
    )  # fmt: skip


def _decided(city: str, verdict: DecisionVerdict, at: datetime) -> Decision:
    return Decision(
        city=city, call_key=CALL, verdict=verdict, decided_at=at, reason=f"so said {city}",
        owner=city,
    )  # fmt: skip


def _became(kind: OutcomeKind) -> Outcome:
    return Outcome(kind=kind, on=NOON.date(), recorded_at=NOON)


def _entry(city: str, account: int) -> audit.Entry:
    return audit.Entry(
        city=city, at=NOON, account_id=account, role="admin", what=city, about=city, place="site"
    )


def _match(need: str) -> Match:
    why = Explanation(f"a sentence for {need}", "falls", (), ())
    return Match(CALL, TargetKind.NEED, need, 0.7, why)


Ask = Callable[[Engine, str, City], Any]
"""Asks as somebody of the named city for what is `City`'s."""

ASKED: Mapping[str, Ask] = {
    "count_comments": lambda e, city, _: store.count_comments(e, city),
    "data_version": lambda e, city, _: store.data_version(e, city),
    "find_account": lambda e, city, of: accounts.find_account(e, city, f"reader@{of.name}.example"),
    "find_link": lambda e, city, of: sessions.find_link(e, city, f"link-{of.name}", NOON),
    "find_session": lambda e, city, of: sessions.find_session(e, city, f"session-{of.name}", NOON),
    "find_subscribers": lambda e, city, of: store.find_subscribers(
        e, f"reader@{of.name}.example", city
    ),
    "find_token": lambda e, city, of: tokens.find_token(e, city, f"token-{of.name}"),
    "load_account": lambda e, city, of: accounts.load_account(e, city, of.account),
    "load_accounts": lambda e, city, _: accounts.load_accounts(e, city),
    "load_comments": lambda e, city, _: store.load_comments(e, city, [CALL]),
    "load_decisions": lambda e, city, _: store.load_decisions(e, city),
    "load_entries": lambda e, city, _: audit.load_entries(e, city),
    "load_feed_links": lambda e, city, of: store.load_feed_links(e, city, of.reader),
    "load_judgements": lambda e, city, _: store.load_judgements(e, city),
    "load_matches": lambda e, city, _: store.load_matches(e, city),
    "load_message": lambda e, city, of: outbox.load_message(e, of.mail, city),
    "load_subscriber": lambda e, city, of: store.load_subscriber(e, of.reader, city),
    "load_subscribers": lambda e, city, _: store.load_subscribers(e, city),
    "matches_state": lambda e, city, _: store.matches_state(e, city),
    "people_state": lambda e, city, _: store.people_state(e, city),
    "remove_comment": lambda e, city, of: store.remove_comment(
        e, city, of.comment, LATER, author=None
    ),
    "save_matches": lambda e, city, _: store.save_matches(e, city, LATER, "model", []),
    "told_keys": lambda e, city, _: outbox.told_keys(e, city),
    "unasked": lambda e, city, _: outbox.unasked(e, city),
}
"""Every function of the store that is asked for a city. One that is new belongs in here."""

OF_ONE = frozenset(
    {
        "find_account", "find_link", "find_session", "find_subscribers", "find_token",
        "load_account", "load_feed_links", "load_message", "load_subscriber",
    }
)  # fmt: skip
"""Those that name one thing: of another city's they return nothing."""

FINGERPRINTS = frozenset({"data_version", "matches_state", "people_state"})
CHANGING = frozenset({"remove_comment", "save_matches"})


@pytest.fixture
def cities(engine: Engine) -> tuple[City, City]:
    store.upsert_calls(engine, [make_call("1"), make_call("2")], NOON)
    return City(engine, ONE), City(engine, OTHER)


def with_city() -> set[str]:
    """Names of all public functions of the store that have a parameter `city`."""
    found = {
        (name, function)
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and function.__module__.startswith("matcher.store")
    }
    named = {name for name, function in found if "city" in inspect.signature(function).parameters}
    return named - {"open_store"}  # what it opens for a city: test_cities_apart.py


def test_every_function_that_is_asked_for_a_city_is_asked_here() -> None:
    assert with_city() == set(ASKED)


@pytest.mark.parametrize("name", sorted(set(ASKED) - FINGERPRINTS - CHANGING))
def test_a_city_finds_its_own_and_nothing_of_the_other(
    engine: Engine, cities: tuple[City, City], name: str
) -> None:
    one, other = cities
    own, foreign = ASKED[name](engine, ONE, one), ASKED[name](engine, ONE, other)
    assert own
    assert OTHER not in repr(own)
    assert OTHER not in repr(foreign)
    if name in OF_ONE:
        assert not foreign
    assert other.asker not in (own if name == "unasked" else ())


@pytest.mark.parametrize("name", sorted(FINGERPRINTS))
def test_what_is_done_in_one_city_is_no_news_to_the_other(
    engine: Engine, cities: tuple[City, City], name: str
) -> None:
    one, other = cities
    before, there = ASKED[name](engine, ONE, one), ASKED[name](engine, OTHER, other)
    store.save_matches(engine, OTHER, LATER, "model", [_match("a"), _match("b")])
    store.add_judgements(engine, [_judged(OTHER, "once more")])
    store.add_outcome(engine, other.decision, _became(OutcomeKind.WON))
    assert ASKED[name](engine, ONE, one) == before
    assert ASKED[name](engine, OTHER, other) != there


def test_one_city_cannot_remove_what_was_said_in_the_other(
    engine: Engine, cities: tuple[City, City]
) -> None:
    assert not ASKED["remove_comment"](engine, ONE, cities[1])
    assert store.load_comments(engine, OTHER, [CALL])[0].text == f"said in {OTHER}"


def test_matches_of_one_city_go_and_the_others_stay(
    engine: Engine, cities: tuple[City, City]
) -> None:
    del cities
    before = store.load_matches(engine, OTHER)
    store.save_matches(engine, ONE, LATER, "model", [])
    assert store.load_matches(engine, OTHER) == before


def test_decisions_on_one_call_are_each_citys_own(
    engine: Engine, cities: tuple[City, City]
) -> None:
    """The decision in force, which a new one takes the place of, is the city's."""
    one, other = cities
    later = _decided(ONE, DecisionVerdict.NO_GO, LATER)
    with pytest.raises(store.DecidedMeanwhileError):
        store.add_decision(engine, later, instead_of=other.decision, pages=[CALL])
    store.add_decision(engine, later, instead_of=one.decision, pages=[CALL])


def test_one_address_may_be_in_both_cities_and_leaves_one(engine: Engine) -> None:
    store_person(engine, "both@example.org", city=ONE)
    there = store_person(engine, "both@example.org", city=OTHER)
    store.remove_subscriber(engine, there)
    assert [each.city for each in store.find_subscribers(engine, "both@example.org")] == [ONE]


def test_what_one_reader_was_told_is_not_told_for_the_other(
    engine: Engine, cities: tuple[City, City]
) -> None:
    one, other = cities
    assert set(store.load_told(engine, one.reader)) == {f"{ONE}:1"}
    assert set(store.load_told(engine, other.reader)) == {f"{OTHER}:1"}
    assert {mail.address for mail in outbox.load_mails(engine, other.reader)} == {
        f"reader@{OTHER}.example"
    }
