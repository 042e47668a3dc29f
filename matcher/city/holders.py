"""Whose award it is: names of award holders beside the organisations of a city. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from models.award import Award
from models.city import CityProfile
from models.organisation import Organisation, PastAward

MOST_AWARDS = 40
"""Newest awards of one holder that count as evidence: a university holds thousands."""


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
        if folded(organisation) == folded(name)
        or (named_after_city and _within(organisation, name))
    ]
    if hits:
        return max(hits, key=len)
    return name if named_after_city else None


def with_awards(profile: CityProfile, awards: Iterable[Award]) -> CityProfile:
    """Add to each organisation the newest awards that it holds, beside those its file names.

    An award whose title the file names already is not added again.
    """
    held = held_in_city(awards, profile)
    organisations = (
        _with(one, held.get(folded(plain_name(one)), ())) for one in profile.organisations
    )
    return replace(profile, organisations=tuple(organisations))


def held_in_city(awards: Iterable[Award], profile: CityProfile) -> dict[str, tuple[Award, ...]]:
    """Return the awards of each holder in the city, newest first, by its folded name.

    An organisation's are under `folded(plain_name(organisation))`; a holder of the
    city that is none of its organisations stands under its own name.
    """
    held: dict[str, list[Award]] = defaultdict(list)
    holders: dict[str, str | None] = {}  # a holder has thousands of awards
    for award in sorted(awards, key=_newest_first):
        name = award.organisation or ""
        if name not in holders:
            holders[name] = city_organisation(name, profile)
        holder = holders[name]
        if holder is not None:
            held[folded(holder)].append(award)
    return {holder: tuple(found) for holder, found in held.items()}


def plain_name(organisation: Organisation) -> str:
    """Return the organisation's name without what stands in brackets."""
    return _without_brackets(organisation.name)


def _newest_first(award: Award) -> tuple[int, str]:
    day = award.awarded_on or award.starts_on or date.min
    return -day.toordinal(), award.key


def _with(organisation: Organisation, held: Iterable[Award]) -> Organisation:
    known = {folded(award.title) for award in organisation.awards}
    new: dict[str, PastAward] = {}
    for award in held:
        if folded(award.title) not in known and len(new) < MOST_AWARDS:
            new.setdefault(folded(award.title), _past(award))
    return replace(organisation, awards=(*organisation.awards, *new.values()))


def _past(award: Award) -> PastAward:
    years = [str(day.year) for day in (award.starts_on, award.ends_on) if day]
    return PastAward(
        funder=award.funder or award.source,
        title=award.title,
        amount=award.amount,
        period="-".join(years) or None,
        source=award.url or award.key,
    )


def _organisations(profile: CityProfile) -> list[str]:
    """Return the names of the organisations in the city, without what stands in brackets."""
    return [plain_name(found) for found in profile.organisations if found.in_city]


def _without_brackets(name: str) -> str:
    return " ".join(re.sub(r"\([^)]*\)", " ", name).split())


def folded(name: str) -> str:
    """Return the name as it is compared: no capitals, "and" for "&", no leading "the"."""
    words = re.sub(r"[^\w&']+", " ", name.casefold().replace("’", "'")).replace("&", " and ")
    return " ".join(words.split()).removeprefix("the ")


@cache
def _pattern(part: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(folded(part))}(?!\w)")


def _within(part: str, name: str) -> bool:
    """Whether one name stands in the other, whole."""
    return _pattern(part).search(folded(name)) is not None
