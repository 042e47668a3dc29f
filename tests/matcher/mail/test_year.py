"""A year of Mondays: calls come late, change, are listed anew. Everything is told, once."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.mail.facts import facts_that_matter
from matcher.mail.ledger import ledger
from models.call import Call
from models.city import Limits
from models.letter import Letter, News, Told
from models.scale import Scale
from models.subscriber import Frequency, SubscriberRole
from tests.matcher.digest.samples import AS_OF, call, pounds
from tests.matcher.mail.samples import WEEK, is_bid, letter, reader, remember, row_at

WEEKS = 52
CALLS = 6
DRAIN = 60  # weeks without events, in which all that was left out comes up


@dataclass(frozen=True)
class Event:
    """What happens to a call in the days before a Monday."""

    week: int
    call: int
    kind: str


@dataclass
class World:
    """The stored calls, and what one reader has been told."""

    calls: dict[str, Call] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)  # no longer listed, for now
    told: dict[str, Told] = field(default_factory=dict)
    news: Counter[tuple[str, News]] = field(default_factory=Counter)
    edits: Counter[str] = field(default_factory=Counter)
    heard: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def happen(self, event: Event) -> None:
        key = f"sample:{event.call}"
        if key not in self.calls:
            far = (AS_OF + (WEEKS + DRAIN + 30) * WEEK,)
            # Published long ago: its date is no reason to take it for known.
            self.calls[key] = call(str(event.call), opens_at=AS_OF - 20 * WEEK, deadlines=far)
            return
        if event.kind == "relist":
            self.hidden ^= {key}
            return
        self.calls[key] = edited(self.calls[key], event.kind)
        self.edits[key] += 1

    def monday(self, as_of: datetime, **to: object) -> Letter | None:
        rows = [
            row_at(each, as_of, scale=(Scale.STRATEGIC, Scale.SMALL)[int(each.source_id) % 2])
            for key, each in self.calls.items()
            if key not in self.hidden
        ]
        bids = [row for row in rows if is_bid(row)][:2]
        made = letter(*rows, told=self.told, decide=bids, as_of=as_of, **to)  # type: ignore[arg-type]
        for section in made.sections if made else ():
            for item in section.rows:
                key = item.row.call.key
                self.news[key, item.news] += 1
                self.heard[key].append(facts_that_matter(item.row.call))
        self.told = remember(self.told, made)
        return made


def edited(before: Call, kind: str) -> Call:
    if kind == "deadline":
        return replace(before, deadlines=(before.deadlines[0] + timedelta(days=7),))
    if kind == "amount":
        assert before.award_max is not None
        return replace(before, award_max=pounds(int(before.award_max.amount) + 1_000_000))
    return replace(before, updates=(*before.updates, f"note {len(before.updates)}"))


EVENTS = st.lists(
    st.builds(
        Event,
        week=st.integers(0, WEEKS - 1),
        call=st.integers(0, CALLS - 1),
        kind=st.sampled_from(["deadline", "amount", "note", "relist"]),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(
    events=EVENTS,
    role=st.sampled_from(SubscriberRole),
    frequency=st.sampled_from([Frequency.WEEKLY, Frequency.FORTNIGHTLY, Frequency.EVERYTHING]),
    new=st.integers(1, 3),
    changed=st.integers(1, 3),
)
def test_every_call_is_new_once_and_every_change_is_told_once(
    events: list[Event], role: SubscriberRole, frequency: Frequency, new: int, changed: int
) -> None:
    world = World()
    to = {
        "to": reader(role=role, frequency=frequency),
        "limits": Limits(new=new, changed=changed),
        "first_mail": AS_OF.date(),
    }
    for week in range(WEEKS + DRAIN):
        for event in (each for each in events if each.week == week):
            world.happen(event)
        if week == WEEKS:
            world.hidden.clear()
        world.monday(AS_OF + week * WEEK, **to)
    assert world.monday(AS_OF + (WEEKS + DRAIN) * WEEK, **to) is None
    known = ledger(world.told, {})
    for key, each in world.calls.items():
        assert world.news[key, News.NEW] == 1
        assert world.news[key, News.CHANGED] <= world.edits[key]
        assert known[key].facts(key) is not None
        # The last that was heard is how the call stands: no change went untold.
        assert world.heard[key][-1] == facts_that_matter(each)
        # What is heard twice running is never the same: no change was told again.
        assert all(a != b for a, b in zip(world.heard[key], world.heard[key][1:], strict=False))


@settings(max_examples=40, deadline=None)
@given(events=EVENTS)
def test_without_limits_every_change_is_told_on_the_next_monday(events: list[Event]) -> None:
    world = World()
    everything = reader(frequency=Frequency.EVERYTHING)
    for week in range(WEEKS):
        here = [each for each in events if each.week == week and each.kind != "relist"]
        before = {key: facts_that_matter(each) for key, each in world.calls.items()}
        for event in here:
            world.happen(event)
        moved = {
            key for key, each in world.calls.items() if before.get(key) != facts_that_matter(each)
        }
        made = world.monday(AS_OF + week * WEEK, to=everything)
        told = {t.call_key for t in made.told} if made else set()
        assert told == moved
