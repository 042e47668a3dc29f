"""What a day is to a call: it opens on it, closes on it, or neither."""

import re
from enum import Enum, auto

from scrapers.facts.days import LISTED
from scrapers.facts.schedule import other_words as other
from scrapers.facts.schedule import phrases, words
from scrapers.facts.schedule.day_object import is_sent_to_the_call, speaks_of_the_call
from scrapers.facts.schedule.day_place import CLAUSE, RANGE, Place

_UNCLOSED = re.compile(r"\([^()]*$")
_SHORT_GAP = re.compile(
    r"(?:\W|\b(?:and|or|for|the|stage|round|phase|strand|panel|cut-?off|deadline|full|outline"
    r"|applications?|proposals?|one|two|three|first|second|third|fourth|final|then|by|at|on|to|\d"
    r"|of|with"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}|midday|noon"
    r"|\d{1,2}(?:[:.]\d\d)?\s?[ap]m)\b){0,20}",
    re.IGNORECASE,
)


# "by 3 May on 9 June": what was sent by the one is looked at on the other.
_THEN_ON = re.compile(r"\s?on (?:the )?(?:[a-z]{3,6}day,? )?", re.IGNORECASE)
_DUE = re.compile(r"\b(?:due|deadline)\b", re.IGNORECASE)
# "; for autumn grants: ", one more entry of a list of closings
_NAMED_ENTRY = re.compile(
    r"[;,.)]?\s*(?:and )?(?:for )?(?:the )?(?:[\w'’-]+ ){0,3}[\w'’-]+\s?:\s*",
    re.IGNORECASE,
)


class Sense(Enum):
    """What a day is."""

    OPENS = auto()
    CLOSES = auto()
    WINDOW = auto()  # opens, and closes on the next day of the range
    MOVED = auto()  # a closing that no longer holds; the next day of the range does
    OTHER = auto()
    SILENT = auto()


_RANGED = (Sense.WINDOW, Sense.OPENS, Sense.MOVED)


def sense_of(place: Place, earlier: Sense) -> Sense:
    """Say what a day is; `earlier` is what the day before it in the text is."""
    return _said_by_the_day_before(place, earlier) or _said_around(place, earlier)


def _said_by_the_day_before(place: Place, earlier: Sense) -> Sense | None:
    """Go by a range or list that the day continues; None where there is none."""
    gap = place.gap
    if words.WHEN_IT_OPENS.search(place.rest):
        return Sense.OPENS
    if said := phrases.SAID_IN_BRACKETS.match(place.rest):
        return Sense.CLOSES if said["closes"] else Sense.OPENS
    if earlier in (Sense.CLOSES, Sense.MOVED) and _goes_on(place.lead, earlier):
        return Sense.CLOSES
    if gap is None:
        return None
    if earlier is Sense.OTHER and words.AND_THEN.fullmatch(gap):
        return Sense.OTHER
    if earlier is Sense.CLOSES and phrases.THOSE_FOR.fullmatch(gap):
        return Sense.CLOSES
    if _THEN_ON.fullmatch(gap) and earlier is Sense.CLOSES:
        return Sense.OTHER
    if earlier in _RANGED and (RANGE.fullmatch(gap) or words.RUNS_ON.fullmatch(gap)):
        return Sense.CLOSES
    return earlier if LISTED.fullmatch(gap) else None


def _goes_on(lead: str, earlier: Sense) -> bool:
    """Whether a new sentence speaks on of the closing before it, or of one more."""
    one_more = earlier is Sense.CLOSES and phrases.ONE_MORE.fullmatch(lead)
    return bool(one_more or phrases.PUT_OFF.search(lead))


