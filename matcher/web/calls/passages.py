"""A pasted text cut into pieces that can each be searched for. Pure."""

from matcher.ranking.sentences import sentences

LONGEST_TEXT = 20_000
"""Characters of a pasted text that are read: an abstract, or a CV of some pages."""

MOST_PASSAGES = 16
_ROOM = 900  # characters of a passage: about what the model reads at once


def passages_of(text: str) -> tuple[str, ...]:
    """Return passages of whole sentences, in order, at most MOST_PASSAGES of them.

    Of a longer text those with the most characters are kept: the others are headings,
    addresses and dates.
    """
    whole = text[:LONGEST_TEXT]
    passages = [""]
    for start, end in sentences(whole):
        sentence = " ".join(whole[start:end].split())[:_ROOM]
        if passages[-1] and len(passages[-1]) + len(sentence) > _ROOM:
            passages.append("")
        passages[-1] = f"{passages[-1]} {sentence}".strip()
    worded = [each for each in passages if any(map(str.isalnum, each))]
    longest = sorted(range(len(worded)), key=lambda at: (-len(worded[at]), at))[:MOST_PASSAGES]
    return tuple(worded[at] for at in sorted(longest))
