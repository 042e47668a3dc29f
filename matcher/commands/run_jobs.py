"""The jobs of `bid-matcher run`: what the commands do, with what a Run says of it.

Each is called by one who is the one writer of the home.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from matcher.commands.asking import ask_now
from matcher.commands.city_jobs import for_cities
from matcher.commands.collect import tell as tell_source
from matcher.commands.digest import Gathered, gather_digest, write_gathered
from matcher.commands.indicators import refresh_now, today
from matcher.commands.mail import prepare_now, send_now
from matcher.commands.match import Ground, match_stored, read_city
from matcher.commands.operator import send_waiting
from matcher.durability.retention import remove_unneeded
from matcher.jobs import STORED, collect, collect_all_awards, http_settings, total
from matcher.mail.errors import NotConfiguredError
from matcher.mail.settings import read_mail_settings
from matcher.places import LONDON
from matcher.progress import progress_bars
from matcher.schedule.backup import back_up_tonight
from matcher.schedule.cadence import due_sources, silent_sources
from matcher.schedule.due import PAUSE, slot
from matcher.schedule.due import last_success as last_good
from matcher.schedule.operator import TellOperator, silence_words
from matcher.schedule.record import Clock, Job, Outcome, known_since, run_name
from matcher.schedule.times import Times, plans_of
from matcher.settings import Settings
from matcher.store import last_runs, last_success
from models.errors import NothingToDoError
from models.report import Issue, Severity, SourceReport
from scrapers.registry import load_award_sources, load_sources
from scrapers.source import Source


def make_jobs(
    settings: Settings,
    cities: Sequence[Settings],
    engine: Engine,
    times: Times,
    tell: TellOperator,
    clock: Clock,
) -> dict[str, Job]:
    """Return every job by its name in `plans_of`.

    What is of the whole home is done once, what is a city's for each of them.
    """
    made: list[Gathered] = []  # by the digest job, for the mail job that follows it
    each = partial(for_cities, cities, tell)
    return {
        "collect": partial(_collect, settings, engine, times, tell),
        "match": partial(each, "match", _match),
        "digest": partial(each, "digest", partial(_digest, made, len(cities) > 1)),
        "mail": partial(_mail, settings, cities, tell, times, clock, made),
        "deliver": partial(_deliver, settings, cities, clock),
        "backup": partial(_back_up, settings, engine, times, clock),
        "indicators": partial(each, "indicators", _indicators),
        "awards": partial(_awards, settings, engine),
    }


def _collect(settings: Settings, engine: Engine, times: Times, tell: TellOperator) -> Outcome:
    sources, now = load_sources(), settings.moment()
    chosen = due_sources(sources, last_success(engine), now)
    with progress_bars() as advance:
        reports = collect(engine, chosen, http_settings(settings), advance, settings.moment)
    for report in reports:
        tell_source(report)
    _tell_of_silence(engine, sources, times, tell, now)
    return _gathered("collect", reports)


def _tell_of_silence(
    engine: Engine, sources: Sequence[Source], times: Times, tell: TellOperator, now: datetime
) -> None:
    """Tell of each source once, at the first collection that finds it silent."""
    since = known_since(engine) or now
    successes = last_success(engine)
    before = last_good(last_runs(engine, run_name("collect")))
    known_until = before.started_at if before else since
    titles = {source.name: source.definition.title for source in sources}
    silent = silent_sources(sources, successes, since, times, now)
    new = {titles[name]: successes.get(name) for name, at in silent.items() if at > known_until}
    if new:
        tell(*silence_words(new))


def _gathered(job: str, reports: Collection[SourceReport]) -> Outcome:
    """Sum up a collection: a source that failed is a warning, none that succeeded an error."""
    issues = [
        Issue(Severity.WARNING, report.source, _reason(report))
        for report in reports
        if report.outcome not in STORED
    ]
    if len(issues) == len(reports) > 0:
        issues.insert(0, Issue(Severity.ERROR, job, "no source could be read"))
    return Outcome(total(reports), tuple(issues))


def _reason(report: SourceReport) -> str:
    reasons = [issue.reason for issue in report.issues]
    return f"{report.outcome.value}: {reasons[0]}" if reasons else report.outcome.value


def _match(settings: Settings, ground: Ground | None) -> Outcome:
    city = read_city(settings)
    with progress_bars() as advance:
        matched, _, _ = match_stored(settings, city, None, advance, ground)
    shown = sum(bool(row.needs) for row in matched.ranked)
    return Outcome({"calls": len(matched.ranked), "answering": shown, "embedded": matched.embedded})


def _digest(
    made: list[Gathered], several: bool, settings: Settings, ground: Ground | None
) -> Outcome:
    """Write a city's digest; what it was made of is kept for the mail where it is the only one."""
    city = read_city(settings)
    with progress_bars() as advance:
        gathered = gather_digest(settings, city, None, advance, ground)
    digest, _ = write_gathered(settings, gathered, apart=several)
    made[:] = [] if several else [gathered]
    issues: tuple[Issue, ...] = ()
    if digest.catalogue_date is not None:
        reason = "made of the bundled calls: none have been collected yet"
        issues = (Issue(Severity.WARNING, "digest", reason),)
    return Outcome({"rows": sum(len(section.rows) for section in digest.sections)}, issues)


