"""A year of two sites: what is published, edited, listed elsewhere, taken off and put back.

Every week brings new calls, some with dates of publication that lie long before; a
deadline or an amount is edited; now and then a call comes up on the other site too, a
closed one opens its next round at the same address, or one is not listed for a while.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from tests.campaign.sites import COUNCILS, GRANTS, Grant
from tests.campaign.texts import Text, bundled_texts

_LONGEST = 300  # characters of a text: 52 weeks are matched three times each
_AMOUNTS = (None, 80_000, 700_000, 1_500_000, 4_000_000, 12_000_000)


@dataclass(frozen=True, slots=True)
class Listed:
    """A grant on a site, and which call it is: two pages may be one, and one page two rounds."""

    call: str
    grant: Grant
    hidden_until: int = 0  # the week in which it is listed again


@dataclass
class World:
    """Both sites as they stand, by address."""

    seed: int
    pages: dict[str, Listed] = field(default_factory=dict)
    rounds: int = 0
    edits: int = 0
    twins: int = 0
    hidden: int = 0

    def __post_init__(self) -> None:
        self._draw = Random(self.seed)
        self._texts = list(bundled_texts())
        self._draw.shuffle(self._texts)
        self._count = 0

    def pass_week(self, week: int, now: datetime, *, quiet: bool) -> None:
        """Let a week's events happen; while `quiet` none that touches both pages of a call.

        It is quiet while a site is down: then its page would say other than the one that
        is read, and no rule says which of the two a reader should believe.
        """
        for _ in range(8 if week == 0 else self._draw.choice((1, 2, 3))):
            self._appear(now)
        self._edit(now, quiet=quiet)
        if week % 3 == 1 and not quiet:
            self._list_elsewhere(week, now)
        if week % 4 == 2:
            self._open_again(now)
        if week % 5 == 1:
            self._take_off(week, now)

    def shown(self, week: int, now: datetime) -> dict[str, Listed]:
        """Return what the sites list: what is open, but for what was taken off."""
        return {
            address: each
            for address, each in self.pages.items()
            if each.grant.closes > now and each.hidden_until <= week
        }

    def _appear(self, now: datetime) -> None:
        text = self._texts[self._count % len(self._texts)]
        self._count += 1
        published = now - timedelta(days=self._draw.randint(0, 40))
        grant = Grant(
            label=f"call-{self._count}",
            title=self._title(text),
            text=text.text[:_LONGEST],
            funder=text.funder,
            opens=published,
            published=published,
            closes=now + timedelta(days=self._draw.randint(10, 180)),
            most=self._draw.choice(_AMOUNTS),
            site=self._draw.choice((GRANTS, COUNCILS)),
        )
        self.pages[grant.address] = Listed(grant.label, grant)

    def _title(self, text: Text) -> str:
        turn = (self._count - 1) // len(self._texts)
        return f"{text.title} (strand {turn + 1})" if turn else text.title

    def _edit(self, now: datetime, *, quiet: bool) -> None:
        """Move a deadline, mostly to a later day, or change an amount, wherever the call stands."""
        counts = self._calls_listed(now, ahead=timedelta(days=30))
        calls = sorted(call for call, pages in counts.items() if len(pages) == 1 or not quiet)
        if not calls:
            return
        call = self._draw.choice(calls)
        move = timedelta(days=self._draw.choice((-7, 7, 14, 21)))
        amount = self._draw.choice(_AMOUNTS[1:])
        moves = self._draw.random() < 0.7
        for address in counts[call]:
            before = self.pages[address]
            closes = before.grant.closes + move
            edited = replace(before.grant, closes=closes)
            grant = edited if moves else replace(before.grant, most=amount)
            self.pages[address] = replace(before, grant=grant)
        self.edits += 1

    def _list_elsewhere(self, week: int, now: datetime) -> None:
        """Let a call of the councils come up at Find a grant too."""
        one_page = [
            self.pages[pages[0]]
            for pages in self._calls_listed(now, ahead=timedelta(days=20)).values()
            if len(pages) == 1 and self.pages[pages[0]].grant.site == COUNCILS
        ]
        one_page = [each for each in one_page if each.hidden_until <= week]
        if one_page:
            first = self._draw.choice(one_page)
            twin = replace(
                first.grant,
                label=f"also-{first.grant.label}",
                site=GRANTS,
                elsewhere=first.grant.address,
            )
            self.pages[twin.address] = Listed(first.call, twin)
            self.twins += 1

    def _open_again(self, now: datetime) -> None:
        """Let a closed call of one page open its next round at the same address."""
        closed = [
            (address, each)
            for address, each in self.pages.items()
            if each.grant.closes < now - timedelta(days=7) and not self._has_twin(each.call)
        ]
        if closed:
            address, before = self._draw.choice(closed)
            opens, closes = now - timedelta(days=3), now + timedelta(days=70)
            grant = replace(before.grant, opens=opens, closes=closes, published=opens)
            self.rounds += 1
            self.pages[address] = Listed(f"{before.call}/{self.rounds}", grant)

    def _take_off(self, week: int, now: datetime) -> None:
        listed = [pages[0] for pages in self._calls_listed(now).values() if len(pages) == 1]
        if listed:
            address = self._draw.choice(listed)
            self.pages[address] = replace(self.pages[address], hidden_until=week + 3)
            self.hidden += 1

    def _calls_listed(
        self, now: datetime, ahead: timedelta = timedelta(days=1)
    ) -> dict[str, list[str]]:
        """Return the addresses of each call that closes no sooner than that, by call."""
        found: dict[str, list[str]] = {}
        for address, each in self._live(now + ahead):
            found.setdefault(each.call, []).append(address)
        return found

    def _live(self, at: datetime) -> Iterator[tuple[str, Listed]]:
        return ((a, each) for a, each in self.pages.items() if each.grant.closes > at)

    def _has_twin(self, call: str) -> bool:
        return sum(each.call == call for each in self.pages.values()) > 1
