"""What the part `watch` of a `source.yaml` may say. `docs/watch.md` tells it in full."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StrictBool, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from scrapers.addresses import check_web_address
from scrapers.parts import Part, Text
from scrapers.watching.labels import normal

LabelledFact = Literal[
    "deadline",
    "opens",
    "amount",  # most, or least and most, that the funder pays for one award
    "award_min",
    "award_max",
    "total_fund",
    "project_cost_max",
    "duration",
    "status",
    "eligibility",
    "funding_type",
]
Meaning = Literal["forecasted", "open", "closed", "rolling"]


def _checked_selector(selector: str) -> str:
    try:
        LexborHTMLParser("<p></p>").css(selector)
    except SelectolaxError as error:
        raise ValueError(f"{selector!r} is not a CSS selector") from error
    return selector


def _checked_folder(path: str) -> str:
    if not (path.startswith("/") and path.endswith("/")):
        raise ValueError(f"{path!r} must begin and end with a slash")
    return path


Css = Annotated[str, AfterValidator(_checked_selector)]
Folder = Annotated[str, AfterValidator(_checked_folder)]
Labels = Annotated[tuple[Text, ...], Field(min_length=1)]


class WatchRules(Part):
    """Where a funder lists its calls, and which label words stand before their facts."""

    funder: Text
    list_selector: Css | None = None  # the links to the calls, or the cards around them
    link_prefixes: tuple[Folder, ...] = ()  # a call lies directly below one of these paths
    not_calls: tuple[Text, ...] = ()  # last parts of paths that are no calls: "*faq*"
    title_selector: Css | None = None  # a call's title within its card, else the link's text
    next_selector: Css | None = None  # the link to the listing's next page
    pages: tuple[str, ...] = ()  # addresses of calls that no listing leads to
    heading_selector: Css = "h1"  # the title on a call's page
    content_selector: Css = "main"  # all that a call's page says of the call
    drop_selectors: tuple[Css, ...] = ()  # what stands in there but is not of the call
    labels: dict[LabelledFact, Labels]
    dates_above_labels: StrictBool = False  # as in timelines: a date, and below it what it is of
    phrases: dict[Text, Meaning] = Field(default_factory=dict)  # words that state the status
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "GBP"  # where an amount shows none
    recurring: StrictBool = False  # schemes that come back after their deadlines

    _web_addresses = field_validator("pages")(
        lambda pages: tuple(str(check_web_address(page)) for page in pages)
    )

    @field_validator("labels")
    @classmethod
    def _unambiguous(
        cls, labels: dict[LabelledFact, tuple[str, ...]]
    ) -> dict[LabelledFact, tuple[str, ...]]:
        known: dict[str, str] = {}
        for fact, words in labels.items():
            for word in words:
                other = known.setdefault(normal(word), fact)
                if other != fact:
                    raise ValueError(f"the label {word!r} stands for both {other} and {fact}")
        if not labels:
            raise ValueError("at least one label is needed")
        return labels

    @model_validator(mode="after")
    def _somewhere_to_look(self) -> Self:
        if self.list_selector is None and not self.pages:
            raise ValueError("list_selector or pages is needed")
        if (self.list_selector is None) != (not self.link_prefixes):
            raise ValueError("list_selector and link_prefixes go together")
        return self
