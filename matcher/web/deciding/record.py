"""Stores what is decided from the site, and notes in the log who did it."""

from matcher.decisions.force import in_force
from matcher.identity.merge import Merged
from matcher.store import add_decision, add_outcome, load_decisions, withdraw_decision
from matcher.web.site import Site
from matcher.web.snapshot import Snapshot
from matcher.web.viewer import Viewer, audit
from models.decision import Decision, Outcome


def history(site: Site, merged: Merged) -> list[Decision]:
    """Return all that was ever decided on a call, on any of its pages, oldest first."""
    pages = {member.key for member in merged.members}
    stored = load_decisions(site.engine, site.settings.city)
    return [each for each in stored if each.call_key in pages]


def standing(site: Site, picture: Snapshot, key: str) -> Decision | None:
    """Return the decision in force on a call now, whatever the picture of the calls says."""
    stored = load_decisions(site.engine, site.settings.city)
    return in_force(stored, picture.laid.leads).get(key)


def decide(site: Site, viewer: Viewer, decision: Decision, merged: Merged, seen: int | None) -> int:
    """Store a decision made against the one that was `seen`; return its number.

    Raises as `add_decision`: DecidedMeanwhileError where another is in force by now.
    """
    pages = [member.key for member in merged.members]
    number = add_decision(site.engine, decision, instead_of=seen, pages=pages)
    audit(site, viewer, f"decided {decision.verdict}, number {number}", decision.call_key)
    return number


def take_back(site: Site, viewer: Viewer, decision: Decision) -> bool:
    """Withdraw a decision of the city; return whether it counted until now."""
    if decision.id is None or not withdraw_decision(site.engine, decision.id, site.now()):
        return False
    audit(site, viewer, f"took back decision {decision.id}", decision.call_key)
    return True


def tell_outcome(site: Site, viewer: Viewer, decision: Decision, outcome: Outcome) -> None:
    """Store what became of a decision's bid. Raises as `add_outcome`."""
    if decision.id is None:
        raise ValueError("there is no decision in force")
    add_outcome(site.engine, decision.id, outcome)
    audit(site, viewer, f"noted {outcome.kind} on decision {decision.id}", decision.call_key)
