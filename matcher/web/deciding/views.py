"""Decisions and comments in words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from matcher.decisions.words import changed_words, due_words, outcome_words
from matcher.digest.safe import clip, plain
from matcher.digest.words import LONDON, date_words, moment_words, sentence_case
from matcher.web.lines import call_address
from matcher.web.viewer import Role, Viewer
from models.comment import Comment
from models.decision import Decided, Decision, DecisionVerdict
from models.digest import RankedCall

_TITLE = 180  # most characters shown


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision."""

    number: int
    verdict: str
    made: str
    owner: str
    reason: str
    revisit: str  # "" where no day was set
    outcomes: tuple[str, ...]  # the newest last
    state: str  # "in force", "withdrawn", "replaced"


@dataclass(frozen=True, slots=True)
class CommentView:
    """One comment."""

    number: int
    name: str
    said: str
    lines: tuple[str, ...]  # empty where it was removed
    may_remove: bool


@dataclass(frozen=True, slots=True)
class DecidedLine:
    """A call with the decision in force, in the list of all."""

    title: str
    address: str
    decide: str
    decision: DecisionView
    news: tuple[str, ...]


def decision_view(decision: Decision, now: Decision | None) -> DecisionView:
    """Put a decision into words; `now` is the one in force on its call."""
    withdrawn = decision.withdrawn_at is not None
    in_force = now is not None and now.id == decision.id
    state = "withdrawn" if withdrawn else "in force" if in_force else "replaced by a newer one"
    revisit = decision.revisit_on
    return DecisionView(
        number=decision.id or 0,
        verdict=decision.verdict.value,
        made=moment_words(decision.decided_at.astimezone(LONDON)),
        owner=plain(decision.owner),
        reason=plain(decision.reason),
        revisit=date_words(revisit) if revisit else "",
        outcomes=tuple(sentence_case(outcome_words(each)) for each in decision.outcomes),
        state=state,
    )


def comment_views(comments: Iterable[Comment], viewer: Viewer) -> list[CommentView]:
    """Put comments into words, and say which the viewer may take away."""
    return [
        CommentView(
            number=each.id or 0,
            name=plain(each.name) or "somebody",
            said=moment_words(each.said_at.astimezone(LONDON)),
            lines=tuple(filter(None, map(plain, each.text.split("\n")))),
            may_remove=each.removed_at is None
            and (_is_own(each, viewer) or viewer.may(Role.ADMIN)),
        )
        for each in comments
    ]


def news_of(decided: Decided | None) -> tuple[str, ...]:
    """Say what has changed since a decision, and whether the day to look again has come."""
    if decided is None:
        return ()
    changed = [changed_words(decided)] if decided.changes else []
    due = [due_words(decided.due)] if decided.due else []
    return (*changed, *due)


def decide_address(key: str, back: str) -> str:
    """Return the address of the page where a call is decided on, and which leads back."""
    return f"/decide?{urlencode({'call': key, 'back': back})}"


def decided_lines(
    standing: Mapping[str, Decision], rows: Mapping[str, RankedCall], back: str
) -> list[DecidedLine]:
    """Return the calls that were decided on: those with news first, then the newest."""

    def order(entry: tuple[str, Decision]) -> tuple[bool, float]:
        row = rows.get(entry[0])
        news = row is not None and row.decided is not None and row.decided.news
        return not news, -entry[1].decided_at.timestamp()

    found = []
    for key, decision in sorted(standing.items(), key=order):
        row = rows.get(key)
        title = clip(row.call.title, _TITLE) if row else f"a call that is no longer stored ({key})"
        line = DecidedLine(
            title=title,
            address=call_address(key) if row else "",
            decide=decide_address(key, back) if row else "",
            decision=decision_view(decision, decision),
            news=news_of(row.decided) if row else (),
        )
        found.append(line)
    return found


def counts_of(lines: Sequence[DecidedLine]) -> dict[str, int]:
    """Count the decisions in force by verdict."""
    return {
        verdict.value: sum(line.decision.verdict == verdict for line in lines)
        for verdict in DecisionVerdict
    }


def _is_own(comment: Comment, viewer: Viewer) -> bool:
    return viewer.is_signed_in and comment.account_id == viewer.account_id
