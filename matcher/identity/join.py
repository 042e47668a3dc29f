"""Reads the stored calls, finds which are one, and gives readers the merged ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from matcher.identity.groups import group_calls
from matcher.identity.merge import Merged, lead_of, merge_calls
from matcher.store import load_calls, load_identities, load_splits, save_identities
from models.call import Call


@dataclass(frozen=True, slots=True)
class JoinCounts:
    """How many calls were looked at, and what came of it."""

    calls: int
    groups: int  # calls that stand on more than one page
    merged: int  # calls that are shown under another


def join_calls(engine: Engine) -> JoinCounts:
    """Decide anew which stored calls are one and save it; those that were split stay apart.

    Raises StoreError if the database cannot be read or written.
    """
    stored = {each.call.key: each.call for each in load_calls(engine)}
    groups = group_calls(list(stored.values()), load_splits(engine))
    leads: dict[str, tuple[str, str]] = {}
    for group in groups:
        lead = lead_of([stored[key] for key in group.keys]).key
        leads.update({key: (lead, group.reasons[key]) for key in group.keys if key != lead})
    save_identities(engine, leads)
    return JoinCounts(len(stored), len(groups), len(leads))


def merged_calls(engine: Engine, keys: Collection[str] | None = None) -> list[Merged]:
    """Return every call once, ordered by key: those on several pages merged.

    With `keys`, only the calls that have one of these keys, of the leading or of
    another member. Raises StoreError for a stored call that cannot be read.
    """
    identities = load_identities(engine, keys)
    beside: dict[str, list[str]] = defaultdict(list)
    for key, (lead, _) in identities.items():
        beside[lead].append(key)
    wanted = None
    if keys is not None:
        leads = {identities.get(key, (key, ""))[0] for key in keys}
        wanted = [key for lead in leads for key in (lead, *beside.get(lead, ()))]
    stored = {each.call.key: each.call for each in load_calls(engine, keys=wanted)}
    shown = [key for key in stored if key not in identities or identities[key][0] not in stored]
    return [_merged([key, *beside.get(key, ())], stored, identities) for key in shown]


def _merged(
    members: Sequence[str], stored: Mapping[str, Call], identities: Mapping[str, tuple[str, str]]
) -> Merged:
    found = [key for key in members if key in stored]
    merged = merge_calls([stored[key] for key in found])
    if len(found) == 1:
        return merged
    reasons = {key: identities[key][1] for key in found if key in identities}
    return replace(merged, reasons=reasons)
