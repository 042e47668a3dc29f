"""What a person must look at before a bid is made: a sentence each, with the call's words."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from matcher.strategy.eligibility import Verdict, may_bid
from matcher.strategy.leading import caution_about, lineage, needs_of
from matcher.strategy.sentences import evidence_for
from models.call import Call
from models.digest import RankedCall
from models.match import Match
from models.organisation import Organisation

_Known = Mapping[str, Organisation]


def cap_flags(
    call: Call, leads: Sequence[Match], rivals: Sequence[str], known: _Known
) -> Iterator[str]:
    """Say where several of the city could lead the same call, if it caps bids per organisation.

    Centres of one body share its cap; two bodies compete. `rivals` are ids of
    organisations that are known to make a bid of their own. `known` are the city's
    organisations by id; KeyError for one that is not among them.
    """
    cap = call.bids_per_organisation
    if cap is None:
        return
    yield _cap_words(call, cap)
    bodies: dict[str, list[str]] = defaultdict(list)
    for organisation_id in dict.fromkeys((*(match.target_id for match in leads), *rivals)):
        bodies[body_of(known[organisation_id], known).name].append(known[organisation_id].name)
    for body, names in bodies.items():
        if len(names) > cap:
            yield f"{_list(names)} would bid as {body} and must agree on {_number(cap)}."
    if len(bodies) > 1:
        yield f"{_list(list(bodies))} could each lead this call: they must agree or will compete."
    for rival in rivals:
        yield f"{known[rival].name} is known to prepare a bid of its own for this call."


def body_of(organisation: Organisation, known: _Known) -> Organisation:
    """Return the body that signs: what it belongs to in the end, or itself."""
    return list(lineage(organisation, known))[-1]


def condition_flags(call: Call) -> Iterator[str]:
    """Say which conditions of the call need somebody's yes."""
    if call.match_funding_required:
        yield _with_its_words("Match funding is required", call, "match_funding_required")
    if call.expression_of_interest:
        yield _with_its_words(
            "An expression of interest must come first", call, "expression_of_interest"
        )
    if may_bid(call).verdict is Verdict.UNKNOWN:
        yield "Eligibility is unclear: the call does not say whether a UK organisation may bid."


def caution_flags(row: RankedCall, suited: Sequence[str], known: _Known) -> Iterator[str]:
    """Say who is left out by a caution, and quote it; `suited` are ids that would have served."""
    asked, held_back = needs_of(row), defaultdict(list)
    for organisation_id in suited:
        caution = caution_about(known[organisation_id], asked, known)
        if caution is not None:
            held_back[caution].append(known[organisation_id].name)
    for caution, names in held_back.items():
        are = "is" if len(names) == 1 else "are"
        yield f"{_list(names)} {are} not proposed until a person decides: “{caution}”"


def lead_flag(nearest: Match, known: _Known) -> str:
    """Say who comes nearest where nobody suits the call well enough to be put forward as lead."""
    name = known[nearest.target_id].name
    return (
        f"Nobody suits the call well enough to lead; nearest is {name} (fit {nearest.score:.2f})."
    )


def _cap_words(call: Call, cap: int) -> str:
    bids = "One bid" if cap == 1 else f"At most {cap} bids"
    return _with_its_words(f"{bids} per organisation", call, "bids_per_organisation")


def _with_its_words(flag: str, call: Call, fact: str) -> str:
    """Add the sentence that the fact was read from, where one was kept."""
    sentence = evidence_for(call, fact)
    return f"{flag}: “{sentence}”" if sentence else f"{flag}."


def _number(cap: int) -> str:
    return "one" if cap == 1 else str(cap)


def _list(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
