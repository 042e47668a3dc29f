"""How the shortlist is printed: each bid with what a decision needs, then what is left open."""

from collections.abc import Iterable

from matcher.commands.row import say_facts
from matcher.commands.say import say
from matcher.digest.safe import plain
from matcher.digest.words import count_words
from matcher.matching import City
from models.consortium import Member
from models.shortlist import Bid, Compared, Shortlist

_SHOWN = 5  # needs named below the set; the rest is counted


def tell_shortlist(shortlist: Shortlist, city: City) -> None:
    """Print the whole set, or why there is none."""
    for bid in shortlist.bids:
        _tell_bid(bid, shortlist, city)
    if not shortlist.bids:
        say("No strategic bid: no open or announced call of strategic size answers a need in time.")
    for problem in shortlist.problems:
        say(f"! {plain(problem)}")
    _tell_rest(shortlist, city)


def tell_comparison(ways: Iterable[Compared]) -> None:
    """Print what the set covers beside other ways to choose as many bids."""
    for each in ways:
        needs, bids = count_words(each.needs, "need"), count_words(each.bids, "bid")
        say(f"{each.covered:6.1%} of the weighted need, {needs} answered by {bids}: {each.way}")


def _tell_bid(bid: Bid, shortlist: Shortlist, city: City) -> None:
    say_facts(bid.row, bid.value.total, city, shortlist.as_of)
    for cover in bid.covers:
        place = "" if cover.place == 1 else f" (place {cover.place} of the set)"
        say(f"   need {cover.gain:.2f}: {city.profile.need(cover.need_id).name}{place}")
    for part in bid.value.parts[1:]:
        say(f"   {part.name} {part.points:.2f}: {plain(part.reason)}")
    say(f"   history: {plain(bid.ambition.words)}")
    say(f"   time: {bid.timetable.words}")
    for member in bid.consortium.members:
        say(f"   {_member(member, city)}")
    if bid.consortium.missing:
        say(f"   nobody yet: {', '.join(bid.consortium.missing)}")
    for sentence in (*bid.consortium.flags, *bid.row.judged):
        say(f"   ! {plain(sentence)}")
    say(f"   {_standing(bid, shortlist)}")
    say()


def _member(member: Member, city: City) -> str:
    name = city.profile.organisation(member.organisation_id).name
    new = "; a newcomer" if member.newcomer else ""
    return f"{member.role}: {name}, {plain(member.reason)} (fit {member.fit:.2f}){new}"


def _standing(bid: Bid, shortlist: Shortlist) -> str:
    """Say how sure the choice is, and what comes in if the bid falls."""
    titles = {row.call.key: row.call.title for row in shortlist.reserves}
    wished = "asked for; " if bid.pinned else ""
    follower = titles.get(bid.next_key or "")
    after = f"“{plain(follower)}” comes in if it falls" if follower else "nothing takes its place"
    return f"{wished}chosen in {bid.chosen_share:.0%} of resampled choices; {after}"


def _tell_rest(shortlist: Shortlist, city: City) -> None:
    say(
        f"{count_words(shortlist.considered, 'strategic call')} considered;"
        f" {shortlist.covered:.0%} of the city's weighted need covered."
    )
    for row in shortlist.too_late:
        say(f"Too late for a new bid: {plain(row.call.title)}")
    for gap in shortlist.uncovered[:_SHOWN]:
        say(f"Not covered: {city.profile.need(gap.need_id).name}: {plain(gap.words)}")
    more = len(shortlist.uncovered) - _SHOWN
    if more > 0:
        say(f"Not covered either: {count_words(more, 'more need')} (--json names them).")
