"""What people say of a call on its page: keep, dismiss and why, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from matcher.digest.safe import clip
from matcher.digest.words import LONDON, day_month_year
from matcher.learning.standing import standing
from matcher.neutral import neutral_line
from matcher.store import add_judgements, load_judgements, withdraw_judgements
from matcher.web.site import Site
from matcher.web.viewer import Viewer, audit
from models.judgement import Judgement, JudgementVerdict
from models.subscriber import LONGEST_LINE

_VERDICTS = (JudgementVerdict.KEEP, JudgementVerdict.DISMISS)


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """A verdict that counts."""

    id: int
    words: str  # "kept", "put aside"
    reason: str
    who: str
    on: str
    mine: bool


def verdicts_on(site: Site, keys: Sequence[str], viewer: Viewer) -> tuple[VerdictLine, ...]:
    """Return the verdicts that count on a call, by the keys of its pages, newest first."""
    stored = load_judgements(site.engine, site.city.folder)
    counting = [each for each in standing(stored) if each.call_key in keys]
    return tuple(_line(each, viewer) for each in reversed(counting))


def judge(site: Site, viewer: Viewer, key: str, verdict: str, reason: str) -> None:
    """Store a verdict. ValueError, a sentence for a reader, for one that makes no sense."""
    try:
        chosen = JudgementVerdict(verdict)
    except ValueError:
        chosen = JudgementVerdict.GO
    if chosen not in _VERDICTS:
        raise ValueError("choose keep or put aside")
    line = neutral_line(reason)
    if len(line) > LONGEST_LINE:
        raise ValueError(f"the reason has {len(line):,} characters; {LONGEST_LINE} are the most")
    if chosen is JudgementVerdict.DISMISS and not line:
        raise ValueError("say why it is not for us: others see it, and the ranking learns from it")
    judgement = Judgement(
        city=site.city.folder,
        call_key=key,
        need_id=None,
        verdict=chosen,
        judged_at=site.now(),
        reason=line,
        who=_who(viewer),
    )
    add_judgements(site.engine, [judgement])
    audit(site, viewer, chosen.value, key)


def take_back(site: Site, viewer: Viewer, number: int) -> bool:
    """Withdraw one's own verdict; False where there is none of that number."""
    stored = load_judgements(site.engine, site.city.folder)
    mine = [each for each in stored if each.id == number and each.who == _who(viewer)]
    if not mine:
        return False
    withdraw_judgements(site.engine, [number], site.now())
    audit(site, viewer, "verdict withdrawn", mine[0].call_key)
    return True


def _who(viewer: Viewer) -> str:
    """Name a person by role and number: verdicts outlive an account, names must not."""
    return f"{viewer.role.value} {viewer.account_id}"


def _line(judgement: Judgement, viewer: Viewer) -> VerdictLine:
    day = judgement.judged_at.astimezone(LONDON).date()
    return VerdictLine(
        id=judgement.id or 0,
        words="worth keeping" if judgement.verdict.positive else "not for us",
        reason=clip(judgement.reason, LONGEST_LINE),
        who=clip(judgement.who, 60) or "somebody",
        on=day_month_year(day),
        mine=viewer.is_signed_in and judgement.who == _who(viewer),
    )
