"""What a call pays beside what the city has won in its field, in words and as bars."""

from markupsafe import Markup

from matcher.digest import words
from matcher.digest.picture import Bar, draw_bars
from matcher.digest.safe import clip
from matcher.pack.frame import Frame, sentence
from matcher.pack.views import AmountView
from models.ambition import History
from models.money import Money
from models.shortlist import Bid

_HISTORIES = 3  # holders told of at most


def amount_view(bid: Bid, frame: Frame) -> AmountView:
    """Set the call's amount beside the histories of the city and its organisations."""
    histories = bid.ambition.histories[: frame.lines(_HISTORIES)]
    return AmountView(
        words=sentence(bid.ambition.words, frame.characters(60, 260)),
        size=words.scale_words(bid.row.scale),
        picture=_picture(bid),
        histories=tuple(sentence(history_words(history), 220) for history in histories),
    )


def history_words(history: History) -> str:
    """Say what one holder has won: "Leeds, NIHR HTA: 23 awards 2004 to 2023, median £1.1m"."""
    count = words.count_words(history.count, "award")
    parts = [f"{clip(history.whose, 60)}, {clip(history.field, 60)}: {count}{_years(history)}"]
    if history.median is not None:
        parts.append(f"median {history.median}")
    if history.largest is not None:
        parts.append(f"largest {history.largest}")
    if history.count and history.median is None:
        parts.append("amounts not stated")
    return ", ".join(parts)


def _years(history: History) -> str:
    first, last = history.first_year, history.last_year
    if first is None or last is None:
        return ""
    return f" in {first}" if first == last else f" {first} to {last}"


def _picture(bid: Bid) -> Markup | None:
    """Draw median, largest and this call; None unless all three are known in pounds."""
    pounds = bid.row.scale.pounds
    if pounds is None:
        return None
    for history in bid.ambition.histories:
        median, largest = history.median, history.largest
        if median is None or largest is None or {median.currency, largest.currency} != {"GBP"}:
            continue
        bars = (
            Bar("This call, one award", float(pounds), words.pounds_words(bid.row.scale), True),
            _bar("Largest award so far", largest),
            _bar("Median award so far", median),
        )
        label = ", ".join(f"{bar.name.lower()} {bar.figure}" for bar in bars)
        return draw_bars(bars, f"{clip(history.whose, 60)}: {label}.")
    return None


def _bar(name: str, money: Money) -> Bar:
    return Bar(name, float(money.amount), str(money), ours=False)
