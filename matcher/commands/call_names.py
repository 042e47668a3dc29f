"""Which stored call a person means: by its key, or by any part of key or title that only it has."""

from collections.abc import Sequence

from rapidfuzz import process

from matcher.digest.safe import clip, plain
from matcher.identity.merge import Merged

_NAMED = 3  # calls named in a complaint
_LEAST_LIKE = 60  # how alike, of 100, a key must be to be named
_TITLE = 60  # characters of a title in a complaint


def find_call(calls: Sequence[Merged], name: str) -> Merged:
    """Return the one call that the name means; capitals make no difference.

    A whole key wins over parts. ValueError, one sentence, where no call or
    more than one has the name in it.
    """
    for each in calls:
        if any(member.key == name for member in each.members):
            return each
    part = " ".join(name.casefold().split())
    found = [each for each in calls if part and _has(each, part)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"{plain(name)!r} means {len(found)} calls: {_list(found)}")
    keys = [member.key for each in calls for member in each.members]
    raise ValueError(f"there is no call {plain(name)!r}{near_keys(name, keys)}")


def near_keys(name: str, keys: Sequence[str]) -> str:
    """Return "; did you mean ...?" with the keys most like the name, "" where none is."""
    near = [
        key for key, score, _ in process.extract(name, keys, limit=_NAMED) if score > _LEAST_LIKE
    ]
    return f"; did you mean {' or '.join(map(plain, near))}?" if near else ""


def _has(merged: Merged, part: str) -> bool:
    return any(
        part in member.key.casefold() or part in " ".join(member.title.casefold().split())
        for member in merged.members
    )


def _list(found: Sequence[Merged]) -> str:
    named = [f"{plain(each.call.key)} ({clip(each.call.title, _TITLE)})" for each in found[:_NAMED]]
    more = ["..."] if len(found) > _NAMED else []
    return ", ".join([*named, *more])
