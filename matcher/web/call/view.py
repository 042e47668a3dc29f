"""One call in words for its page: why, who, when, how much, what was read where. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from matcher.digest import words
from matcher.digest.build import best_indicator
from matcher.digest.picture import picture, picture_words
from matcher.digest.rows import Names, Row, known_rates, row_in_words
from matcher.digest.safe import clip, plain, site_of, web_address
from matcher.history.diff import change_lines
from matcher.history.news import Event
from matcher.identity.facts import StatedFact, stated_facts
from matcher.identity.merge import Merged
from matcher.pack.amount import history_words
from matcher.strategy.ambition import ambition
from matcher.strategy.field import field_of
from matcher.strategy.scoping import Background, proposal, scope
from models.award import Award
from models.consortium import Consortium
from models.digest import RankedCall
from models.match import Match
from models.shortlist import Value
from models.timetable import Timetable

_SUMMARY, _TEXT = 1_500, 20_000  # most characters shown
_AWARDS = 8  # awards listed, the largest first


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need that the call answers, with the figure that shows it best."""

    id: str
    name: str
    score: str
    sentence: str  # of the call
    phrase: str  # of the need
    figure: str  # empty where no figure is known
    picture: Markup | None


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """Who could take which part in a bid, and why."""

    id: str
    name: str
    role: str
    reason: str
    together: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionLine:
    """When the call said something new, and what."""

    on: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A page that lists the call."""

    site: str
    link: str | None
    reason: str  # why it is taken for the same call; empty of the leading page


@dataclass(frozen=True, slots=True)
class AwardLine:
    """A past award in the call's field."""

    title: str
    holder: str
    amount: str
    year: str
    link: str | None


@dataclass(frozen=True, slots=True)
class CallView:
    """Everything the page shows. Every string is plain; an empty one has nothing to say."""

    key: str
    row: Row
    summary: str
    text: str  # the rest of the funder's words, as far as it is shown
    needs: tuple[NeedLine, ...]
    partners: tuple[PartnerLine, ...]
    missing: str  # roles that nobody fills
    flags: tuple[str, ...]
    timetable: Timetable
    value: Value | None  # None where the call answers no need
    usual: str  # the city's awards in this field beside what the call pays
    histories: tuple[str, ...]
    awards: tuple[AwardLine, ...]
    facts: tuple[StatedFact, ...]
    gaps: tuple[str, ...]  # where two pages say different things
    pages: tuple[PageLine, ...]
    versions: tuple[VersionLine, ...]


def call_view(
    ranked: RankedCall,
    merged: Merged,
    background: Background,
    events: Iterable[Event],
) -> CallView:
    """Put a call into words. Raises KeyError for a need or organisation the city does not have."""
    names = names_of(background, ranked)
    scoped = scope(ranked, background)
    lead = ranked.leads[0].target_id if ranked.leads else ""
    consortium = proposal(ranked, lead, background, background.city_awards)
    members = [member.organisation_id for member in consortium.members]
    held, profile = background.city_awards, background.profile
    compared = ambition(ranked, held, members, profile, background.rates)
    call = ranked.call
    return CallView(
        key=call.key,
        row=row_in_words(ranked, background.as_of, names),
        summary=clip(call.summary, _SUMMARY),
        text=clip(call.text, _TEXT),
        needs=tuple(_need(match, names, background.profile.name) for match in ranked.needs),
        partners=tuple(_partners(consortium, names)),
        missing=words.list_words(tuple(role.value for role in consortium.missing)),
        flags=tuple(map(plain, consortium.flags)),
        timetable=scoped.timetable,
        value=scoped.value if ranked.needs else None,
        usual=compared.words,
        histories=tuple(map(history_words, compared.histories)),
        awards=tuple(_awards(ranked, background)),
        facts=tuple(stated_facts(merged)),
        gaps=tuple(
            f"{fact.field.replace('_', ' ')}: {fact.shown} here, {fact.other} elsewhere"
            for fact in merged.disagreements
        ),
        pages=tuple(_pages(merged)),
        versions=tuple(_versions(events)),
    )


def names_of(background: Background, *rows: RankedCall) -> Names:
    """Return what the ids and currencies of rows stand for."""
    profile = background.profile
    return Names(
        needs={need.id: need for need in profile.needs},
        organisations={each.id: each for each in profile.organisations},
        rates=known_rates(rows),
    )


def _need(match: Match, names: Names, city: str) -> NeedLine:
    need = names.needs[match.target_id]
    indicator = best_indicator(need)
    return NeedLine(
        id=need.id,
        name=plain(need.name),
        score=words.score_words(match.score),
        sentence=clip(match.explanation.sentence, 400),
        phrase=clip(match.explanation.phrase, 200),
        figure=picture_words(indicator, city) if indicator else "",
        picture=picture(indicator, city) if indicator else None,
    )


def _partners(consortium: Consortium, names: Names) -> Iterable[PartnerLine]:
    for member in consortium.members:
        name = plain(names.organisations[member.organisation_id].name)
        yield PartnerLine(
            id=member.organisation_id,
            name=f"{name} (newcomer)" if member.newcomer else name,
            role=member.role.value,
            reason=plain(member.reason),
            together=tuple(map(plain, member.together)),
        )


def _awards(ranked: RankedCall, background: Background) -> Iterable[AwardLine]:
    field = field_of(ranked.call, background.city_awards)
    chosen: Sequence[Award] = field.awards if field else ()
    largest = sorted(chosen, key=lambda award: (-_amount(award), award.title))
    return (award_line(award) for award in largest[:_AWARDS])


def award_line(award: Award) -> AwardLine:
    """Put an award into words."""
    day = award.awarded_on or award.starts_on
    return AwardLine(
        title=clip(award.title, 200),
        holder=clip(award.organisation or "holder not stated", 100),
        amount="amount not stated" if award.amount is None else str(award.amount),
        year="year not stated" if day is None else str(day.year),
        link=web_address(award.url),
    )


def _amount(award: Award) -> float:
    return 0.0 if award.amount is None else float(award.amount.amount)


def _pages(merged: Merged) -> Iterable[PageLine]:
    reasons: Mapping[str, str] = merged.reasons
    for call in merged.members:
        link = web_address(call.url)
        site = site_of(link) if link else plain(call.source)
        yield PageLine(site, link, plain(reasons.get(call.key, "")))


def _versions(events: Iterable[Event]) -> Iterable[VersionLine]:
    for event in sorted(events, key=_seen, reverse=True):
        lines = [line.strip() for change in event.changes for line in change_lines(change)]
        if event.version == 1:
            lines = ["first seen here"]
        day = event.seen_at.astimezone(words.LONDON).date()
        yield VersionLine(words.day_month_year(day), tuple(map(plain, lines)))


def _seen(event: Event) -> datetime:
    return event.seen_at
