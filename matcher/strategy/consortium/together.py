"""What two organisations have done together, by what is stored: a sentence for each fact."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, permutations

from matcher.city.holders import folded, plain_name
from matcher.strategy.leading import lineage
from models.award import Award
from models.organisation import Organisation

_ENDING = re.compile(r"\s+(?:NHS (?:Foundation )?Trust|University)$")
_BEGINNING = re.compile(r"^NIHR\s+")
_FEWEST_WORDS = 2  # one word alone, such as a city's name, names nobody


def past_work(
    members: Sequence[Organisation],
    organisations: Mapping[str, Organisation],
    awards: Sequence[Award],
    held: Mapping[str, Sequence[Award]],
) -> dict[str, tuple[str, ...]]:
    """Return what each member has done with the others, by its id; () where nothing is known.

    Of each pair at most one fact of a kind: that one belongs to the other, that one's
    capabilities or awards in `organisations.yaml` name the other, that an award one
    holds names the other, that somebody else's award names both. `held` are the
    awards of each holder (`held_in_city`), newest first.
    """
    own = {member.id: held.get(folded(plain_name(member)), ()) for member in members}
    found: dict[str, list[str]] = {member.id: [] for member in members}
    for one, other in permutations(members, 2):
        for fact in (
            *_belongs(one, other, organisations),
            *_file_names(one, other),
            *_award_names(one, other, own[one.id]),
        ):
            found[one.id].append(fact)
            found[other.id].append(fact)
    shown = {award.key for each in own.values() for award in each}
    for pair, fact in _names_both(members, (a for a in awards if a.key not in shown)).items():
        for member_id in pair:
            found[member_id].append(fact)
    return {key: tuple(dict.fromkeys(facts)) for key, facts in found.items()}


def _belongs(
    one: Organisation, other: Organisation, organisations: Mapping[str, Organisation]
) -> Iterator[str]:
    if any(each.id == other.id for each in list(lineage(one, organisations))[1:]):
        yield f"{one.name} is part of {other.name}."


def _file_names(one: Organisation, other: Organisation) -> Iterator[str]:
    for capability in one.capabilities:
        if _names(other, capability.text.casefold()):
            yield f"{one.name} is known for “{capability.text}”."
            return
    for award in one.awards:
        if _names(other, award.title.casefold()):
            yield f"{one.name} has held “{award.title}” ({award.funder})."
            return


def _award_names(one: Organisation, other: Organisation, own: Sequence[Award]) -> Iterator[str]:
    for award in own:
        if _names(other, _text(award)):
            yield f"{one.name} holds or held {_said(award)}, which names {other.name}."
            return


def _names_both(
    members: Sequence[Organisation], awards: Iterable[Award]
) -> dict[tuple[str, str], str]:
    """Return the first award that names both of a pair, by their ids, in a sentence."""
    found: dict[tuple[str, str], str] = {}
    for award in awards:
        text = _text(award)
        named = [member for member in members if _names(member, text)]
        for one, other in combinations(named, 2):
            sentence = f"{_said(award)} names {one.name} and {other.name}."
            found.setdefault((one.id, other.id), sentence)
    return found


def _text(award: Award) -> str:
    return f"{award.title}\n{award.summary}".casefold()


def _said(award: Award) -> str:
    day = award.awarded_on or award.starts_on
    facts = [award.funder or award.source, *([str(day.year)] if day else [])]
    return f"“{award.title}” ({', '.join(facts)})"


def _names(organisation: Organisation, folded_text: str) -> bool:
    """Whether a text without capitals has one of the organisation's names in it, whole."""
    return any(
        name in folded_text and _whole(name).search(folded_text) is not None
        for name in _spellings(organisation.name)
    )


@cache
def _spellings(name: str) -> tuple[str, ...]:
    """Return how texts write a name: "Leeds Teaching Hospitals" for the NHS trust of that name."""
    parts = [part.strip() for part in re.sub(r"\([^)]*\)", " ", name).split(" / ")]
    short = [_BEGINNING.sub("", _ENDING.sub("", part)) for part in parts]
    return tuple(
        dict.fromkeys(
            " ".join(part.split()).casefold()
            for part in (*parts, *short)
            if len(part.split()) >= _FEWEST_WORDS
        )
    )


@cache
def _whole(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
