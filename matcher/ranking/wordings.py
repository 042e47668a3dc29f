"""The same search in other words: acronyms written out, names shortened, the other spelling. Pure.

Each wording is a search of its own, and a call scores as it does for its best one. So a
wording can only add: none makes another's words count for less.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from matcher.ranking.words import stems

MOST = 3
"""Wordings of one search, itself included: each costs as much as the first."""

LONGEST = 12
"""Stems of a text that is put into other words. A longer one says in many words what it means,
and another spelling of all of them was measured a little worse (docs/search.md)."""

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
    if len(next(iter(found))) > LONGEST:
        return (text,)
    for each in (*_other_forms(text, words), *_other_spellings(text, words)):
        found.setdefault(tuple(stems(each)), each)
    return tuple(found.values())[:MOST]


def _other_forms(text: str, words: Words) -> Iterator[str]:
    """Write out all acronyms of the text; where there are none, shorten what is written out."""
    known = _read(words)
    out = known.shorts.sub(known.long_for, text)
    yield known.longs.sub(known.short_for, text) if out == text else out


def _other_spellings(text: str, words: Words) -> Iterator[str]:
    """Spell each word the other way."""
    known = _read(words)
    out = _ISE.sub(lambda found: _ise(found, words.ise_only), text)
    yield known.beginnings.sub(lambda found: known.spelt[found[0].lower()], out)


def _ise(found: re.Match[str], ise_only: frozenset[str]) -> str:
    if f"{found[1]}is".lower() in ise_only:
        return found[0]
    return f"{found[1]}i{'z' if found[2].lower() == 's' else 's'}{found[3]}"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The same words, ready to be looked for."""

    shorts: re.Pattern[str]
    longs: re.Pattern[str]
    beginnings: re.Pattern[str]
    long_of: Mapping[str, str]  # by short form, as written and in small letters
    short_of: Mapping[str, str]  # by long form, in small letters, its words one space apart
    spelt: Mapping[str, str]  # the other beginning of a word

    def long_for(self, found: re.Match[str]) -> str:
        """Return what a short form stands for."""
        return self.long_of.get(found[0]) or self.long_of[found[0].lower()]

    def short_for(self, found: re.Match[str]) -> str:
        """Return the short form of what is written out."""
        return self.short_of[_joined(found[0])]


@lru_cache(maxsize=4)
def _read(words: Words) -> _Patterns:
    exact = [each.short for each in words.acronyms if each.capitals]
    any_case = [each.short for each in words.acronyms if not each.capitals]
    longest_first = sorted(words.acronyms, key=lambda each: -len(each.long))
    longs = [
        r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", each.long))) for each in longest_first
    ]
    pairs = [(each.british, each.american) for each in words.spellings]
    spelt = {one: other for pair in pairs for one, other in (pair, pair[::-1])}
    long_of = {each.short: each.long for each in words.acronyms}
    return _Patterns(
        shorts=re.compile(_whole([*_escaped(exact), f"(?i:{_either(_escaped(any_case))})"])),
        longs=re.compile(_whole(longs), re.IGNORECASE),
        beginnings=re.compile(rf"\b{_either(_escaped(spelt))}", re.IGNORECASE),
        long_of=long_of | {short.lower(): long_of[short] for short in any_case},
        short_of={_joined(each.long): each.short for each in words.acronyms},
        spelt=spelt,
    )


def _joined(text: str) -> str:
    return " ".join(re.split(r"[\s-]+", text.lower()))


def _escaped(texts: Iterable[str]) -> list[str]:
    return [re.escape(text) for text in sorted(texts, key=len, reverse=True)]


def _either(patterns: Iterable[str]) -> str:
    """Return a pattern for any of these; for none of them one that is nowhere."""
    return f"(?:{'|'.join(patterns) or '(?!)'})"


def _whole(patterns: Iterable[str]) -> str:
    return rf"(?<![\w-]){_either(patterns)}(?![\w-])"
