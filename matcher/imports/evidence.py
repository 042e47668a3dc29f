"""What each imported fact rests on, in a short sentence."""

from matcher.imports.clean import clean_line
from matcher.imports.mapping import Mapping
from matcher.imports.result import Row
from matcher.imports.select import first, pick
from models.call import Evidence

_LABELS = {
    "total_fund": "Total fund",
    "award_min": "Least per award",
    "award_max": "Most per award",
    "project_cost_max": "Largest project cost",
    "expected_awards": "Awards expected",
    "duration": "Duration",
    "published_on": "Published",
    "opens_at": "Opens",
    "deadlines": "Closes",
    "deadline_kind": "Way of closing",
    "stage": "Stage",
    "stated_status": "Status",
}
_LONGEST_WORDS = 300


def evidence_for(
    shown: dict[str, str], row: Row, mapping: Mapping, url: str
) -> tuple[Evidence, ...]:
    """Return one statement for each fact in `shown` (field -> the value in words).

    Where the mapping names a column with the source's own words, they follow;
    the mapping's note says who or what the facts come from.
    """
    note = first(row, mapping.evidence_note) or ""
    read_at = first(row, mapping.evidence_url) or url
    return tuple(
        Evidence(
            field, _sentence(label, shown[field], _own_words(field, row, mapping), note), read_at
        )
        for field, label in _LABELS.items()
        if field in shown
    )


def _sentence(label: str, value: str, words: str, note: str) -> str:
    if value.casefold() not in words.casefold():
        said = f"{value} – {words}" if words else value
    else:
        said = words if len(words) > len(value) else value
    return f"{label}: {said} ({note})" if note else f"{label}: {said}"


def _own_words(field: str, row: Row, mapping: Mapping) -> str:
    rules = mapping.evidence.get(field, ())
    return clean_line("; ".join(pick(row, rules)))[:_LONGEST_WORDS]
