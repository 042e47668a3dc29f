"""What somebody searches for, and the address that says the same. Pure.

The address of the page is the search: it can be sent to somebody else, kept, and read
by a person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlencode

from models.subscriber import LONGEST_LINE

NOT_STATED = "not-stated"
PER_PAGE = 10
MOST = 500
"""Calls of one search that can be paged through or downloaded. Nobody reads more; they narrow."""

_MOST_CHOICES = 50  # values chosen in one facet
_LONGEST_VALUE = 200  # characters


class Facet(StrEnum):
    """By what calls can be narrowed, in the order shown; also the names in the address."""

    STATUS = "status"
    TRACK = "track"
    NEED = "need"
    LEAD = "lead"
    CLOSES = "closes"
    AMOUNT = "amount"
    ROLE = "role"
    ELIGIBLE = "eligible"
    STAGE = "stage"
    FUNDER = "funder"


class Sort(StrEnum):
    """In which order calls are listed."""

    FIT = "fit"
    CLOSING = "closing"
    AMOUNT = "amount"
    NEWEST = "newest"


USUAL_STATUS = frozenset({"open", "forecasted", NOT_STATED})
"""What is listed where no status is asked for: all that may still be bid for."""

_SORTS = frozenset(sort.value for sort in Sort)
_FACETS = frozenset(facet.value for facet in Facet)

Choices = Mapping[Facet, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """One search. A facet that is missing in `choices` narrows nothing."""

    text: str = ""
    choices: Choices = field(default_factory=lambda: MappingProxyType({}))
    sort: Sort = Sort.FIT
    page: int = 1

    def __hash__(self) -> int:
        return hash((self.text, frozenset(self.choices.items()), self.sort, self.page))

    @property
    def narrowed(self) -> bool:
        """Whether anything but words and order was chosen."""
        return any(key is not Facet.STATUS for key in self.choices) or not self.is_usual

    @property
    def is_usual(self) -> bool:
        """Whether all that may still be bid for is listed."""
        return self.choices.get(Facet.STATUS) == USUAL_STATUS


def read_asked(parameters: Iterable[tuple[str, str]]) -> Asked:
    """Read the parameters of an address. What makes no sense is passed over, as people edit them.

    A value that no call has stays chosen: it finds nothing, and says so.
    """
    text, sort, page = "", Sort.FIT, 1
    chosen: dict[Facet, set[str]] = {}
    for name, value in parameters:
        if name == "q":
            text = " ".join(value.split())[:LONGEST_LINE].rstrip()
        elif name == "sort" and value in _SORTS:
            sort = Sort(value)
        elif name == "page":
            page = _page(value)
        elif name in _FACETS and value.strip():
            chosen.setdefault(Facet(name), set()).add(_cut(value))
    choices = {key: frozenset(sorted(values)[:_MOST_CHOICES]) for key, values in chosen.items()}
    return Asked(text, {Facet.STATUS: USUAL_STATUS} | choices, sort, page)


def parameters_of(asked: Asked) -> list[tuple[str, str]]:
    """Return the parameters that `read_asked` reads as this search; what is usual is left out."""
    found = [("q", asked.text)] if asked.text else []
    for key in Facet:
        values = asked.choices.get(key, frozenset())
        if not (key is Facet.STATUS and values == USUAL_STATUS):
            found += [(key.value, value) for value in sorted(values)]
    if asked.sort is not Sort.FIT:
        found.append(("sort", asked.sort.value))
    if asked.page > 1:
        found.append(("page", str(asked.page)))
    return found


def address_of(asked: Asked, path: str = "/calls") -> str:
    """Return the address of a search on this site."""
    query = urlencode(parameters_of(asked))
    return f"{path}?{query}" if query else path


def without(asked: Asked, facet: Facet, value: str) -> Asked:
    """Return the search without one choice, from its first page."""
    left = asked.choices.get(facet, frozenset()) - {value}
    choices = {key: values for key, values in asked.choices.items() if key is not facet}
    if left or facet is Facet.STATUS:
        choices[facet] = left or USUAL_STATUS
    return replace(asked, choices=choices, page=1)


def _cut(value: str) -> str:
    return value.strip()[:_LONGEST_VALUE].rstrip()


def _page(value: str) -> int:
    most = MOST // PER_PAGE
    digits = value.lstrip("0")[:9]  # Python reads no number of thousands of digits
    return min(max(int(digits or 1), 1), most) if value.isascii() and value.isdigit() else 1
