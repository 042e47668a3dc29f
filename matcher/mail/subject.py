"""The subject of a mail: what is in it, where and when. Pure.

Only counted words go in, never a call's title: other people's text in a header could
pass for another header.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from matcher.digest.forms import BRITISH, Forms
from matcher.digest.safe import clip
from matcher.digest.words import LONDON, count_words, day_month_year
from matcher.mail.facts import moves_deadline
from matcher.mail.news import WITHDRAWN
from models.letter import LetterRow, News
from models.scale import Scale, Track

_PARTS = 3  # kinds of news that are named; a list of subjects shows no more
_CITY = 40  # most characters of the city's name


def subject_of(
    rows: Sequence[LetterRow], city: str, as_of: datetime, forms: Forms = BRITISH
) -> str:
    """Say what is new: "3 new large calls, 1 deadline moved: Leeds, 10 August 2026".

    `rows` are all that there is to tell, also those that are only counted; none
    means "Nothing new".
    """
    parts = list(_parts(rows))[:_PARTS] or ["Nothing new"]
    day = day_month_year(as_of.astimezone(LONDON).date(), forms)
    return f"{', '.join(parts)}: {clip(city, _CITY)}, {day}"


def is_strategic(row: LetterRow) -> bool:
    """Whether a row is about a strategic bid of the city."""
    return row.row.scale.scale is Scale.STRATEGIC and row.row.track.track is Track.RESEARCH


def _parts(rows: Sequence[LetterRow]) -> Iterator[str]:
    new = [row for row in rows if row.news is News.NEW]
    strategic = [row for row in new if is_strategic(row)]
    large = [row for row in new if not is_strategic(row) and _is_large(row)]
    other = "new call" if len(large) + len(strategic) == 0 else "other new call"
    changed = [row for row in rows if row.news is News.CHANGED]
    moved = sum(any(map(moves_deadline, row.changes)) for row in changed)
    gone = sum(WITHDRAWN in row.changes for row in changed)
    for count, one, many in (
        (len(strategic), "new strategic bid", None),
        (len(large), "new large call", None),
        (moved, "deadline moved", "deadlines moved"),
        (gone, "call withdrawn", "calls withdrawn"),
        (len(new) - len(strategic) - len(large), other, None),
        (len(changed) - moved - gone, "other change" if moved else "change", None),
        (_count(rows, News.CLOSING), "closing soon", "closing soon"),
        (_count(rows, News.DECIDED), "decision", None),
    ):
        if count:
            yield count_words(count, one, many)


def _is_large(row: LetterRow) -> bool:
    return row.row.scale.scale in (Scale.STRATEGIC, Scale.LARGE)


def _count(rows: Sequence[LetterRow], news: News) -> int:
    return sum(row.news is news for row in rows)
