"""The page of results in words: facets with counts, what is chosen, pages, empty states. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matcher.digest.safe import clip
from matcher.digest.words import count_words
from matcher.web.calls.asked import (
    MOST,
    NOT_STATED,
    PER_PAGE,
    USUAL_STATUS,
    Asked,
    Facet,
    Sort,
    address_of,
    without,
)
from matcher.web.calls.cards import Card
from matcher.web.calls.finding import Found
from matcher.web.calls.values import headings, labels_of
from models.city import CityProfile

_SHOWN = 8  # values of a facet shown at once; the others are unfolded
_MOST_VALUES = 200  # of a facet, of those with calls
_OPEN = frozenset({Facet.STATUS, Facet.TRACK, Facet.NEED, Facet.CLOSES, Facet.AMOUNT})
_ORDERED = frozenset({Facet.STATUS, Facet.CLOSES, Facet.AMOUNT, Facet.STAGE})  # as they stand
_SORTS = {
    Sort.FIT: "best fit",
    Sort.CLOSING: "closing next",
    Sort.AMOUNT: "largest amount",
    Sort.NEWEST: "newest here",
}
_WORDS_ONLY = (
    "Found by words alone: the model that compares meaning is still being loaded, or has not read"
    " these calls yet. Search again in a moment."
)


@dataclass(frozen=True, slots=True)
class ValueView:
    """One value that can be chosen."""

    id: str  # of the field in the page
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class FacetView:
    """One facet."""

    name: str
    heading: str
    values: tuple[ValueView, ...]
    more: tuple[ValueView, ...]  # further ones, folded away
    unfolded: bool


@dataclass(frozen=True, slots=True)
class ResultsView:
    """All that changes with the search."""

    asked: Asked
    count: str
    note: str  # what a reader must know of how this was found
    too_many: str
    cards: tuple[Card, ...]
    facets: tuple[FacetView, ...]
    chosen: tuple[tuple[str, str], ...]  # each choice in words, and the address without it
    sorts: tuple[tuple[str, str, bool], ...]  # value, words, whether it is the one
    first: int  # the number of the first call shown
    page_words: str
    previous: str  # address; "" where there is none
    next: str
    plain: str  # address of the same words with nothing chosen
    empty: str  # what to say where there is nothing
    closed_too: str  # address of the same among closed calls; "" where they are in already
    save: str  # address
    exported: str  # which calls a download holds
    downloads: tuple[tuple[str, str], ...]  # name and address


def results_view(found: Found, cards: Iterable[Card], profile: CityProfile) -> ResultsView:
    """Put what was found into words."""
    asked = found.asked
    names = _all_labels(found, profile)
    here = min(asked.page, found.last_page)
    return ResultsView(
        asked=asked,
        count=_count(found),
        note=_WORDS_ONLY if found.hits is not None and not found.hits.by_meaning else "",
        too_many=_too_many(found),
        cards=tuple(cards),
        facets=tuple(_facet(found, facet, names, profile) for facet in Facet),
        chosen=tuple(_chosen(asked, names)),
        sorts=tuple((sort.value, words, sort is asked.sort) for sort, words in _SORTS.items()),
        first=(here - 1) * PER_PAGE + 1,
        page_words=f"Page {here} of {found.last_page}" if found.last_page > 1 else "",
        previous=address_of(replace(asked, page=here - 1)) if here > 1 else "",
        next=address_of(replace(asked, page=here + 1)) if here < found.last_page else "",
        plain=address_of(Asked(asked.text, {Facet.STATUS: USUAL_STATUS}, asked.sort)),
        empty=_empty(asked),
        closed_too=_closed_too(asked),
        save=address_of(replace(asked, page=1), "/calls/save"),
        exported="them all" if found.total <= MOST else f"the first {MOST}",
        downloads=_downloads(asked),
    )


def _count(found: Found) -> str:
    words = count_words(found.total, "call")
    first = (min(found.asked.page, found.last_page) - 1) * PER_PAGE
    last = min(first + PER_PAGE, found.total)
    if found.total <= PER_PAGE:
        return f"{words} found" if found.total else "No calls found"
    return f"{words} found, {first + 1} to {last} shown"


def _too_many(found: Found) -> str:
    if found.total <= MOST:
        return ""
    return (
        f"That is more than anybody reads. The first {MOST} can be paged through and downloaded:"
        " add a word, or choose a need, an amount or a closing date."
    )


def _empty(asked: Asked) -> str:
    if asked.text and asked.narrowed:
        return "No call answers these words and all that is chosen."
    return "No call answers these words." if asked.text else "No call has all that is chosen."


def _closed_too(asked: Asked) -> str:
    statuses = asked.choices.get(Facet.STATUS, frozenset())
    if "closed" in statuses:
        return ""
    choices = {**asked.choices, Facet.STATUS: statuses | {"closed"}}
    return address_of(replace(asked, choices=choices, page=1))


def _downloads(asked: Asked) -> tuple[tuple[str, str], ...]:
    whole = replace(asked, page=1)
    kinds = (("CSV", "csv"), ("Excel", "xlsx"), ("JSON", "json"), ("Atom feed", "atom"))
    return tuple((name, address_of(whole, f"/calls.{kind}")) for name, kind in kinds)


def _all_labels(found: Found, profile: CityProfile) -> dict[Facet, dict[str, str]]:
    """Return what every value is called that there is; funders as they write themselves."""
    names = labels_of(profile)
    names[Facet.FUNDER] = dict(found.picture.index.funders)
    for labels in names.values():
        labels[NOT_STATED] = "not stated"
    return names


def _facet(
    found: Found, facet: Facet, names: Mapping[Facet, Mapping[str, str]], profile: CityProfile
) -> FacetView:
    counts, labels = found.selection.counts[facet], names[facet]
    chosen = found.asked.choices.get(facet, frozenset())
    # What is chosen is always there, so that it can be let go of, and so is "not stated".
    wanted = [
        value
        for value in dict.fromkeys([*labels, *sorted(chosen)])
        if counts.get(value) or value in chosen or value == NOT_STATED
    ]
    if facet not in _ORDERED:
        wanted.sort(key=lambda value: (value == NOT_STATED, -counts.get(value, 0)))
    views = [
        ValueView(
            id=f"{facet.value}-{place}",
            value=value,
            label=clip(labels.get(value, value), 80),
            count=counts.get(value, 0),
            chosen=value in chosen,
        )
        for place, value in enumerate(wanted[:_MOST_VALUES])
    ]
    first = views[:_SHOWN]
    first += [view for view in views[_SHOWN:] if view.chosen or view.value == NOT_STATED]
    return FacetView(
        name=facet.value,
        heading=headings(profile.name)[facet],
        values=tuple(first),
        more=tuple(view for view in views if view not in first),
        unfolded=facet in _OPEN or bool(chosen),
    )


def _chosen(asked: Asked, names: Mapping[Facet, Mapping[str, str]]) -> Iterable[tuple[str, str]]:
    for facet, values in asked.choices.items():
        if facet is Facet.STATUS and asked.is_usual:
            continue
        for value in sorted(values):
            yield clip(names[facet].get(value, value), 80), address_of(without(asked, facet, value))
