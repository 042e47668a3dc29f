"""A job done for each of several cities: one that fails stops no other."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence

from matcher.commands.match import Ground, read_ground
from matcher.progress import progress_bars
from matcher.schedule.operator import TellOperator
from matcher.schedule.record import Outcome
from matcher.settings import Settings
from models.errors import BidMatcherError
from models.report import Issue, Severity

FAILED = "cities failed"
"""What a job counts so, for which it could not be done."""

CityJob = Callable[[Settings, Ground | None], Outcome]

log = logging.getLogger(__name__)
_ON_CALLS = frozenset({"match", "digest", "mail"})  # jobs for which the calls are laid out


def for_cities(cities: Sequence[Settings], tell: TellOperator, name: str, job: CityJob) -> Outcome:
    """Do a job for each city, the calls laid out once for all, and sum up what each says.

    For one city it is the job itself, and raises what that does. Of several, one that fails is
    a warning and told to the operator; where all do, that is an error.
    """
    if len(cities) == 1:
        return job(cities[0], None)
    ground: Ground | None = None
    if name in _ON_CALLS:
        with progress_bars() as advance:
            ground = read_ground(cities[0], None, advance)
    counts: Counter[str] = Counter({"cities": len(cities)})
    issues: list[Issue] = []
    for settings in cities:
        try:
            outcome = job(settings, ground)
        except (BidMatcherError, ValueError, OSError) as error:
            outcome = _failure(name, settings.city, str(error))
        except Exception as error:
            log.exception("%s broke off for %s", name, settings.city)
            fault = f"a fault in the program: {type(error).__name__}: {error}"
            outcome = _failure(name, settings.city, fault)
        if outcome.counts.get(FAILED):
            tell(f"Bid Matcher: {name} failed for {settings.city}", outcome.issues[0].reason)
        counts.update(outcome.counts)
        issues += [_of(settings.city, issue) for issue in outcome.issues]
    if counts[FAILED] == len(cities):
        issues.insert(0, Issue(Severity.ERROR, name, "it failed for every city"))
    return Outcome(dict(counts), tuple(issues))


def _failure(name: str, city: str, reason: str) -> Outcome:
    return Outcome({FAILED: 1}, (Issue(Severity.WARNING, name, reason or f"{city} failed"),))


def _of(city: str, issue: Issue) -> Issue:
    """Say which city an issue is about."""
    return Issue(issue.severity, f"{city}: {issue.where}", issue.reason, issue.address)
