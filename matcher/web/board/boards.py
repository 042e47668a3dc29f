"""Sets chosen in the background and kept, by what they were chosen from and what was asked for."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from matcher.strategy.choice import Choice
from matcher.strategy.shortlist import (
    DRAWS,
    ChosenSet,
    answered,
    as_shortlist,
    beside_decided,
    choose_set,
    how_sure,
    wishes_of,
    without_each,
)
from matcher.web.board.asked import OWN, Asked, background_for
from matcher.web.board.line import Line
from matcher.web.snapshot import Snapshot
from models.call import CallStatus
from models.shortlist import Shortlist

_KEPT = 40  # sets in memory
_WAITING = 8  # of those whose slower answers are still to be worked out

Key = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """A set and what is known of it so far: the slower answers come after it."""

    asked: Asked
    chosen: ChosenSet
    shortlist: Shortlist
    fallen: Mapping[str, Choice] | None = None  # what is chosen without each bid, by key
    sure: bool = False  # whether the set was chosen again with other figures

    @property
    def stage(self) -> int:
        """How much is known: 0 the set, 1 what follows each bid, 2 how sure it is too."""
        return (self.fallen is not None) + self.sure


@dataclass(slots=True, eq=False)
class Work:
    """One set in the making. Its board is replaced whole, so that any thread may read it."""

    key: Key
    asked: Asked
    picture: Snapshot
    board: Board | None = None
    drawn: int = 0  # of DRAWS
    broken: bool = False  # it could not be chosen; the log says why
    chosen: threading.Event = field(default_factory=threading.Event)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def share(self) -> float:
        """How far the slower answers are, 0 to 1."""
        return 1.0 if self.done.is_set() else self.drawn / DRAWS


class Boards:
    """Keeps the sets of one site. All methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[Key, Work] = OrderedDict()
        self._choosing = Line(_choose, _KEPT)
        self._answering = Line(_answer, _WAITING)
        self._last: Board | None = None

    def work(self, picture: Snapshot, asked: Asked = OWN, wait_s: float = 0.0) -> Work:
        """Return the set that is asked for, waiting at most so long until it is chosen.

        It is chosen, and its slower answers are worked out, in the background.
        """
        work = self._found((*state_of(picture), asked.address()), asked, picture)
        if work.board is None:
            self._choosing.put(work)
            work.chosen.wait(wait_s)
        if work.board is not None and not work.done.is_set():
            self._answering.put(work)
        if work.board is not None and asked.is_own:
            self._last = work.board
        return work

    def whole(self, picture: Snapshot, asked: Asked, wait_s: float) -> Board | None:
        """Return the set with all its answers; None where it takes longer than that."""
        work = self.work(picture, asked, wait_s)
        work.done.wait(wait_s)
        return work.board if work.done.is_set() else None

    def last(self) -> Board | None:
        """Return the city's own set as it was seen last, for as long as the next is not there."""
        return self._last

    def knows(self, picture: Snapshot, asked: Asked) -> bool:
        """Whether the set is chosen already, so that asking for it costs nothing."""
        return (*state_of(picture), asked.address()) in self._kept

    def _found(self, key: Key, asked: Asked, picture: Snapshot) -> Work:
        with self._lock:
            for old in [each for each in self._kept if each[:-1] != key[:-1]]:
                del self._kept[old]  # it holds on to a whole picture of the store
            work = self._kept.get(key)
            if work is None or work.broken:
                work = self._kept[key] = Work(key, asked, picture)
            self._kept.move_to_end(key)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return work


@lru_cache(maxsize=2)
def state_of(picture: Snapshot) -> Key:
    """Return what a set depends on: the store, the day, and which calls are open by now."""
    counts = [0, 0]
    for row in picture.rows:
        counts[row.status is CallStatus.OPEN] += 1
    return (picture.data_version, picture.as_of.date().isoformat(), *map(str, counts))


def _choose(work: Work) -> None:
    """Choose the set; afterwards whoever waits for it goes on, be it chosen or not."""
    if work.board is not None:
        return
    picture, asked = work.picture, work.asked
    try:
        background = background_for(asked, picture.background)
        decided = wishes_of(picture.rows, background.profile.thresholds.decisions)
        wishes = beside_decided(decided, asked.pinned, asked.excluded)
        chosen = choose_set(picture.rows, background, wishes)
        work.board = Board(asked, chosen, as_shortlist(chosen))
    finally:
        work.broken = work.board is None
        work.chosen.set()


def _answer(work: Work) -> None:
    board = work.board
    if board is None or work.done.is_set():
        return

    def tell(drawn: int) -> None:
        work.drawn = drawn

    fallen = without_each(board.chosen)
    shortlist = answered(board.shortlist, board.chosen, {}, fallen)
    work.board = replace(board, shortlist=shortlist, fallen=fallen)
    shares = how_sure(board.chosen, tell)
    shortlist = answered(board.shortlist, board.chosen, shares, fallen)
    work.board = replace(board, shortlist=shortlist, fallen=fallen, sure=True)
    work.done.set()