def _said_around(place: Place, earlier: Sense) -> Sense:
    sense = _said_after(place.own_rest) if place.day_first else Sense.SILENT
    if sense is Sense.SILENT and words.SENT_AFTER.search(place.lead):
        late = words.TOO_LATE.search(place.rest) or words.TOO_LATE.search(place.lead)
        another = other.OTHER_DEADLINE.search(place.lead)
        return Sense.CLOSES if late and not another else Sense.OTHER
    if other.OLD_RULES.search(place.rest):
        return Sense.OTHER
    if phrases.DEADLINE_BEHIND.match(place.rest) and phrases.BEFORE_ITS_DAY.search(place.lead):
        return Sense.OTHER if other.OTHER_DEADLINE.search(place.lead) else Sense.CLOSES
    if words.HAVE_UNTIL.search(place.lead) and words.TO_DO_ELSE.search(place.rest):
        return Sense.OTHER
    if words.FROM_THEN.search(place.lead) and words.CAN_APPLY.search(place.rest):
        return Sense.OPENS
    if sense is Sense.SILENT and words.RUNS_OUT.search(place.lead):
        sense = Sense.OTHER if words.SPENDING.search(place.rest) else sense
    if sense is Sense.SILENT:
        sense = _said_before(place.lead, ranged=place.ranged, timed=place.timed)
    if sense is Sense.SILENT and place.gap is not None:
        aside = place.ranged and "|" in place.gap  # the period in the cell beside a deadline
        return Sense.OTHER if aside else _said_by_an_entry(place.gap, earlier)
    if sense is Sense.SILENT and words.STEP_AFTER.match(place.rest):
        return Sense.CLOSES
    return _said_after(place.own_rest) if sense is Sense.SILENT else sense


def _said_by_an_entry(gap: str, earlier: Sense) -> Sense:
    """Go by the few words between two days, one of which may be an entry of the other's list."""
    short = _SHORT_GAP.fullmatch(gap)
    if earlier is Sense.CLOSES:
        listed = short or _NAMED_ENTRY.fullmatch(gap)
        return Sense.CLOSES if listed else Sense.SILENT
    if words.SENT_ENTRY.fullmatch(gap):
        return Sense.CLOSES
    plain = short or earlier is Sense.OTHER
    return earlier if plain and earlier is not Sense.WINDOW else Sense.SILENT


def _said_before(lead: str, *, ranged: bool, timed: bool) -> Sense:
    """Go by the word nearest to the day."""
    if any(each.search(lead) for each in (other.OTHER_DEADLINE, other.EARLIER, other.OUTCOME)):
        return Sense.OTHER
    lead = other.CHOSEN.sub(" applicants ", other.PURPOSE.sub(" ", lead))
    lead = other.ASIDE.sub(" ", other.FILLED_IN.sub(r"\g<thing> submitted", lead))
    if sense := _said_by_a_phrase(lead, ranged=ranged):
        return sense
    places = {
        Sense.OTHER: _last(other.OTHER, lead),
        Sense.OPENS: _last(words.OPENS, lead),
        Sense.CLOSES: _last(words.CLOSES, lead),
    }
    sense = max(places, key=lambda each: places[each])
    pattern = words.CLOSES if sense is Sense.CLOSES else words.OPENS
    if sense is not Sense.OTHER and not _of_the_call(pattern, lead):
        return Sense.OTHER
    if sense is Sense.OPENS and words.UP_TO.search(lead):
        return Sense.CLOSES if words.OPEN_FROM.search(lead) else Sense.OTHER
    return sense if places[sense] >= 0 else _said_by_what_is_sent(lead, ranged=ranged, timed=timed)


def _said_by_a_phrase(lead: str, *, ranged: bool) -> Sense | None:
    """Go by a phrase that settles what the day is, whatever single words stand nearer."""
    if words.MOVED_FROM.search(lead) or words.ORIGINAL.search(lead):
        return Sense.MOVED
    if _plainly_closes(lead):
        return Sense.CLOSES
    if any(each.search(lead) for each in (words.CLOSED_UNTIL, phrases.OPEN_BY, phrases.OPENING_IS)):
        return Sense.OPENS
    if sent := _sent_by(lead):
        return Sense.CLOSES if _is_applied(lead, *sent) else Sense.OTHER
    if ranged and words.MOVING.search(lead):
        return Sense.MOVED
    if ranged and words.NOT_TAKEN.search(lead):
        return Sense.OTHER
    if ranged and words.CALL_RUNS.search(lead):
        return Sense.WINDOW
    if ranged and (window := words.WINDOW.search(lead)):
        return Sense.OTHER if _last(other.OTHER, lead) > window.start() else Sense.WINDOW
    if offered := words.SENT_FROM.search(lead):
        return Sense.OTHER if other.OTHER.search(offered["between"]) else Sense.OPENS
    return None


def _plainly_closes(lead: str) -> bool:
    """Whether a phrase says of applications that they close, whatever else it speaks of."""
    said = phrases.DEADLINE_IS.search(lead)
    return bool(
        (said and speaks_of_the_call(lead, *said.span()))
        or (phrases.THOSE_BY.search(lead) and words.SENT.search(lead))
        or phrases.NOT_LATER.search(lead)
        or _labelled_closing(lead)
        or phrases.EXTENDED.search(lead)
        or phrases.PERIOD_ENDS.search(lead)
    )


