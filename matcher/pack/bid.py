"""One bid's page in words: what it funds, the need, who, how much, when, what is against it."""

from matcher.digest import words
from matcher.digest.build import best_indicator
from matcher.digest.picture import picture, picture_words
from matcher.digest.rows import row_in_words
from matcher.digest.safe import clip, plain
from matcher.pack.amount import amount_view
from matcher.pack.frame import Frame, more_words, sentence, share_words
from matcher.pack.opening import without_opening
from matcher.pack.overview import bid_line
from matcher.pack.risks import risks_of
from matcher.pack.views import (
    BidView,
    NeedView,
    PartLine,
    PartnerLine,
    PartnersView,
    StepLine,
    TimetableView,
)
from models.consortium import Consortium, Member
from models.match import Match
from models.shortlist import Bid, Part
from models.timetable import Timetable

# Most lines of a list; characters of a text without room and with all.
_PARTNERS, _TOGETHER, _STEPS, _RISKS, _ALSO = 10, 4, 12, 10, 8
_TITLE = 300  # the stylesheet cuts what does not fit two lines
_SUMMARY, _SENTENCE, _WORDS, _RISK = (160, 1_400), (120, 500), (100, 260), (90, 280)
_BY, _REASON, _PHRASE, _FOLLOWING = (80, 260), (90, 220), (30, 100), (60, 160)
_WHY = 300  # one line on paper, cut there by the stylesheet as well


def bid_in_words(bid: Bid, place: int, frame: Frame) -> BidView:
    """Put a bid into words. Raises KeyError for a need or organisation the city lacks."""
    call = bid.row.call
    risks = risks_of(bid)
    told = risks[: frame.lines(_RISKS)]
    row = row_in_words(bid.row, frame.shortlist.as_of, frame.names)
    return BidView(
        line=bid_line(bid, place, frame),
        count=len(frame.shortlist.bids),
        title=clip(call.title, _TITLE) or "title not stated",
        by=clip(f"{row.by} · {row.stage}", frame.characters(*_BY)),
        row=row,
        funds=sentence(without_opening(call.summary or call.text), frame.characters(*_SUMMARY))
        or "Not stated.",
        eligibility=clip(row.eligibility_sentence, frame.characters(*_WORDS)),
        need=_need(bid, frame),
        partners=_partners(bid.consortium, frame),
        amount=amount_view(bid, frame),
        timetable=_timetable(bid.timetable, frame),
        total=f"{bid.value.total:.2f}",
        parts=tuple(
            _part(part, frame, first=not place) for place, part in enumerate(bid.value.parts)
        ),
        risks=tuple(sentence(risk, frame.characters(*_RISK)) for risk in told),
        risks_more=more_words(len(risks) - len(told), "points"),
        firmness=_firmness(bid),
        following=_following(bid, frame),
    )


def _need(bid: Bid, frame: Frame) -> NeedView | None:
    """Tell of the need that counts most; None where the bid covers and matches none."""
    match = _best_match(bid)
    need_id = bid.covers[0].need_id if bid.covers else match.target_id if match else None
    if need_id is None:
        return None
    need, city = frame.names.needs[need_id], plain(frame.city.name)
    indicator = best_indicator(need)
    also = (cover for cover in bid.covers[1:] if cover.need_id != need_id)
    told = [f"{plain(frame.names.needs[cover.need_id].name)} {cover.gain:.2f}" for cover in also]
    return NeedView(
        name=plain(need.name),
        weight=f"{need.weight:.2f}",
        figure=picture_words(indicator, city) if indicator else "No figure is known yet.",
        picture=picture(indicator, city) if indicator else None,
        sentence=_said(match, frame) if match else "",
        phrase=clip(match.explanation.phrase, frame.characters(*_PHRASE)) if match else "",
        also=tuple(told[: frame.lines(_ALSO)]),
    )


def _said(match: Match, frame: Frame) -> str:
    """Return the sentence of the call; dots stand for a set phrase left out before it."""
    said = plain(match.explanation.sentence)
    rest = without_opening(said)
    dots = "" if rest == said else "… "
    return dots + clip(rest, frame.characters(*_SENTENCE))


def _best_match(bid: Bid) -> Match | None:
    """Return the match with the need that counts most, else the best of all."""
    if not bid.covers:
        return bid.row.needs[0] if bid.row.needs else None
    wanted = bid.covers[0].need_id
    return next((match for match in bid.row.needs if match.target_id == wanted), None)


def _partners(consortium: Consortium, frame: Frame) -> PartnersView:
    shown = consortium.members[: frame.lines(_PARTNERS)]
    together = dict.fromkeys(past for member in shown for past in member.together)
    return PartnersView(
        lines=tuple(_partner(member, frame) for member in shown),
        more=more_words(len(consortium.members) - len(shown), "proposed"),
        missing=words.list_words(tuple(role.value for role in consortium.missing)),
        together=tuple(
            sentence(past, frame.characters(*_REASON))
            for past in list(together)[: frame.lines(_TOGETHER)]
        ),
    )


def _partner(member: Member, frame: Frame) -> PartnerLine:
    name = clip(frame.names.organisations[member.organisation_id].name, frame.characters(60, 120))
    return PartnerLine(
        role=member.role.value,
        name=f"{name} (newcomer)" if member.newcomer else name,
        reason=clip(member.reason, frame.characters(*_REASON)),
    )


def _timetable(timetable: Timetable, frame: Frame) -> TimetableView:
    shown = timetable.milestones[: frame.lines(_STEPS)]
    return TimetableView(
        words=sentence(timetable.words, frame.characters(*_WORDS)),
        steps=tuple(
            StepLine(
                on=words.date_words(step.on),
                name=words.sentence_case(clip(step.name, 80)),
                why=clip(step.why, _WHY),
                passed=step.passed,
            )
            for step in shown
        ),
        more=more_words(len(timetable.milestones) - len(shown), "steps"),
    )


def _part(part: Part, frame: Frame, *, first: bool) -> PartLine:
    return PartLine(
        name=words.sentence_case(plain(part.name)),
        points=f"{part.points:.2f}",
        weight="–" if first else share_words(part.weight),
        reason=words.sentence_case(clip(part.reason, frame.characters(*_REASON))),
    )


def _firmness(bid: Bid) -> str:
    pinned = "The city has pinned this bid. " if bid.pinned else ""
    share = share_words(bid.chosen_share)
    return f"{pinned}It is in {share} of the sets chosen again with weights and fits varied."


def _following(bid: Bid, frame: Frame) -> str:
    if bid.next_key is None:
        return "If it falls, no other call takes its place."
    row = frame.reserve(bid.next_key)
    funder = clip(row.call.funder or "", 60) or "funder not stated"
    amount = words.amount_words(row.call, frame.names.rates)[0]
    title = clip(row.call.title, frame.characters(*_FOLLOWING))
    return f"If it falls, the next is “{title}” ({funder}, {amount})."
