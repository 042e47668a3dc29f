"""The fields of a call in a reader's words: what they are called, and what they say."""

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import Any

from matcher.digest.forms import BRITISH, Forms
from matcher.digest.safe import clip, plain
from matcher.digest.words import date_words, list_words, moment_words
from models.applicants import Admission
from models.call import Call
from models.money import Money

NOT_STATED = "not stated"
_LONGEST = 300  # characters shown of a short field
_LABELS = {
    "url": "address",
    "co_funders": "other funders",
    "funding_type": "kind of funding",
    "eligibility": "who may apply",
    "total_fund": "pot for all awards",
    "award_min": "least per award",
    "award_max": "most per award",
    "project_cost_max": "largest project cost",
    "expected_awards": "awards expected",
    "applicants": "who is named as able to apply",
    "consortium_required": "partners needed",
    "match_funding_required": "match funding needed",
    "bids_per_organisation": "bids per organisation",
    "expression_of_interest": "expression of interest first",
    "published_on": "published",
    "opens_at": "opens",
    "deadlines": "closes",
    "deadline_kind": "way of closing",
    "stated_status": "status on the site",
    "stated_on": "status stated on",
    "updates": "what the page says it has changed",
}


def field_label(field: str) -> str:
    """Name a field of `models.call.Call` as a reader would: "most per award"."""
    return _LABELS.get(field, field.replace("_", " "))


def doubtful_fields(call: Call) -> str:
    """Name the dates that were read with doubt, as a reader would: "opens, closes", or "none"."""
    return ", ".join(field_label(name) for name in call.doubtful) or "none"


def value_words(value: object, forms: Forms = BRITISH) -> str:
    """Say what a field holds on one line; "not stated" where it is unknown or empty."""
    if value is None or value in ("", ()):
        return NOT_STATED
    if isinstance(value, tuple):
        return clip(list_words(tuple(value_words(item, forms) for item in value)), _LONGEST)
    for kind, say in _SAYERS:
        if isinstance(value, kind):
            return say(value, forms)
    return clip(str(value), _LONGEST)


def _admission(admission: Admission) -> str:
    may = "may" if admission.admitted else "may not"
    return f"{admission.applicant.value} {may} {admission.part.value}"


_SAYERS: tuple[tuple[type, Callable[[Any, Forms], str]], ...] = (
    (bool, lambda value, _: "yes" if value else "no"),
    (int, lambda value, _: f"{value:,}"),
    (Money, lambda value, forms: forms.money(value)),
    (Admission, lambda value, _: _admission(value)),
    (datetime, moment_words),
    (date, date_words),
    (Enum, lambda value, _: plain(str(value.value))),
)
