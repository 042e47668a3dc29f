"""A whole digest in words: headings, rows, empty states, sources. The templates only lay it out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from matcher.digest import words
from matcher.digest.decided import DecidedList, decided_list
from matcher.digest.picture import picture, picture_words
from matcher.digest.rows import Names, Row, known_rates, row_in_words
from matcher.digest.safe import clip, plain
from models.digest import Digest, NeedPicture, RankedCall, Section, SectionKind
from models.organisation import Organisation
from models.report import SourceOutcome, SourceReport

_MOST_NAMED = 6  # sources named on the first screen; more are counted, and named at the end
_REASON = 240  # most characters of a source's reason

# heading; what stands under it; what stands there when it is empty
_HEADINGS = {
    SectionKind.DECIDE: (
        "To decide",
        "The few strategic bids that together answer most of what the city needs, and that"
        " there is time for. For each: go, watch or no?",
        "No strategic bid this week: no open or announced call of strategic size"
        " answers one of the city's needs well enough, with time left for a bid.",
    ),
    SectionKind.LARGE: (
        "Large calls",
        "Open, large for one winner, best match first.",
        "No other large call is open this week.",
    ),
    SectionKind.BY_NEED: (
        "Other matches, by need",
        "Open calls that are smaller, or do not state an amount.",
        "No other open call answers one of the needs this week.",
    ),
    SectionKind.CLOSING_SOON: (
        "Closing soon",
        "A reminder: what is open now and closes next.",
        "Nothing that matches closes soon.",
    ),
    SectionKind.ANNOUNCED: (
        "Announced, not open yet",
        "Time to find partners before the call opens.",
        "No further call has been announced.",
    ),
    SectionKind.COMPANY: (
        "For companies that want to grow",
        "Calls led by a company. They are kept apart from the research bids.",
        "No matching call for companies this week.",
    ),
    SectionKind.CAPACITY: (
        "For people and research capacity",
        "Fellowships, training, infrastructure. They are kept apart from the research bids.",
        "No matching call for research capacity this week.",
    ),
    SectionKind.DATA: (
        "For shared data",
        "Data and its use across organisations. They are kept apart from the research bids.",
        "No matching call for shared data this week.",
    ),
}
_COUNTED = (
    (SectionKind.LARGE, "other large call", None),
    (SectionKind.BY_NEED, "other match", "other matches"),
    (SectionKind.ANNOUNCED, "announced call", None),
    (SectionKind.COMPANY, "call for companies", "calls for companies"),
    (SectionKind.CAPACITY, "call for research capacity", "calls for research capacity"),
    (SectionKind.DATA, "call for shared data", "calls for shared data"),
)
_OUTCOMES = {
    SourceOutcome.OK: "read",
    SourceOutcome.PARTLY: "read in part",
    SourceOutcome.REFUSED: "too few calls, so not used; earlier calls stay",
    SourceOutcome.FAILED: "could not be read; earlier calls stay",
}


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows under one need, or all rows of a section under an empty name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One heading with what stands under it."""

    kind: str
    heading: str
    intro: str
    empty: str
    groups: tuple[GroupView, ...]
    left_out: str  # how many more there are, or empty


@dataclass(frozen=True, slots=True)
class NeedView:
    """Why a need counts, with its figure in words and, where it can be drawn, as a picture."""

    name: str
    weight: str
    reason: str
    figure: str
    picture: Markup | None


@dataclass(frozen=True, slots=True)
class SourceView:
    """How reading one source went."""

    title: str
    outcome: str
    calls: str
    read_at: str
    reasons: tuple[str, ...]
    troubled: bool


@dataclass(frozen=True, slots=True)
class DigestView:
    """Everything on the page, in reading order."""

    city: str
    date: str
    made: str
    summary: str
    banner: str  # set where the bundled catalogue stands in for live sources
    sections: tuple[SectionView, ...]
    decided: DecidedList  # under the bids to decide
    needs: tuple[NeedView, ...]
    sources: tuple[SourceView, ...]
    not_covered: tuple[str, ...]
    credits: tuple[str, ...]
    method: tuple[str, ...]  # how scores come about, what "not stated" means

    @property
    def troubled(self) -> tuple[SourceView, ...]:
        """The sources that were not read in full."""
        return tuple(source for source in self.sources if source.troubled)

    @property
    def trouble(self) -> str:
        """The sources that were not read in full, in one sentence; empty where all were."""
        names = [source.title for source in self.troubled]
        if len(names) > _MOST_NAMED:
            return f"{len(names)} of {len(self.sources)} sources were not read in full this week."
        return f"Not read in full this week: {', '.join(names)}." if names else ""

    def need(self, name: str) -> NeedView | None:
        """Return the need of that name, None if it is not on the page."""
        return next((need for need in self.needs if need.name == name), None)


