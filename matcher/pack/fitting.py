"""How much room texts get, so that what they stand in fills one page and no more. Pure."""

from collections.abc import Callable

_TRIES = 6  # layouts of one page at most: each takes about an eighth of a second
_FULL = 0.91  # a page used this far down is full: its lower margin begins at 0.96
_AIM = 0.95  # where the next try should end; a little more room than `_FULL` asks for


def best_room(height: Callable[[float], float], first: float) -> float:
    """Return the largest room, 0 to 1, found to fit one page; 0 where none does.

    `height` says how many pages a part takes at a room, counted in parts of a page;
    it grows with the room. `first` is tried first. The rest is regula falsi: a room
    that fits and one that does not are drawn together where a line through both
    would fill the page.
    """
    fits: tuple[float, float] | None = None  # room and height
    over: tuple[float, float] | None = None
    room = first
    for _ in range(_TRIES):
        taken = height(room)
        if taken > 1:
            over = room, taken
        else:
            fits = room, taken
        full = _FULL <= taken <= 1 or (room == 1 and taken <= 1)
        if full or (room == 0 and taken > 1):
            break
        room = _next(fits, over)
    return fits[0] if fits else 0.0


def _next(fits: tuple[float, float] | None, over: tuple[float, float] | None) -> float:
    """Return the room to try next: less, all, or between what fits and what does not."""
    if over is None:
        return 1.0
    if fits is None:
        return over[0] * min(0.75, 1 / over[1]) if over[0] > 1 / 16 else 0.0
    share = (_AIM - fits[1]) / (over[1] - fits[1])
    return fits[0] + (over[0] - fits[0]) * min(max(share, 0.25), 0.75)
