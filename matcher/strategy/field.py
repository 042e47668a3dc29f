"""Which past awards are of a call's field: by its programme, its funder, or what it is about.

Pure. A field is a rule that an award passes or not, with a name for readers. An award
that two sources give counts once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from matcher.city.holders import folded
from matcher.identity.bodies import bodies_named, share_a_funder
from matcher.ranking.words import stems
from models.award import Award
from models.call import Call

ENOUGH = 5
"""Fewest awards of the city that make a usual size: a median of fewer says little."""

_CATCH_ALL = frozenset({"Generic Health Relevance", "Disputed aetiology and other"})
_NAMED = 3  # programmes, funders or categories in a field's name at most
_FEWEST_LETTERS = 3  # of an acronym: two letters stand for too much


@dataclass(frozen=True, slots=True)
class Field:
    """The awards of the city that are set beside a call, and how they were chosen."""

    name: str  # "NIHR HTA", "NIHR", "Cancer and neoplasms"
    awards: tuple[Award, ...]

    @property
    def enough(self) -> bool:
        """Whether there are enough of them to speak of a usual size."""
        return len(self.awards) >= ENOUGH


def field_of(call: Call, awards: Iterable[Award]) -> Field | None:
    """Return the narrowest field of the call with enough awards, of those given.

    Narrowest first: funder and programme, where the call names a programme of the
    awards; the funder; the health category that the call's title names, else its
    summary. Without enough in any, the one with most; None where none has any.
    """
    each = _once(awards)
    fields = [field for field in _fields(call, each) if field.awards]
    enough = (field for field in fields if field.enough)
    return next(enough, max(fields, key=lambda field: len(field.awards), default=None))


def _once(awards: Iterable[Award]) -> list[Award]:
    """Keep an award once: by title and holder, the one that states an amount."""
    best: dict[tuple[str, str], Award] = {}
    for award in awards:
        key = folded(award.title), folded(award.organisation or "")
        if key not in best or (best[key].amount is None and award.amount is not None):
            best[key] = award
    return list(best.values())


def _fields(call: Call, awards: Sequence[Award]) -> Iterator[Field]:
    funded = [award for award in awards if _same_funder(call, award)]
    named = [award for award in funded if award.programme and _names(call, award.programme)]
    yield Field(_list(Counter(map(_programme_name, named))), tuple(named))
    yield Field(_list(Counter(map(_funder_name, funded))), tuple(funded))
    yield _about(call.title, awards)
    yield _about(call.summary, awards)


def _list(names: Counter[str]) -> str:
    return ", ".join(name for name, _ in names.most_common(_NAMED))


def _same_funder(call: Call, award: Award) -> bool:
    """Whether the known bodies that both name meet; of others, whether the name is the same."""
    theirs = _bodies(award.funder or "")
    ours = frozenset().union(*(_bodies(name) for name in (call.funder or "", *call.co_funders)))
    if theirs and ours:
        return share_a_funder(ours, theirs)
    return bool(award.funder) and folded(award.funder or "") == folded(call.funder or "")


@cache
def _bodies(name: str) -> frozenset[str]:
    return bodies_named(name)


def _names(call: Call, programme: str) -> bool:
    """Whether the call's head names a programme, in full or by its initials."""
    heads = [call.title, call.programme or "", call.funding_type or "", call.funder or ""]
    full, initials = _patterns(programme)
    if any(full.search(folded(text)) for text in (*heads, call.summary)):
        return True
    return initials is not None and any(initials.search(text) for text in heads)


@cache
def _patterns(programme: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what finds a programme's name in a folded text, and its initials in a plain one.

    Small words may be in the initials or not: PGAR and PGfAR are the same.
    """
    full = re.compile(rf"(?<!\w){re.escape(folded(programme))}(?!\w)")
    if len(_initials(programme)) < _FEWEST_LETTERS:
        return full, None
    letters = (
        word[0] if word[0].isupper() else f"[{word[0]}{word[0].upper()}]?"
        for word in re.findall(r"[A-Za-z]+", programme)
    )
    return full, re.compile(rf"\b{''.join(letters)}\b")


def _initials(programme: str) -> str:
    return "".join(word[0] for word in re.findall(r"[A-Za-z]+", programme) if word[0].isupper())


def _funder_name(award: Award) -> str:
    return re.sub(r"\s*\([^)]*\)", "", award.funder or award.source)


def _programme_name(award: Award) -> str:
    initials, name = _initials(award.programme or ""), award.programme or ""
    return f"{_funder_name(award)} {initials if len(initials) >= _FEWEST_LETTERS else name}"


def _about(text: str, awards: Iterable[Award]) -> Field:
    """Take the awards of which the text names a health category."""
    named = {
        award.key: (category, award)
        for award in awards
        for category in award.categories
        if _names_category(text, category)
    }
    counts = Counter(category for category, _ in named.values())
    return Field(_list(counts), tuple(award for _, award in named.values()))


@lru_cache(maxsize=4096)
def _names_category(text: str, category: str) -> bool:
    """Whether a text has the words of one half of a category: "Cancer" of "... and neoplasms"."""
    if category in _CATCH_ALL:
        return False
    said = set(stems(text))
    halves = (set(stems(half)) for half in category.split(" and "))
    return any(half and half <= said for half in halves)
