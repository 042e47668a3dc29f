"""Divides ranked calls into the sections of a digest. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from matcher.strategy.eligibility import Verdict, may_bid
from models.call import CallStatus
from models.city import CityProfile
from models.digest import Digest, NeedPicture, RankedCall, Section, SectionKind
from models.need import Indicator, Need
from models.report import SourceReport
from models.scale import Scale, Track

# Most rows shown in full: past these a busy reader stops, so the rest are counted.
LARGE_ROWS = 8
ROWS_PER_NEED = 3
ANNOUNCED_ROWS = 8
TRACK_ROWS = 5
CLOSING_ROWS = 10

_TRACKS = {
    SectionKind.COMPANY: Track.COMPANY,
    SectionKind.CAPACITY: Track.CAPACITY,
    SectionKind.DATA: Track.DATA,
}
_BIG = (Scale.STRATEGIC, Scale.LARGE)


def build_digest(
    *,
    city: CityProfile,
    ranked: Sequence[RankedCall],
    decide: Sequence[RankedCall],
    as_of: datetime,
    made_at: datetime,
    catalogue_date: date | None,
    sources: Sequence[SourceReport],
    credits: Sequence[str],  # noqa: A002 - the builtin of that name is for consoles
) -> Digest:
    """Choose what one week's readers see, and count what they do not.

    `decide` are the calls put up for decision, in their order (`matcher.strategy.shortlist`).
    Shown are calls that are open or announced and answer a need at the city's
    match score or better; each in full under one heading. Matches that exclude
    a bid from the UK, do not say whether they are open, or were put aside by people
    are counted under what is not covered. Calls that were decided on are listed besides.
    Raises ValueError where a match names a need or organisation the city does not have.
    """
    found = _matching(city, ranked)
    matching = [row for row in found if not row.dismissed]
    dated = [row for row in matching if row.status is not None]
    biddable = [row for row in dated if may_bid(row.call).verdict is not Verdict.NOT_ELIGIBLE]
    sections = _sections(city, biddable, decide)
    untold = _untold(len(matching) - len(dated), len(dated) - len(biddable))
    put_aside = _put_aside([row for row in found if row.dismissed])
    return Digest(
        city=city.name,
        as_of=as_of,
        made_at=made_at,
        catalogue_date=catalogue_date,
        calls_considered=len({row.call.key for row in ranked}),
        sections=sections,
        pictures=_pictures(city, sections),
        sources=tuple(sources),
        not_covered=(*city.not_covered, *untold, *put_aside),
        credits=tuple(credits),
        decided=_decided(ranked),
    )


def _matching(city: CityProfile, ranked: Sequence[RankedCall]) -> list[RankedCall]:
    """Keep what may be shown, each call once, best first."""
    best: dict[str, RankedCall] = {}
    for row in sorted(ranked, key=_best_first):
        if row.needs and row.status is not CallStatus.CLOSED:
            _check_targets(city, row)
            best.setdefault(row.call.key, row)
    return list(best.values())


def _check_targets(city: CityProfile, row: RankedCall) -> None:
    needs = {need.id for need in city.needs}
    organisations = {organisation.id for organisation in city.organisations}
    strangers = {match.target_id for match in row.needs} - needs
    strangers |= {match.target_id for match in row.leads} - organisations
    if strangers:
        raise ValueError(
            f"call {row.call.key} is matched with {min(strangers)!r},"
            f" which {city.name} does not have"
        )


def _best_first(row: RankedCall) -> tuple[float, str]:
    return -row.score, row.call.key


def _sections(
    city: CityProfile, rows: Sequence[RankedCall], chosen: Sequence[RankedCall]
) -> tuple[Section, ...]:
    research = [row for row in rows if row.track.track is Track.RESEARCH]
    shown = {row.call.key for row in research}
    decide = tuple(row for row in chosen if row.call.key in shown)
    rest = _without(research, decide)
    open_rest = [row for row in rest if row.status is CallStatus.OPEN]
    large = [row for row in open_rest if row.scale.scale in _BIG]
    announced = sorted(_without(rest, open_rest), key=_big_first)
    return (
        Section(SectionKind.DECIDE, decide),
        _capped(SectionKind.LARGE, large, LARGE_ROWS),
        _by_need(city, _without(open_rest, large)),
        _capped(SectionKind.CLOSING_SOON, _closing(city, rows), CLOSING_ROWS),
        _capped(SectionKind.ANNOUNCED, announced, ANNOUNCED_ROWS),
        *(_track(kind, track, rows) for kind, track in _TRACKS.items()),
    )


def _by_need(city: CityProfile, rows: Sequence[RankedCall]) -> Section:
    """Take a few rows for each need, the weightiest need first."""
    groups: dict[str, list[RankedCall]] = {}
    for row in rows:
        groups.setdefault(_best_need(row), []).append(row)
    order = sorted(groups, key=lambda need_id: (-city.need(need_id).weight, need_id))
    shown = tuple(row for need_id in order for row in groups[need_id][:ROWS_PER_NEED])
    return Section(SectionKind.BY_NEED, shown, left_out=len(rows) - len(shown))


def _closing(city: CityProfile, rows: Iterable[RankedCall]) -> list[RankedCall]:
    soon = (
        (row.closes_at, row.call.key, row)
        for row in rows
        if row.status is CallStatus.OPEN
        and row.closes_at is not None
        and row.days_left is not None
        and 0 <= row.days_left <= city.thresholds.closing_soon_days
    )
    return [row for _, _, row in sorted(soon, key=lambda entry: entry[:2])]


def _track(kind: SectionKind, track: Track, rows: Iterable[RankedCall]) -> Section:
    return _capped(kind, [row for row in rows if row.track.track is track], TRACK_ROWS)


def _capped(kind: SectionKind, rows: Sequence[RankedCall], most: int) -> Section:
    return Section(kind, tuple(rows[:most]), left_out=max(0, len(rows) - most))


def _big_first(row: RankedCall) -> tuple[int, float, str]:
    return list(Scale).index(row.scale.scale), *_best_first(row)


def _best_need(row: RankedCall) -> str:
    return row.needs[0].target_id


def _without(rows: Iterable[RankedCall], taken: Iterable[RankedCall]) -> list[RankedCall]:
    keys = {row.call.key for row in taken}
    return [row for row in rows if row.call.key not in keys]


def _untold(undated: int, excluded: int) -> Iterator[str]:
    if undated == 1:
        yield "1 call that matches a need but does not say whether it is open"
    elif undated:
        yield f"{undated} calls that match a need but do not say whether they are open"
    if excluded == 1:
        yield "1 call that matches a need but takes no new bid from the UK"
    elif excluded:
        yield f"{excluded} calls that match a need but take no new bid from the UK"


def _put_aside(rows: Sequence[RankedCall]) -> Iterator[str]:
    decided = sum(row.decided is not None for row in rows)
    if dismissed := len(rows) - decided:
        yield f"{_calls(dismissed, 'you dismissed')} left out (bid-matcher judge list)"
    if decided:
        yield f"{_calls(decided, 'decided as no-go')} left out (bid-matcher decide list)"


def _calls(count: int, which: str) -> str:
    return f"1 call {which} is" if count == 1 else f"{count} calls {which} are"


def _decided(ranked: Iterable[RankedCall]) -> tuple[RankedCall, ...]:
    """Return the calls with a decision in force: those with news first, then the newest."""
    found = {row.call.key: (row.decided, row) for row in ranked if row.decided is not None}
    newest_first = sorted(found.values(), key=lambda each: each[0].decision.age, reverse=True)
    return tuple(row for _, row in sorted(newest_first, key=lambda each: not each[0].news))


def _pictures(city: CityProfile, sections: Iterable[Section]) -> tuple[NeedPicture, ...]:
    seen = {match.target_id for section in sections for row in section.rows for match in row.needs}
    shown = (need for need in city.needs if need.id in seen)
    needs = sorted(shown, key=lambda need: (-need.weight, need.id))
    return tuple(NeedPicture(need, best_indicator(need)) for need in needs)


def best_indicator(need: Need) -> Indicator | None:
    """Return the figure that shows a need best: the one furthest worse than its comparator.

    A figure of the city itself comes before one of another area. Without any comparator,
    the first figure; None where the need has none.
    """
    own_first = sorted(need.indicators, key=lambda indicator: indicator.area is not None)
    compared = [indicator for indicator in own_first if indicator.gap is not None]
    if compared:
        of_the_same = (each for each in compared if each.area == compared[0].area)
        return max(of_the_same, key=lambda indicator: indicator.gap or 0.0)
    return own_first[0] if own_first else None
