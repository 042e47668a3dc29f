"""One call out of several records: the funder's own page first, gaps filled from the others.

Every field of the merged call comes from one record, named in `Merged.origins`.
Where records contradict each other in a date or an amount, the preferred one
stands and the other is listed for a reader.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from matcher.history.words import value_words
from matcher.identity.bodies import bodies_named, own_site_rank
from models.applicants import Admission
from models.call import Call, CallStatus, DeadlineKind, Evidence, Stage
from models.money import Money, MoneyRole

_IDENTITY = frozenset({"source", "source_id", "title", "url"})
_CLOSING = ("deadlines", "deadline_kind")
_TOGETHER = (_CLOSING, ("stated_status", "stated_on"))  # only make sense from one record
_ABOUT = ("evidence", "doubtful")  # say something of other fields
_ROLES = tuple(role.value for role in MoneyRole)
_SINGLE = tuple(
    each.name
    for each in fields(Call)
    if each.name not in _IDENTITY
    and each.name not in (*_CLOSING, *_TOGETHER[1], "references", "applicants", *_ABOUT)
)
_STATED = tuple(each.name for each in fields(Call) if each.name not in _ABOUT)
_ROUNDING = Decimal("0.01")  # share by which two amounts may differ and still agree
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A field in which another record says something else than the one shown."""

    field: str
    shown: str  # in a reader's words
    other: str
    other_key: str


@dataclass(frozen=True, slots=True)
class Merged:
    """A call as readers see it, and what it was put together from."""

    call: Call
    origins: Mapping[str, str]  # field, or fact of an admission -> key of the call it comes from
    members: tuple[Call, ...]  # as their sources tell it, the leading one first
    disagreements: tuple[Disagreement, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)  # key of a member -> why it is one


def merge_calls(members: Sequence[Call]) -> Merged:
    """Put one call together; identity, title and address are the leading member's.

    The order of `members` makes no difference. Raises ValueError if there is none.
    """
    if not members:
        raise ValueError("there is no call to merge")
    if len(members) == 1:  # as nearly all are
        return _alone(members[0])
    ordered = tuple(sorted(members, key=_preference(members)))
    lead, others = ordered[0], ordered[1:]
    origins = dict.fromkeys(_stated(lead), lead.key)
    values: dict[str, Any] = {}
    for names in (*((name,) for name in _SINGLE), *_TOGETHER):
        _fill(lead, others, names, values, origins)
    values["applicants"] = _applicants(ordered, origins)
    values["references"] = tuple(
        dict.fromkeys(word for each in ordered for word in each.references)
    )
    for name in ("applicants", "references"):
        if values[name] and name not in origins:
            origins[name] = next(call.key for call in others if getattr(call, name))
    own = (words for words in lead.evidence if origins.get(words.fact, lead.key) == lead.key)
    values["evidence"] = (*own, *_evidence(others, origins))
    values["doubtful"] = tuple(_doubtful(ordered, origins))
    merged = replace(lead, **values)
    return Merged(merged, origins, ordered, tuple(_disagreements(merged, origins, ordered)))


def _alone(call: Call) -> Merged:
    facts = (*_stated(call), *(admission.fact for admission in call.applicants))
    return Merged(call, dict.fromkeys(facts, call.key), (call,))


def leads_of(merged: Iterable[Merged]) -> dict[str, str]:
    """Say under which call each page is shown: key of a member -> key of the leading one."""
    return {member.key: each.call.key for each in merged for member in each.members}


def lead_of(members: Sequence[Call]) -> Call:
    """Return the member that leads: the funder's own page, and not a forecast."""
    return min(members, key=_preference(members))


def _preference(members: Sequence[Call]) -> Any:
    named = " ; ".join(name for call in members for name in (call.funder or "", *call.co_funders))
    funders = bodies_named(named)

    def rank(call: Call) -> tuple[bool, int, str]:
        return _is_forecast(call), own_site_rank(call.source, funders), call.key

    return rank


def _is_forecast(call: Call) -> bool:
    dateless = call.opens_at is None and not call.deadlines
    announced = dateless and call.stated_status is CallStatus.FORECASTED
    return call.stage is Stage.PRE_ANNOUNCEMENT or announced


