"""A whole mail in words: headings, rows, what is counted, sources. The templates lay it out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.digest import words
from matcher.digest.forms import Forms, forms_of
from matcher.digest.rows import Names, Row, known_rates, row_in_words
from matcher.digest.safe import clip, plain, web_address
from matcher.mail.news import is_gone
from models.city import CityProfile
from models.letter import Letter, LetterLinks, LetterRow, LetterSection, News
from models.report import SourceOutcome, SourceReport
from models.subscriber import Frequency, Subscriber

_CHANGES, _SEARCHES = 6, 3  # most that are named in a row; more are counted
_CHANGE, _SEARCH, _CREDIT = 400, 80, 240  # most characters of each
_SOURCES = 12  # sources that are named; more are counted
_BRIEF = (News.CLOSING, News.DECIDED)
_OUTCOMES = {
    SourceOutcome.OK: "not read",
    SourceOutcome.PARTLY: "read in part",
    SourceOutcome.REFUSED: "too few calls, so not used; earlier calls stay",
    SourceOutcome.FAILED: "could not be read; earlier calls stay",
}
_RHYTHMS = {
    Frequency.WEEKLY: "every week in which there is something to tell",
    Frequency.FORTNIGHTLY: "every second week, if there is something to tell",
    Frequency.STRATEGIC: "when a strategic call is new or has changed",
    Frequency.EVERYTHING: "every week, with all that is new",
}
_SCORES = (
    f"A score runs from 0 to 1: strong from {words.STRONG:.2f}, good from {words.GOOD:.2f}; it says"
    " how well a call fits, not whether it can be won. “Not stated” means that the funder’s"
    " page does not say it, or that it could not be read there."
)


@dataclass(frozen=True, slots=True)
class NewsView:
    """A call in a mail, ready to be read."""

    label: str  # "New", "Changed"; empty under a heading that says it
    changes: tuple[str, ...]
    found: str  # which of the reader's searches found it, or empty
    brief: bool  # only what is coming up or was decided, not the whole call
    row: Row


@dataclass(frozen=True, slots=True)
class SectionView:
    """One heading with what stands under it."""

    heading: str
    rows: tuple[NewsView, ...]
    left_out: str  # how many more there are, and where; or empty


@dataclass(frozen=True, slots=True)
class LetterView:
    """Everything in the mail, in reading order."""

    subject: str
    city: str
    date: str
    greeting: str
    summary: str
    sections: tuple[SectionView, ...]
    trouble: tuple[str, ...]  # a sentence for each source that failed or is silent
    scores: str  # how scores are read; empty where none is shown
    credits: tuple[str, ...]
    why: str  # why the reader gets this mail
    stop: str  # how to stop it where there is no link
    links: LetterLinks


def letter_in_words(
    letter: Letter,
    subscriber: Subscriber,
    city: CityProfile,
    links: LetterLinks,
    credits: Sequence[str] = (),  # noqa: A002 - the builtin of that name is for consoles
) -> LetterView:
    """Put a letter into words. KeyError for a need or organisation that the city does not have."""
    links = _usable(links)
    forms = forms_of(subscriber.language)
    day = words.day_month_year(letter.as_of.astimezone(words.LONDON).date(), forms)
    return LetterView(
        subject=plain(letter.subject),
        city=plain(city.name),
        date=day,
        greeting=f"For {clip(subscriber.name, 80)}" if subscriber.name.strip() else "",
        summary=_summary(letter, subscriber),
        sections=_sections(letter, city, links, forms),
        trouble=_trouble(letter.sources, forms),
        scores=_SCORES if letter.sections else "",
        credits=tuple(clip(text, _CREDIT) for text in credits),
        why=f"You get this mail {_RHYTHMS[subscriber.frequency]}, because you asked for it.",
        stop=""
        if links.unsubscribe
        else "To stop these mails, answer with “unsubscribe” as the subject.",
        links=links,
    )


def _usable(links: LetterLinks) -> LetterLinks:
    """Keep only what is a plain web address."""
    return LetterLinks(
        *(web_address(link or "") for link in (links.unsubscribe, links.change, links.web))
    )


def _summary(letter: Letter, subscriber: Subscriber) -> str:
    if not letter.quiet:
        return f"{words.sentence_case(plain(letter.subject).rpartition(': ')[0])}."
    strategic = subscriber.frequency is Frequency.STRATEGIC
    nothing = "No strategic call is new or has changed" if strategic else "Nothing new"
    if letter.sources:
        return f"{nothing}. Not every source could be read: see the end."
    return f"{nothing}, all sources healthy."


def _sections(
    letter: Letter, city: CityProfile, links: LetterLinks, forms: Forms
) -> tuple[SectionView, ...]:
    shown = [item.row for section in letter.sections for item in section.rows]
    names = Names(
        {need.id: need for need in city.needs},
        {organisation.id: organisation for organisation in city.organisations},
        known_rates(shown),
    )
    return tuple(_section(section, letter, names, links, forms) for section in letter.sections)


def _section(
    section: LetterSection, letter: Letter, names: Names, links: LetterLinks, forms: Forms
) -> SectionView:
    return SectionView(
        heading=section.heading,
        rows=tuple(_news(item, section.heading, letter, names, forms) for item in section.rows),
        left_out=_left_out(section.left_out, links.web is not None),
    )


def _left_out(count: int, on_the_web: bool) -> str:
    if not count:
        return ""
    they = "It comes" if count == 1 else "They come"
    return f"{count:,} more not shown here. {they} up in the next mail" + (
        "; all are on the web page." if on_the_web else "."
    )


def _news(item: LetterRow, heading: str, letter: Letter, names: Names, forms: Forms) -> NewsView:
    label = words.sentence_case(item.news.value)
    return NewsView(
        label="" if heading.startswith(label) else label,
        changes=_few(item.changes, _CHANGES, _CHANGE, "more change"),
        found=_found(item.searches),
        brief=item.news in _BRIEF or is_gone(item.row),
        row=row_in_words(item.row, letter.as_of, names, forms),
    )


def _found(searches: tuple[str, ...]) -> str:
    if not searches:
        return ""
    named = [f"“{clip(search, _SEARCH)}”" for search in searches[:_SEARCHES]]
    more = len(searches) - len(named)
    named += [words.count_words(more, "other search", "other searches")] if more else []
    return f"found by your search {words.list_words(tuple(named))}"


def _few(texts: Sequence[str], most: int, length: int, more: str) -> tuple[str, ...]:
    shown = tuple(clip(text, length) for text in texts[:most])
    left = len(texts) - len(shown)
    return (*shown, words.count_words(left, more)) if left else shown


def _trouble(reports: Iterable[SourceReport], forms: Forms) -> tuple[str, ...]:
    sentences = [
        f"{clip(report.title, 120)}: {_OUTCOMES[report.outcome]}; last tried"
        f" {words.moment_words(report.finished_at, forms)}."
        for report in reports
    ]
    return _few(sentences, _SOURCES, 400, "more source")
