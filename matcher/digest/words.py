"""How the digest says dates, days, money and scores, in British English.

Every function is pure and takes the moment it counts from. What is not known is
said to be "not stated". `forms` write dates and amounts as another language does.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from matcher.digest.forms import BRITISH, Forms
from matcher.strategy.amounts import about
from matcher.strategy.eligibility import Verdict
from models.call import Call, CallStatus, DeadlineKind, Stage
from models.money import Money
from models.scale import Scale, ScaleAssessment, ScaleBasis, Track

LONDON = ZoneInfo("Europe/London")
NOT_CERTAIN = "not certain: check the original page"
STRONG, GOOD = 0.7, 0.55  # least scores that are called a strong and a good match

_UK_ZONES = frozenset({"Europe/London", "Europe/Belfast", "GB"})
_STAGES = {
    Stage.PRE_ANNOUNCEMENT: "pre-announcement",
    Stage.OUTLINE: "outline application",
    Stage.FULL: "full application",
    Stage.INVITED: "by invitation only",
}
_STATUSES = {
    CallStatus.FORECASTED: "announced, not open yet",
    CallStatus.OPEN: "open",
    CallStatus.CLOSED: "closed",
}
_VERDICTS = {
    Verdict.ELIGIBLE: "open to UK bids",
    Verdict.NOT_ELIGIBLE: "takes no new bid from the UK",
    Verdict.UNKNOWN: "eligibility not stated",
}
_BASES = {
    ScaleBasis.AWARD_MAX: "the most that one award may be",
    ScaleBasis.POT_PER_AWARD: "the pot divided by the awards expected",
    ScaleBasis.PROJECT_COST: "the largest project",
    ScaleBasis.AWARD_MIN: "the least that one award may be",
    ScaleBasis.WORDS: "by the words of the call, as no amount decides it",
    ScaleBasis.NOTHING: "amount not stated",
}
_SCALES = {
    Scale.STRATEGIC: "strategic",
    Scale.LARGE: "large",
    Scale.SMALL: "smaller",
    Scale.NOT_STATED: "scale not stated",
}


def date_words(day: date, forms: Forms = BRITISH) -> str:
    """Write a day: "Tue 15 September 2026"."""
    return forms.weekday(day)


def day_month_year(day: date, forms: Forms = BRITISH) -> str:
    """Write a day without its weekday: "15 September 2026"."""
    return forms.day(day)


def moment_words(moment: datetime, forms: Forms = BRITISH) -> str:
    """Write an aware time in its own zone, and in the UK's where the clocks differ.

    A time that carries only an offset, not a named zone, is put into UK time:
    "UTC+2" names no place a reader could look up.
    """
    zone = getattr(moment.tzinfo, "key", None)
    if zone is None or "/" not in zone or zone.startswith("Etc/"):
        zone, moment = LONDON.key, moment.astimezone(LONDON)
    if zone in _UK_ZONES:
        return f"{date_words(moment, forms)}, {_clock(moment)} UK time"
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{date_words(moment, forms)}, {_clock(moment)} {place} time{_in_uk(moment, forms)}"


def _clock(moment: datetime) -> str:
    # Funders' last minute of the day is also how an untimed closing day is kept.
    if (moment.hour, moment.minute) == (23, 59):
        return "end of the day"
    return f"{moment:%H:%M}"


def _in_uk(moment: datetime, forms: Forms) -> str:
    uk = moment.astimezone(LONDON)
    if uk.utcoffset() == moment.utcoffset():
        return ""
    day = "" if uk.date() == moment.date() else f" on {date_words(uk, forms)}"
    return f" ({uk:%H:%M}{day} in the UK)"


def days_left_words(days: int | None) -> str:
    """Say how long is left: "36 days left", "tomorrow", "today"; "" where not known or over.

    `days` are calendar days: 0 is the closing day itself.
    """
    if days is None or days < 0:
        return ""
    return {0: "today", 1: "tomorrow"}.get(days, f"{days:,} days left")


def deadline_words(
    call: Call, closes_at: datetime | None, as_of: datetime, forms: Forms = BRITISH
) -> str:
    """Say when the call closes, with later deadlines, or that it has no date or states none.

    Of a doubtful date it says so.
    """
    if closes_at is None:
        rolling = call.deadline_kind is DeadlineKind.ROLLING
        return "no closing date (rolling)" if rolling else "deadline not stated"
    later = [moment for moment in call.deadlines if moment > closes_at]
    verb = "closed" if closes_at <= as_of else "next deadline" if later else "closes"
    if closes_at > as_of and call.stated_status is CallStatus.CLOSED:
        verb = "was to close"
    elif closes_at <= as_of and call.outweighed("deadlines"):
        verb = "may have closed"
    words = f"{verb} {moment_words(closes_at, forms)}"
    if later:
        words += f"; last deadline {date_words(later[-1], forms)}"
    return words + doubt_words(call, "deadlines")


def opening_words(call: Call, as_of: datetime, forms: Forms = BRITISH) -> str:
    """Say when a call that is not open yet opens; "" once it has opened."""
    if call.status(as_of) is not CallStatus.FORECASTED:
        return ""
    if call.opens_at is None or call.opens_at <= as_of:
        return "opening date not stated"
    opens = f"opens {date_words(call.opens_at.astimezone(LONDON), forms)}"
    return opens + doubt_words(call, "opens_at")


def doubt_words(call: Call, field: str) -> str:
    """Return what is put behind a date that was read with doubt; "" for any other."""
    return f" ({NOT_CERTAIN})" if field in call.doubtful else ""


def stage_words(stage: Stage | None) -> str:
    """Name the step of the competition, or say that it is not stated."""
    return _STAGES[stage] if stage is not None else "stage not stated"


def status_words(status: CallStatus | None) -> str:
    """Say where the call stands, or that nothing says so."""
    return _STATUSES[status] if status is not None else "status not stated"


def eligibility_words(verdict: Verdict) -> str:
    """Say whether a UK bid may be made, or that the call does not tell."""
    return _VERDICTS[verdict]


def money_words(money: Money, rates: Mapping[str, Decimal], forms: Forms = BRITISH) -> str:
    """Write an amount; a foreign one with pounds beside it where a rate is known.

    `rates` gives pounds for one unit of a currency.
    """
    rate = rates.get(money.currency)
    if money.currency == "GBP" or rate is None:
        return forms.money(money)
    return f"{forms.money(money)} (about {forms.money(about(money.amount * rate))})"


def amount_words(
    call: Call, rates: Mapping[str, Decimal], forms: Forms = BRITISH
) -> tuple[str, ...]:
    """Say every amount with its role, the award first; "amount not stated" if there is none."""

    def said(money: Money) -> str:
        return money_words(money, rates, forms)

    words = [_award_words(call, said)]
    if call.project_cost_max is not None:
        words.append(f"largest project {said(call.project_cost_max)} (full cost)")
    if call.total_fund is not None:
        words.append(f"pot of {said(call.total_fund)} for all awards")
    if call.expected_awards is not None:
        words.append(f"{count_words(call.expected_awards, 'award')} expected")
    stated = tuple(word for word in words if word)
    amounts = (call.award_min, call.award_max, call.project_cost_max, call.total_fund)
    return stated if any(amounts) else ("amount not stated", *stated)


def _award_words(call: Call, said: Callable[[Money], str]) -> str:
    least, most = call.award_min, call.award_max
    if most is None:
        return f"at least {said(least)} per award" if least is not None else ""
    if least is None or not least.amount:
        return f"up to {said(most)} per award"
    if least == most:
        return f"{said(most)} per award"
    return f"{said(least)} to {said(most)} per award"


def scale_words(scale: ScaleAssessment, forms: Forms = BRITISH) -> str:
    """Say how big one award is and on what that rests: "strategic (£7m, the largest project)"."""
    basis = _BASES[scale.basis]
    if scale.basis is ScaleBasis.NOTHING:
        return basis
    amount = pounds_words(scale, forms)
    return (
        f"{_SCALES[scale.scale]} ({amount}, {basis})"
        if amount
        else f"{_SCALES[scale.scale]} ({basis})"
    )


def pounds_words(scale: ScaleAssessment, forms: Forms = BRITISH) -> str:
    """Say one award in pounds, "about" where it was stated in other money; "" if unknown."""
    if scale.pounds is None:
        return ""
    if scale.award is not None and scale.award.currency != "GBP":
        return f"about {forms.money(about(scale.pounds))}"
    return forms.money(Money(round(scale.pounds, 0), "GBP"))


def score_words(score: float) -> str:
    """Say a score in words and as a number: "strong match 0.82"."""
    strength = "strong" if score >= STRONG else "good" if score >= GOOD else "possible"
    return f"{strength} match {score:.2f}"


def track_words(track: Track) -> str:
    """Name the aim a call serves where it is not a research bid; "" where it is."""
    return "" if track is Track.RESEARCH else track.value


def count_words(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: "1 call", "12 calls", "no calls"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number:,} {noun}" if number else f"no {noun}"


def list_words(words: tuple[str, ...]) -> str:
    """Join as a sentence does: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def sentence_case(text: str) -> str:
    """Make the first letter a capital and leave the rest."""
    return text[:1].upper() + text[1:]


def figure_words(number: float) -> str:
    """Write a figure with thousands commas and at most two decimals: "1,094.9"."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")
