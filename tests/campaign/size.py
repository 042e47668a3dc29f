"""Many readers, many new calls, two Mondays: prepared, sent to a real server, each mail checked."""

import os
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from matcher.commands.digest import Gathered
from matcher.commands.model import open_encoder
from matcher.mail.settings import Tls
from matcher.search import Filters, search
from matcher.store import add_decision, add_judgements, add_subscribers, load_subscribers, outbox
from matcher.store.outbox import MailState
from models.call import CallStatus
from models.decision import Decision, DecisionVerdict
from models.digest import RankedCall
from models.judgement import Judgement, JudgementVerdict
from models.subscriber import SavedSearch
from tests.campaign.checks import announced_twice, take_mails, wrong_with
from tests.campaign.home import Home, by_filter, mail_environment, quietly, week_of
from tests.campaign.models import Model
from tests.campaign.oracle import Heard, Week
from tests.campaign.people import BY_FILTER, BY_WORDS, make_people
from tests.campaign.sites import GRANTS, LONDON, Grant, Sites, publishing
from tests.campaign.texts import make_grants
from tests.matcher.mail.servers import MailServer, running

MONDAY = datetime(2026, 11, 30, 7, tzinfo=LONDON)
WEEK = timedelta(weeks=1)
_EDITED, _LATER = 5, timedelta(days=14)  # every fifth call's deadline moves by that
_AMONG_NEW = 10  # so many calls come in the second week


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one Monday took and brought."""

    mails: int
    rows: int  # calls told in all mails together
    largest: int  # bytes
    prepare_s: float
    send_s: float
    load: float  # of the machine over the last minute, at the end


def run_size(folder: Path, *, people: int, grants: int, model: Model) -> list[Figures]:
    """Run both Mondays; AssertionError names every mail that is not right for its reader."""
    shown = make_grants(grants, MONDAY)
    with publishing() as sites, running(Tls.STARTTLS, login=True) as server:
        settings = sites.environment() | mail_environment(server, folder)
        settings |= model.put_into(folder / "home")
        home = Home(folder / "home", settings).at(MONDAY)
        first = shown[:-_AMONG_NEW]
        _publish(home, sites, first)
        _add_people(home, people)
        ledger: dict[int, Heard] = defaultdict(Heard)
        figures = [_monday(home, server, first, ledger)]
        second = [_edited(at, grant) for at, grant in enumerate(shown)]
        home = home.at(MONDAY + WEEK)
        _publish(home, sites, second)
        figures.append(_monday(home, server, second, ledger))
    assert announced_twice(ledger) == []
    return figures


def _publish(home: Home, sites: Sites, grants: list[Grant]) -> None:
    sites.publish(grants)
    home.run("collect", "--source", GRANTS, "--allow-few")


def _edited(at: int, grant: Grant) -> Grant:
    return grant if at % _EDITED else replace(grant, closes=grant.closes + _LATER)


def _add_people(home: Home, count: int) -> None:
    """Store the readers, and what was decided before the first mail: some of each kind."""
    rows = [row for row in home.gathered().matched.ranked if row.needs]
    with home.store() as engine:
        searches = (*BY_FILTER, *BY_WORDS)
        added = add_subscribers(engine, make_people(count, home.city.profile, MONDAY, searches))
        assert None not in added
        for verdict, row in zip(DecisionVerdict, rows[1::3], strict=False):
            decision = Decision(
                city="leeds",
                call_key=row.call.key,
                verdict=verdict,
                decided_at=MONDAY,
                reason="in the campaign",
                owner="the board",
            )
            add_decision(engine, decision, instead_of=None, pages=[row.call.key])
        dismissed = [
            Judgement(
                city="leeds",
                call_key=row.call.key,
                need_id=None,
                verdict=JudgementVerdict.DISMISS,
                judged_at=MONDAY,
            )
            for row in rows[2:12:3]
        ]
        add_judgements(engine, dismissed)


def _monday(
    home: Home, server: MailServer, grants: list[Grant], ledger: dict[int, Heard]
) -> Figures:
    with home.store() as engine:
        people = load_subscribers(engine)
    prepare_s = home.run("mail", "--dry-run")
    send_s = home.run("mail", "--send-only")
    load = os.getloadavg()[0]
    made = home.gathered()
    week = _week(home, made, grants)
    sizes = [len(raw) for raw in server.texts]
    arrived = take_mails(server)
    assert [*map(len, arrived.values())] == [1] * len(arrived), "one mail for each reader"
    wrong = wrong_with(people, week, ledger, arrived, home.secret)
    assert wrong == [], "\n".join(wrong)
    with home.store() as engine:
        states = outbox.count_mails(engine)
        known = {m.message_id for p in people for m in outbox.load_mails(engine, p.id or 0)}
    assert all(mail.message_id in known for mails in arrived.values() for mail in mails)
    assert states[MailState.SENT] == sum(states.values())
    return Figures(
        mails=len(arrived),
        rows=sum(len(s.links) for mails in arrived.values() for m in mails for s in m.text),
        largest=max(sizes, default=0),
        prepare_s=prepare_s,
        send_s=send_s,
        load=load,
    )


def _week(home: Home, made: Gathered, grants: list[Grant]) -> Week:
    """Say what there is to tell; that the program read the site right is checked on the way."""
    published = {grant.address: grant for grant in grants}

    def identity(row: RankedCall) -> tuple[str, tuple[datetime, int | None]]:
        grant = published[row.call.url]
        assert row.closes_at == grant.closes, grant.label
        assert grant.most is None or row.scale.pounds == grant.most, grant.label
        return row.call.key, (grant.closes, grant.most)

    found = by_filter(made, BY_FILTER) | {each: _by_words(home, each, made) for each in BY_WORDS}
    return week_of(made, identity, found)


def _by_words(home: Home, wanted: SavedSearch, made: Gathered) -> frozenset[str]:
    """Ask the program's own search, each search by itself."""
    live = frozenset({CallStatus.OPEN, CallStatus.FORECASTED})
    filters = Filters(live, wanted.funder, wanted.min_award_gbp)
    encoder = open_encoder(home.settings)
    with home.store() as engine:
        hits = search(engine, home.city, wanted.text, filters, made.as_of, encoder, quietly).hits
    least = home.city.profile.thresholds.match_score
    return frozenset(hit.row.call.url for hit in hits if hit.score >= least)