def digest_in_words(digest: Digest, organisations: Sequence[Organisation]) -> DigestView:
    """Put a digest into words; `organisations` are those its leads name."""
    names = Names(
        needs={shown.need.id: shown.need for shown in digest.pictures},
        organisations={organisation.id: organisation for organisation in organisations},
        rates=known_rates(row for section in digest.sections for row in section.rows),
    )
    return DigestView(
        city=plain(digest.city),
        date=words.date_words(digest.as_of.astimezone(words.LONDON).date()),
        made=words.moment_words(digest.made_at),
        summary=summary(digest),
        banner=_banner(digest),
        sections=tuple(_section(section, digest, names) for section in digest.sections),
        decided=decided_list(digest.decided),
        needs=tuple(_need(shown, digest.city) for shown in digest.pictures),
        sources=tuple(_source(report) for report in _troubled_first(digest.sources)),
        not_covered=tuple(clip(text, _REASON) for text in digest.not_covered),
        credits=tuple(clip(text, _REASON) for text in digest.credits),
        method=_method(plain(digest.city)),
    )


def summary(digest: Digest) -> str:
    """Say in two or three sentences what the digest holds."""
    found = {s.kind: len(s.rows) + s.left_out for s in digest.sections}
    decide = words.count_words(found.get(SectionKind.DECIDE, 0), "strategic bid")
    counted = (
        words.count_words(found.get(kind, 0), one, many)
        for kind, one, many in _COUNTED
        if found.get(kind, 0)
    )
    sentence = words.list_words((f"{decide} to decide", *counted))
    soon = found.get(SectionKind.CLOSING_SOON, 0)
    closing = (
        f"{soon:,} {'closes' if soon == 1 else 'close'} soon" if soon else "Nothing closes soon"
    )
    considered = words.count_words(digest.calls_considered, "call")
    parts = [words.sentence_case(sentence), closing, *_again(digest)]
    return f"{'. '.join(parts)}. {considered.capitalize()} considered."


def _again(digest: Digest) -> Iterator[str]:
    """Say how many decided calls ask for another look."""
    if count := sum(row.decided is not None and row.decided.news for row in digest.decided):
        yield f"{words.count_words(count, 'decision')} to look at again"


def _banner(digest: Digest) -> str:
    if digest.catalogue_date is None:
        return ""
    counted = words.day_month_year(digest.as_of.astimezone(words.LONDON).date())
    return (
        f"These are sample calls read on {words.day_month_year(digest.catalogue_date)}: no live"
        " source could be reached, or none has been collected yet. Dates and days left are"
        f" counted from {counted}, not from today. Check each call before acting on it."
    )


def _method(city: str) -> tuple[str, str]:
    return (
        f"Each call is compared with each need of {city} by the words both use and by meaning, and"
        " the needs count by their weight. A score runs from 0 to 1: strong from"
        f" {words.STRONG:.2f}, good from {words.GOOD:.2f}; it says how well a call fits,"
        " not whether it can be won.",
        "“Not stated” means that the funder’s page does not say it, or that it could not be read"
        " there. Nothing is guessed: open the call to be sure.",
    )


def _section(section: Section, digest: Digest, names: Names) -> SectionView:
    heading, intro, empty = _HEADINGS[section.kind]
    more = words.count_words(section.left_out, "more match", "more matches")
    return SectionView(
        kind=section.kind.value,
        heading=heading,
        intro=intro,
        empty=empty,
        groups=tuple(_groups(section, digest, names)),
        left_out=f"{more} not shown here." if section.left_out else "",
    )


def _groups(section: Section, digest: Digest, names: Names) -> Iterator[GroupView]:
    grouped: dict[str, list[RankedCall]] = {}
    for row in section.rows:
        by_need = section.kind is SectionKind.BY_NEED and row.needs
        name = plain(names.needs[row.needs[0].target_id].name) if by_need else ""
        grouped.setdefault(name, []).append(row)
    for name, rows in grouped.items():
        yield GroupView(name, tuple(row_in_words(row, digest.as_of, names) for row in rows))


def _need(shown: NeedPicture, city: str) -> NeedView:
    need, indicator = shown.need, shown.indicator
    return NeedView(
        name=plain(need.name),
        weight=f"{need.weight:.2f}",
        reason=clip(need.weight_reason, 400) or "reason not stated",
        figure=picture_words(indicator, plain(city)) if indicator else "No figure is known yet.",
        picture=picture(indicator, plain(city)) if indicator else None,
    )


def _troubled_first(reports: Iterable[SourceReport]) -> list[SourceReport]:
    return sorted(reports, key=lambda report: (report.outcome is SourceOutcome.OK, report.title))


def _source(report: SourceReport) -> SourceView:
    reasons = tuple(dict.fromkeys(clip(issue.reason, _REASON) for issue in report.issues))
    return SourceView(
        title=clip(report.title, 120),
        outcome=_OUTCOMES[report.outcome],
        calls=words.count_words(report.calls_seen, "call"),
        read_at=words.moment_words(report.finished_at),
        reasons=_few(reasons),
        troubled=report.outcome is not SourceOutcome.OK,
    )


def _few(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return reasons if len(reasons) <= 3 else (*reasons[:3], f"and {len(reasons) - 3} more")
