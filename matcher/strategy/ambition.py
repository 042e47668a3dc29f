"""What the city and the proposed organisations have won in a call's field, beside what it pays.

Nothing here lowers a score: little history is a reason to bid, not one against it, so
`value.py` does not read it.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from statistics import median

from matcher.city.holders import folded, held_in_city, plain_name
from matcher.strategy.amounts import about, pays_words
from matcher.strategy.field import Field, field_of
from matcher.strategy.leading import lineage
from matcher.strategy.rates import to_pounds
from models.ambition import Ambition, History
from models.award import Award
from models.city import CityProfile, ExchangeRate
from models.digest import RankedCall
from models.money import Money
from models.organisation import Organisation

_NO_AMOUNT = "The call does not state an amount."


def ambition(
    row: RankedCall,
    awards: Iterable[Award],
    organisation_ids: Sequence[str],
    profile: CityProfile,
    rates: Mapping[str, ExchangeRate],
) -> Ambition:
    """Set the call's amount beside the city's awards in its field, and each organisation's.

    `awards` are all that are stored, `organisation_ids` the proposed lead and
    partners. A centre without awards of its own stands with what it belongs to,
    which holds them. Amounts are compared in pounds, at `rates`. Raises KeyError
    for an organisation that the profile does not have.
    """
    held = held_in_city(awards, profile)
    field = field_of(row.call, (award for each in held.values() for award in each))
    if field is None:
        words = _sentences("No award in this field is stored, so there is none to compare", row)
        return Ambition(histories=(), times=None, words=words)
    city = _history(profile.name, field, field.awards, rates)
    holders = _holders(organisation_ids, profile, held)
    others = (_history(name, field, _within(field, own), rates) for name, own in holders.items())
    return Ambition(
        histories=(city, *(each for each in others if each.count)),
        times=_times(row.scale.pounds, city, field),
        words=_words(row, city, field),
    )


def _holders(
    ids: Iterable[str], profile: CityProfile, held: Mapping[str, Sequence[Award]]
) -> dict[str, Sequence[Award]]:
    """Return the awards of each organisation, or of what it belongs to, by the holder's name."""
    known = {organisation.id: organisation for organisation in profile.organisations}
    found: dict[str, Sequence[Award]] = {}
    for organisation_id in ids:
        for each in lineage(known[organisation_id], known):
            own = held.get(_key(each))
            if own:
                found[each.name] = own
                break
    return found


def _key(organisation: Organisation) -> str:
    return folded(plain_name(organisation))


def _within(field: Field, awards: Iterable[Award]) -> list[Award]:
    chosen = {award.key for award in field.awards}
    return [award for award in awards if award.key in chosen]


def _history(
    whose: str, field: Field, awards: Sequence[Award], rates: Mapping[str, ExchangeRate]
) -> History:
    pounds = [
        value
        for award in awards
        if award.amount is not None and (value := to_pounds(award.amount, rates)) is not None
    ]
    years = [day.year for award in awards if (day := award.awarded_on or award.starts_on)]
    return History(
        whose=whose,
        field=field.name,
        count=len(awards),
        first_year=min(years, default=None),
        last_year=max(years, default=None),
        median=Money(median(pounds), "GBP") if pounds else None,
        largest=Money(max(pounds), "GBP") if pounds else None,
    )


def _times(pounds: Decimal | None, city: History, field: Field) -> float | None:
    """Divide what the call pays by the usual win, where there are enough to call it usual."""
    usual = city.median.amount if city.median and field.enough else None
    return float(pounds / usual) if pounds is not None and usual else None


def _words(row: RankedCall, city: History, field: Field) -> str:
    where = f"{city.field}{_years(city)}"
    if not field.enough:
        few = f"Too few awards to compare: {city.count} stored in this field ({where})"
        return _sentences(few, row)
    if city.median is None:
        return _sentences(f"None of the {city.count} awards here states an amount ({where})", row)
    return _sentences(f"Usual win here {about(city.median.amount)} (n={city.count}, {where})", row)


def _sentences(history: str, row: RankedCall) -> str:
    pays = pays_words(row.scale)
    return f"{history}; this call {pays}." if pays else f"{history}. {_NO_AMOUNT}"


def _years(city: History) -> str:
    if city.first_year is None:
        return ""
    same = city.first_year == city.last_year
    return f" {city.first_year}" if same else f" {city.first_year}-{city.last_year}"
