"""From an entry of the listing to a call."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from models.call import Call, CallStatus, DeadlineKind, Stage
from scrapers.contract import Card, Context
from scrapers.facts.clock import LONDON
from scrapers.facts.dates import parse_moment
from scrapers.facts.gather import Facts, add_closing, add_opening, finish
from scrapers.facts.text import sentence_around
from scrapers.ocds.relevance import INSTRUMENTS, PARTNERSHIP, part, parts
from scrapers.ocds.service import Service, notice_number
from scrapers.ocds.value import add_value
from scrapers.ocds.wording import clean, clean_line, summary_and_rest

_SUITABLE = {
    "sme": ("SME", "small and medium-sized enterprises (SMEs)"),
    "vcse": ("VCSE", "voluntary, community and social enterprises (VCSEs)"),
}
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")  # codes are written "shelteredWorkshop"
_WAYS = {**INSTRUMENTS, **PARTNERSHIP}


def read_call(service: Service, card: Card, context: Context) -> Call | None:
    """Read one notice; None if it is not for us, or was withdrawn.

    ValueError for a notice without a title, or whose facts contradict each other.
    """
    release = card.fields.get("release")
    if release is None:
        return None
    tender = part(release, "tender")
    title = clean_line(tender.get("title"))
    number = notice_number(service, release["id"])
    if not title or number is None:
        raise ValueError(f"notice {release['id']!r} has no title")
    facts = Facts(f"{service.notice}{number}")
    if not _add_state(facts, context, card.fields["kind"], tender):
        return None
    _add_frame(facts, release, (card.source_id, number))
    _add_times(facts, context, release)
    add_value(facts, context, tender)
    summary, rest = summary_and_rest(clean(tender.get("description")))
    text = "\n".join(filter(None, [rest, *_lot_texts(tender), *_engagement(release)]))
    _add_way(facts, "\n".join((title, summary, text)), release)
    return finish(
        facts,
        card,
        context,
        title=title,
        summary=summary,
        text=text,
        eligibility=_eligibility(tender),
    )


def _add_state(facts: Facts, context: Context, kind: str, tender: Mapping[str, Any]) -> bool:
    """Add stage and status; False if the notice was withdrawn."""
    word = clean_line(tender.get("status"))
    meaning = context.look_up("status", word, facts.url) if word else None
    if meaning == "dropped":
        return False
    if kind == "planning":
        sentence = f"Notice of a planned procurement; status: {word or 'not stated'}"
        facts.add("stage", Stage.PRE_ANNOUNCEMENT, sentence)
        facts.add("stated_status", CallStatus.FORECASTED, sentence)
    elif meaning is not None:
        facts.add("stated_status", CallStatus(meaning), f"Status: {word}")
    if "stated_status" in facts.values:
        facts.values["stated_on"] = context.today
    return True


def _add_frame(facts: Facts, release: Mapping[str, Any], numbers: tuple[str, str]) -> None:
    """Add who buys, the numbers by which the notice is known, when it came, and its codes."""
    buyer = clean_line(release.get("buyer"))
    if buyer:
        facts.values["funder"] = buyer
    tender = part(release, "tender")
    tags = (*_codes(tender), *(_SUITABLE[key][0] for key in _suited(tender)))
    facts.values["tags"] = tuple(dict.fromkeys(tags))
    facts.add("references", numbers, f"Process {numbers[0]}, notice {numbers[1]}")
    published = tender.get("datePublished")
    if published is None and not str(release["tag"]).count("Update"):
        published = release.get("date")
    try:
        moment = parse_moment(str(published))
        facts.add("published_on", moment.date(), f"Published: {_shown(moment)}")
    except ValueError:
        return


def _add_times(facts: Facts, context: Context, release: Mapping[str, Any]) -> None:
    """Add when the tender is expected, when bids close, and how long the contract runs.

    Of a procedure in two steps the first closes with the expressions of interest.
    """
    tender = part(release, "tender")
    planned = facts.values.get("stage") is Stage.PRE_ANNOUNCEMENT
    guess = " (expected)" if planned else ""
    closes = part(tender, "tenderPeriod").get("endDate")
    interest = tender.get("expressionOfInterestDeadline")
    if isinstance(closes, str):
        add_closing(facts, context, f"Tenders close{guess}", closes, _shown_words(closes))
    elif isinstance(interest, str):
        label = f"Requests to take part close{guess}"
        add_closing(facts, context, label, interest, _shown_words(interest))
        if facts.values.get("deadline_kind") is DeadlineKind.FIXED:
            facts.values["deadline_kind"] = DeadlineKind.STAGED
            facts.add("expression_of_interest", True, f"{label}: {_shown_words(interest)}")
    opens = part(tender, "communication").get("futureNoticeDate")
    if planned and isinstance(opens, str):
        _add_expected_opening(facts, context, opens)
    _add_duration(facts, tender)


def _add_expected_opening(facts: Facts, context: Context, opens: str) -> None:
    before = facts.values.get("deadlines", ())
    add_opening(facts, context, "Tender notice expected", opens, _shown_words(opens))
    if before and "opens_at" in facts.values and facts.values["opens_at"] > before[-1]:
        context.warn("the tender is expected to open after it closes", facts.url)
        del facts.values["opens_at"]
        facts.evidence[:] = [item for item in facts.evidence if item.fact != "opens_at"]


def _add_duration(facts: Facts, tender: Mapping[str, Any]) -> None:
    """Add the contract's first and last day, if all its lots have the same."""
    holders = [tender, *parts(tender, "lots")]
    periods = {_days(part(holder, "contractPeriod")) for holder in holders} - {""}
    if len(periods) == 1:
        words = periods.pop()
        facts.add("duration", words, f"Contract dates: {words}")


