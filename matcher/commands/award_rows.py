"""Awards added up for a reader: how many an organisation holds, and how large they are. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from statistics import median

from models.award import Award
from models.city import CityProfile


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One organisation's awards from one source; of all its organisations where that is None.

    Total, median and largest are in pounds, over the awards that state an
    amount in pounds; None where none does.
    """

    organisation: str | None
    source: str
    awards: int
    stated: int  # awards with an amount in pounds
    total: Decimal | None
    median: Decimal | None
    largest: Decimal | None


def parts_of_city(profile: CityProfile) -> tuple[str, ...]:
    """Return the words by one of which every name of the city's organisations is known.

    These are the city's own name, and the names of its organisations that do not have it in them.
    """
    others = (name for name in _organisations(profile) if not _within(profile.name, name))
    return (profile.name, *others)


def city_organisation(name: str, profile: CityProfile) -> str | None:
    """Return whose award it is, by the holder's name; None if it is not of the city.

    Of the city is who has the city's name, whole, in its own, and who is called
    as one of the city's organisations. The longest name of an organisation that
    stands in the holder's is returned; without one the holder's own.
    """
    named_after_city = _within(profile.name, name)
    hits = [
        organisation
        for organisation in _organisations(profile)
        if _folded(organisation) == _folded(name)
        or (named_after_city and _within(organisation, name))
    ]
    if hits:
        return max(hits, key=len)
    return name if named_after_city else None


def add_up(awards: Iterable[Award], names: Mapping[str, str]) -> list[AwardRow]:
    """Return a row for each organisation and source, the largest totals first.

    `names` gives for a holder's name that of the organisation; other awards are
    left out. Spellings that differ in capitals only are one organisation.
    """
    groups: dict[tuple[str, str], list[Award]] = {}
    spellings: dict[str, Counter[str]] = {}
    for award in awards:
        name = names.get(award.organisation or "")
        if name is not None:
            folded = _folded(name)
            groups.setdefault((folded, award.source), []).append(award)
            spellings.setdefault(folded, Counter())[name] += 1
    rows = [
        _row(_best(spellings[folded]), source, held) for (folded, source), held in groups.items()
    ]
    return sorted(rows, key=lambda row: (-(row.total or 0), row.organisation or "", row.source))


def totals(awards: Iterable[Award], names: Mapping[str, str]) -> list[AwardRow]:
    """Return a row for each source over all the organisations in `names`, by source."""
    by_source: dict[str, list[Award]] = {}
    for award in awards:
        if (award.organisation or "") in names:
            by_source.setdefault(award.source, []).append(award)
    return [_row(None, source, held) for source, held in sorted(by_source.items())]


def _organisations(profile: CityProfile) -> list[str]:
    """Return the names of the organisations in the city, without what stands in brackets."""
    names = (found.name for found in profile.organisations if found.in_city)
    return [" ".join(re.sub(r"\([^)]*\)", " ", name).split()) for name in names]


def _row(organisation: str | None, source: str, held: Sequence[Award]) -> AwardRow:
    amounts = [a.amount.amount for a in held if a.amount and a.amount.currency == "GBP"]
    return AwardRow(
        organisation=organisation,
        source=source,
        awards=len(held),
        stated=len(amounts),
        total=sum(amounts, Decimal(0)) if amounts else None,
        median=median(amounts) if amounts else None,
        largest=max(amounts, default=None),
    )


def _best(spellings: Counter[str]) -> str:
    """Return the most frequent spelling; of equally frequent ones that with fewest capitals."""
    return min(spellings, key=lambda name: (-spellings[name], sum(map(str.isupper, name)), name))


def _folded(name: str) -> str:
    """Return the name as it is compared: no capitals, "and" for "&", no leading "the"."""
    words = re.sub(r"[^\w&']+", " ", name.casefold().replace("’", "'")).replace("&", " and ")
    return " ".join(words.split()).removeprefix("the ")


@cache
def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_folded(part))}(?!\w)")


def _within(part: str, name: str) -> bool:
    """Whether one name stands in the other, whole."""
    return _pattern(part).search(_folded(name)) is not None