def _stated(call: Call) -> Iterator[str]:
    for name in _STATED:
        if getattr(call, name) not in (None, "", (), DeadlineKind.UNKNOWN):
            yield name


def _fill(
    lead: Call,
    others: Sequence[Call],
    names: tuple[str, ...],
    values: dict[str, Any],
    origins: dict[str, str],
) -> None:
    """Take fields from the first other record that states them, if the lead states none.

    A date that is not doubtful goes before those that are, the lead's own among them.
    """
    rolling = names == _CLOSING and lead.deadline_kind is DeadlineKind.ROLLING
    if rolling or (names[0] in origins and names[0] not in lead.doubtful):
        return
    for call in sorted(others, key=lambda call: names[0] in call.doubtful):
        if names[0] in origins and names[0] in call.doubtful:
            return
        stated = [name for name in names if name in set(_stated(call))]
        if stated and _may_fill(lead, values, call, names[0]):
            values.update({name: getattr(call, name) for name in stated})
            origins.update(dict.fromkeys(stated, call.key))
            return


def _may_fill(lead: Call, values: Mapping[str, Any], call: Call, name: str) -> bool:
    """Whether what another record says fits what is known already."""
    known = {role: values.get(role) or getattr(lead, role) for role in _ROLES}
    if name in _ROLES:
        return _fits(name, getattr(call, name), known)
    if name in ("stage", "stated_status"):
        return _is_forecast(lead) or not _is_forecast(call)
    if name == "opens_at":
        closings = lead.deadlines or values.get("deadlines") or ()
        return not closings or call.opens_at is None or call.opens_at <= closings[-1]
    if name == "deadlines":
        opens = values.get("opens_at") or lead.opens_at
        return opens is None or not call.deadlines or opens <= call.deadlines[-1]
    return True


def _fits(role: str, amount: Money, known: Mapping[str, Money | None]) -> bool:
    """Whether an amount may fill its role: not one that is known in another role.

    One site's largest award that equals the other's largest project or pot is the same
    figure misread, and the least award is never above the most.
    """
    if any(other == amount for name, other in known.items() if name != role and other is not None):
        return role == MoneyRole.AWARD_MIN.value and amount == known["award_max"]
    least, most = (amount if role == name else known[name] for name in ("award_min", "award_max"))
    if least is None or most is None:
        return True
    return least.currency == most.currency and least.amount <= most.amount


def _applicants(ordered: Sequence[Call], origins: dict[str, str]) -> tuple[Admission, ...]:
    """Return what is said of each kind of body by the first that says it; note who that is."""
    found: dict[str, Admission] = {}
    for call in ordered:
        for admission in call.applicants:
            if admission.fact not in found:
                found[admission.fact] = admission
                origins[admission.fact] = call.key
    return tuple(found.values())


def _evidence(others: Sequence[Call], origins: Mapping[str, str]) -> Iterator[Evidence]:
    """Yield the evidence of what came from other records; each names its own page."""
    for call in others:
        for words in call.evidence:
            if origins.get(words.fact) == call.key or words.fact == "references":
                yield words


def _doubtful(ordered: Sequence[Call], origins: Mapping[str, str]) -> Iterator[str]:
    for call in ordered:
        yield from (name for name in call.doubtful if origins.get(name) == call.key)


def _disagreements(
    merged: Call, origins: Mapping[str, str], ordered: Sequence[Call]
) -> Iterator[Disagreement]:
    for name in ("deadlines", *_ROLES):
        shown = getattr(merged, name)
        for call in ordered:
            other = getattr(call, name)
            if call.key == origins.get(name) or not other:
                continue
            if not shown or not _agree(shown, other):
                yield Disagreement(name, value_words(shown), value_words(other), call.key)
    for call in ordered[1:]:
        for said in call.applicants:
            if merged.admits(said.applicant, said.part) is not said.admitted:
                shown = replace(said, admitted=not said.admitted)
                yield Disagreement(said.fact, value_words(shown), value_words(said), call.key)


def _agree(one: Any, other: Any) -> bool:
    if isinstance(one, Money):
        if one.currency != other.currency:
            return False
        return bool(abs(one.amount - other.amount) <= _ROUNDING * max(one.amount, other.amount))
    return all(any(abs(a - b) <= _DAY for b in one) for a in other)
