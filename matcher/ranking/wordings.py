"""The same search in other words: acronyms written out, names shortened, the other spelling. Pure.

Each wording is a search of its own, and a call scores as it does for its best one. So a
wording can only add: none makes another's words count for less.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.ranking.words import stems

MOST = 3
"""Wordings of one search, itself included: each costs as much as the first."""

_ISE = re.compile(r"\b(\w{2,}[^\Waeiou_])i([sz])(e|es|ed|ing|ation|ations)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Acronym:
    """A short form and what it stands for."""

    short: str
    long: str
    capitals: bool = False  # known only as written: in small letters it is another word


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a word begins in Britain and in America."""

    british: str
    american: str


@dataclass(frozen=True, slots=True)
class Words:
    """What is known of other wordings."""

    acronyms: tuple[Acronym, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    ise_only: frozenset[str] = frozenset()  # how words begin that are never spelt -ize


def wordings_of(text: str, words: Words) -> tuple[str, ...]:
    """Return the text and the same in other words, the text first, at most MOST.

    What only differs in how a word ends is the same to the ranking, and left out.
    """
    found: dict[tuple[str, ...], str] = {tuple(stems(text)): text}
    for each in (*_other_forms(text, words.acronyms), *_other_spellings(text, words)):
        found.setdefault(tuple(stems(each)), each)
    return tuple(found.values())[:MOST]


def _other_forms(text: str, acronyms: Sequence[Acronym]) -> Iterator[str]:
    """Write out all acronyms of the text; where there are none, shorten what is written out."""
    out = text
    for each in acronyms:
        flags = 0 if each.capitals else re.IGNORECASE
        out = re.sub(_whole(re.escape(each.short)), _plainly(each.long), out, flags=flags)
    if out == text:
        for each in sorted(acronyms, key=lambda one: -len(one.long)):
            long = r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", each.long)))
            out = re.sub(_whole(long), _plainly(each.short), out, flags=re.IGNORECASE)
    yield out


def _other_spellings(text: str, words: Words) -> Iterator[str]:
    """Spell each word the other way."""
    out = _ISE.sub(lambda found: _ise(found, words.ise_only), text)
    for each in words.spellings:
        pair = (each.british, each.american)
        for one, other in (pair, pair[::-1]):
            swapped = re.sub(rf"\b{re.escape(one)}", _plainly(other), out, flags=re.IGNORECASE)
            if swapped != out:
                out = swapped
                break
    yield out


def _ise(found: re.Match[str], ise_only: frozenset[str]) -> str:
    if f"{found[1]}is".lower() in ise_only:
        return found[0]
    return f"{found[1]}i{'z' if found[2].lower() == 's' else 's'}{found[3]}"


def _whole(pattern: str) -> str:
    return rf"(?<![\w-]){pattern}(?![\w-])"


def _plainly(text: str) -> str:
    """Return a text as it is to be put in place of another, its backslashes no orders."""
    return text.replace("\\", r"\\")
