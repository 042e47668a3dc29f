"""Where a text begins to say what it is about: headings and set phrases before that go. Pure."""

import re

# A heading, or a sentence up to the mark that ends it; something must follow.
_CLAUSE = re.compile(r"[^.:]*(?:\.\s+|:\s*)(?=\S)")
_NAMED = re.compile(r"destination\s+[“\"‘'][^”\"’']*[”\"’']")  # an EU destination by its name
_WORD = re.compile(r"[^\W\d_]+")
# Headings ("Expected Outcome:", "Background:") and the set phrases of the EU's work programmes
# are made of these words and no others. A clause with any other word says something, and stays.
_SET = (
    "a achieve achieving action actions activities address addressing aim aimed aiming aims all"
    " and are aspects at background be by call challenge contribute contributes contributing"
    " deliver delivering description destination directed each either enabling end expected"
    " following for from funded impact impacts in introduction is least line more most must"
    " objective objectives of on one or outcome outcomes overview project projects proposal"
    " proposals result results scope selected several should some specific successful summary"
    " supporting tailored that the their them these they this to topic towards two under which"
    " will with would"
)
_SET_WORDS = frozenset(_SET.split())


def without_opening(text: str) -> str:
    """Return a text without leading headings and sentences that say nothing of their own.

    Only whole ones go, and only from the beginning; the last always stays.
    """
    rest = text.lstrip()
    while (clause := _CLAUSE.match(rest)) is not None and _says_nothing(clause[0]):
        rest = rest[clause.end() :]
    return rest


def _says_nothing(clause: str) -> bool:
    words = _WORD.findall(_NAMED.sub("destination", clause).casefold())
    return bool(words) and _SET_WORDS.issuperset(words)