def _days(period: Mapping[str, Any]) -> str:
    try:
        first, last = (parse_moment(str(period.get(key))) for key in ("startDate", "endDate"))
    except ValueError:
        return ""
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"


def _add_way(facts: Facts, text: str, release: Mapping[str, Any]) -> None:
    """Add the kind of contract, by the words that name one."""
    procedure = clean_line(part(release, "tender").get("procurementMethodDetails"))
    for name, pattern in _WAYS.items():
        for words in (text, procedure):
            if found := pattern.search(words):
                sentence = sentence_around(words, found.start(), found.end())
                facts.add("funding_type", f"Contract ({name})", sentence)
    tags = ", ".join(clean_line(tag) for tag in release["tag"])
    told = f"Procedure: {procedure}" if procedure else f"Kind of notice: {tags}"
    facts.add("funding_type", "Contract", told)


def _eligibility(tender: Mapping[str, Any]) -> str:
    """Say whom the buyer thinks the contract suits, and for whom it is kept."""
    suited = " and ".join(_SUITABLE[key][1] for key in _suited(tender))
    lines = [f"Suitable for {suited}."] if suited else []
    kept_for = part(tender, "otherRequirements").get("reservedParticipation")
    words = kept_for if isinstance(kept_for, list) else []
    spaced = (_HUMP.sub(" ", clean_line(word)).lower() for word in words)
    lines += [f"Reserved participation: {word}." for word in spaced if word]
    return "\n".join(lines)


def _suited(tender: Mapping[str, Any]) -> list[str]:
    holders = [tender, *parts(tender, "lots")]
    return [
        key
        for key in _SUITABLE
        if any(part(holder, "suitability").get(key) is True for holder in holders)
    ]


def _codes(tender: Mapping[str, Any]) -> Iterator[str]:
    for holder in (tender, *parts(tender, "items")):
        for entry in [part(holder, "classification"), *parts(holder, "additionalClassifications")]:
            code = clean_line(entry.get("id"))
            if code:
                yield f"CPV {code} {clean_line(entry.get('description'))}".strip()


def _lot_texts(tender: Mapping[str, Any]) -> Iterator[str]:
    for lot in parts(tender, "lots"):
        title, words = clean_line(lot.get("title")), clean(lot.get("description"))
        if title or words:
            yield ": ".join(filter(None, (title, words)))


def _engagement(release: Mapping[str, Any]) -> Iterator[str]:
    """Say until when the buyer talks with the market: no date for bids, but one to know."""
    for words in release.get("engagement") or ():
        if isinstance(words, str):
            yield f"Market engagement until {_shown_words(words)}."


def _shown_words(words: str) -> str:
    try:
        return _shown(parse_moment(words))
    except ValueError:
        return words[:40]


def _shown(moment: datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M} UK time"
