"""Awards added up for a reader: how many an organisation holds, and how large they are. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from matcher.city.holders import folded
from models.award import Award


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
            plain = folded(name)
            groups.setdefault((plain, award.source), []).append(award)
            spellings.setdefault(plain, Counter())[name] += 1
    rows = [_row(_best(spellings[plain]), source, held) for (plain, source), held in groups.items()]
    return sorted(rows, key=lambda row: (-(row.total or 0), row.organisation or "", row.source))


def totals(awards: Iterable[Award], names: Mapping[str, str]) -> list[AwardRow]:
    """Return a row for each source over all the organisations in `names`, by source."""
    by_source: dict[str, list[Award]] = {}
    for award in awards:
        if (award.organisation or "") in names:
            by_source.setdefault(award.source, []).append(award)
    return [_row(None, source, held) for source, held in sorted(by_source.items())]


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