def _mail(
    settings: Settings,
    cities: Sequence[Settings],
    tell: TellOperator,
    times: Times,
    clock: Clock,
    made: list[Gathered],
) -> Outcome:
    """Write and send; a service without a mail server says so and does neither.

    What the digest was made of serves once and within the hour; else all is matched
    anew, as after a restart. Made up for later, it is still the mail of its planned day.
    """
    now = clock()
    fresh = made.pop() if made else None
    if fresh is not None and abs(now - fresh.as_of) >= PAUSE:
        fresh = None
    try:
        read_mail_settings()
    except NotConfiguredError as error:
        return Outcome({}, (Issue(Severity.WARNING, "mail", str(error)),))
    write = partial(_write_mails, _planned_day(times, now), fresh)
    written = for_cities(cities, tell, "mail", write)
    if any(issue.severity is Severity.ERROR for issue in written.issues):
        return written
    sent = _deliver(settings, cities, clock)
    return Outcome({**written.counts, **sent.counts}, (*written.issues, *sent.issues))


def _write_mails(
    planned: date | None, fresh: Gathered | None, settings: Settings, ground: Ground | None
) -> Outcome:
    """Write the mails of a city's readers."""
    try:
        prepared = prepare_now(settings, None, fresh, planned, ground)
    except NothingToDoError as error:
        return Outcome({}, (Issue(Severity.WARNING, "mail", str(error)),))
    return Outcome({"readers": prepared.readers, "mails": prepared.mails})


def _planned_day(times: Times, now: datetime) -> date | None:
    """Return the day on which the digest should have been made last."""
    (plan,) = (plan for plan in plans_of(times) if plan.name == "digest")
    moment = slot(plan, {}, now)
    return moment.astimezone(LONDON).date() if moment else None


def _deliver(settings: Settings, cities: Sequence[Settings], clock: Clock) -> Outcome:
    """Send what is due to readers, and what waits for the operator."""
    unsaid = send_waiting(settings, clock)
    warned = [Issue(Severity.WARNING, "deliver", f"the operator: {unsaid}")] if unsaid else []
    try:
        asked = 0
        for each in cities:
            try:
                asked += ask_now(each).written
            except (ValueError, OSError) as error:
                if len(cities) == 1:
                    raise
                warned.append(Issue(Severity.WARNING, each.city, str(error)))
        report = send_now(settings)
    except NotConfiguredError as error:
        return Outcome({}, (Issue(Severity.WARNING, "deliver", str(error)), *warned))
    stopped = [Issue(Severity.ERROR, "deliver", report.stopped)] if report.stopped else []
    counts = {
        "asked": asked,
        "due": report.due,
        "sent": report.sent,
        "not taken": report.failed,
    }
    return Outcome(counts, (*stopped, *warned))


def _back_up(settings: Settings, engine: Engine, times: Times, clock: Clock) -> Outcome:
    night = back_up_tonight(settings, engine, times.backups_kept, clock())
    made = night.made
    counts = {"calls": made.calls, "bytes": made.size, "removed": night.removed}
    oldest = clock() - timedelta(days=times.pages_kept_days)
    return Outcome(counts | {"pages removed": remove_unneeded(engine, settings.archive, oldest)})


def _indicators(settings: Settings, _ground: Ground | None) -> Outcome:
    refreshed, _, _ = refresh_now(settings, None, today(settings))
    missing = sum(len(need.not_read) for need in refreshed.report.needs)
    found = [Issue(Severity.WARNING, i.where, i.reason, i.address) for i in refreshed.issues]
    if missing:
        found.append(Issue(Severity.WARNING, "indicators", f"{missing} could not be read"))
    return Outcome({"figures": refreshed.report.figures, "not read": missing}, tuple(found))


def _awards(settings: Settings, engine: Engine) -> Outcome:
    sources = load_award_sources()
    with progress_bars() as advance:
        reports = collect_all_awards(
            engine, sources, http_settings(settings), advance, settings.moment
        )
    for report in reports:
        tell_source(report, "awards")
    return _gathered("awards", reports)