def _labelled_closing(lead: str) -> bool:
    """Whether a label says that something of this call has its deadline on the day."""
    said = phrases.LABEL_OF.search(lead)
    return bool(
        said
        and not other.OTHER.search(said["thing"])
        and speaks_of_the_call(said["head"], said.start("head"), said.end("head"))
    )


def _something_else(lead: str) -> bool:
    """Whether words ask to send something that is no application."""
    return bool(words.SEND_SOMETHING.search(lead)) and not words.SENT.search(lead)


def moves(place: Place, earlier: Sense) -> bool:
    """Whether the words before a day put off to it what the day before it was."""
    beside = place.gap is not None and words.MOVED_TO.search(place.gap)
    put_off = beside or phrases.PUT_OFF.search(place.lead)
    return bool(put_off) and earlier in (Sense.CLOSES, Sense.OPENS)


def _sent_by(lead: str) -> tuple[int, re.Match[str]] | None:
    """Find the last clause that says what is sent by the day, and where it begins."""
    for begin in reversed([0, *(mark.end() for mark in CLAUSE.finditer(lead))]):
        if sent := words.SENT_BY.search(lead, begin):
            return begin, sent
    return None


def _is_applied(lead: str, begin: int, sent: re.Match[str]) -> bool:
    """Whether what a clause says is sent by a day is an application, and an applicant sends it."""
    said = lead if sent["verb"] else lead[begin:]
    if due := _DUE.search(lead, sent.start("between"), sent.end("between")):
        things = [each.start() for each in words.SENT.finditer(lead, 0, due.start())]
        said = lead[things[-1] :] if things else said  # "announced, with bids due by": the bids
    another = _by_another(lead) and not words.SENT_IN_TIME.search(lead)
    otherwise = other.OTHER.search(said) or _something_else(lead) or another
    return not otherwise and is_sent_to_the_call(lead)


def _by_another(lead: str) -> bool:
    """Whether somebody else than an applicant is the last who is said to do something."""
    return _last(other.OTHER_AGENT, lead) > _last(other.APPLICANT, lead)


def _said_by_what_is_sent(lead: str, *, ranged: bool, timed: bool) -> Sense:
    """Go by a label or words that name nothing but what an applicant sends in."""
    if words.CALL_ENTRY.fullmatch(lead):
        return Sense.OPENS
    label = words.SENT_LABEL.search(lead)
    if ranged and label:
        return Sense.WINDOW
    named = timed and words.SENT.search(lead) and not words.TELLS.search(lead)
    if label or named or words.SENT_ON.search(lead):
        return Sense.CLOSES
    return Sense.SILENT


def _of_the_call(pattern: re.Pattern[str], lead: str) -> bool:
    """Whether the last opening or closing that words speak of is one of this call."""
    said = max(pattern.finditer(lead), key=lambda each: each.end(), default=None)
    return said is None or speaks_of_the_call(lead, *said.span())


def _last(pattern: re.Pattern[str], lead: str) -> int:
    return max((match.end() for match in pattern.finditer(lead)), default=-1)


def _said_of_the_call(rest: str, said: re.Match[str], sense: Sense) -> bool:
    """Whether an opening or closing named after a day is one of this call."""
    return sense is Sense.OTHER or speaks_of_the_call(rest, *said.span())


def _said_after(rest: str) -> Sense:
    """Go by the first word after a day that nothing before it explains."""
    rest = _UNCLOSED.sub("", rest)  # a bracket still open speaks of the next day
    rest = rest.split(" that ")[0]  # what somebody said on the day
    if other.OTHER_DEADLINE.search(rest[:100]):
        return Sense.OTHER
    if words.CALL_ENTRY.fullmatch(rest):
        return Sense.OPENS
    if words.SENT_THEN.search(rest):
        return Sense.CLOSES
    places = [
        (match.start(), sense if _said_of_the_call(rest, match, sense) else Sense.OTHER)
        for pattern, sense in (
            (other.OTHER, Sense.OTHER),
            (words.OPENS, Sense.OPENS),
            (words.CLOSES, Sense.CLOSES),
        )
        if (match := pattern.search(rest[:100]))
    ]
    return min(places, key=lambda pair: pair[0])[1] if places else Sense.SILENT
