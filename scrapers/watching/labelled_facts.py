"""From labels and phrases to the facts of a call, each with the words it was read from."""

import re

from models.call import CallStatus, DeadlineKind
from scrapers.contract import Context
from scrapers.facts.dates import read_closing
from scrapers.facts.gather import Facts, add_status, is_blank
from scrapers.facts.text import MAX_SENTENCE, sentences
from scrapers.watching.amounts import award_in, figure_in
from scrapers.watching.body import Body, without_contact_lines
from scrapers.watching.dates import deadlines_in, is_vague, one_a_day, opening_in
from scrapers.watching.labels import Pair, labelled
from scrapers.watching.rules import LabelledFact, Meaning, WatchRules

_TIMES: tuple[LabelledFact, ...] = ("deadline", "opens")
_AWARDS: tuple[LabelledFact, ...] = ("amount", "award_max", "award_min")
_OTHER_SUMS: tuple[LabelledFact, ...] = ("total_fund", "project_cost_max")
_WORDS: tuple[LabelledFact, ...] = ("duration", "funding_type")
_WORDY: tuple[LabelledFact, ...] = (*_WORDS, "status", "eligibility")

_SHORT_PHRASE = 2  # words; so few must be a line of their own to state the status
_LONGEST_DETAIL = 200  # characters that duration and funding type may have


def add_labelled(
    facts: Facts, rules: WatchRules, body: Body, context: Context
) -> frozenset[LabelledFact]:
    """Add what stands behind the labels of the rules; returns the facts that had one."""
    timed = (body.dates_above, *body.pairs) if rules.dates_above_labels else body.pairs
    found = {
        fact: labelled(
            timed if fact in _TIMES else body.pairs, words, with_digits=fact not in _WORDY
        )
        for fact, words in rules.labels.items()
    }
    shown = {fact: values for fact, values in found.items() if values}
    _add_times(facts, rules, shown, context)
    for fact in (*_AWARDS, *_OTHER_SUMS):
        for pair in shown.get(fact, ()):
            _add_amount(facts, rules, fact, pair, context)
    for fact in _WORDS:
        for label, value in shown.get(fact, ())[:1]:
            first = value.split("\n")[0][:_LONGEST_DETAIL]
            facts.add(fact, first, _sentence(label, first))
    for label, value in shown.get("status", ())[:1]:
        add_status(facts, context, label, value.split("\n")[0])
    return frozenset(shown)


def eligibility_of(rules: WatchRules, body: Body) -> str | None:
    """Return what stands behind the labels for who may apply, none twice; None if nothing does."""
    words = rules.labels.get("eligibility") or ()
    parts: list[str] = []
    for _, value in labelled(body.pairs, words):
        text = without_contact_lines(value)
        if not any(text in part for part in parts):
            parts = [part for part in parts if part not in text] + [text]
    return "\n".join(parts) or None


def prose_of(rules: WatchRules, body: Body) -> str:
    """Return the text without the sums that stand behind labels: the label says what they are."""
    spoken_for: set[str] = set()
    for fact in (*_AWARDS, *_OTHER_SUMS):
        for label, value in labelled(body.pairs, rules.labels.get(fact) or (), with_digits=True):
            if len(value) <= _LONGEST_DETAIL:
                spoken_for |= {*value.split("\n"), _sentence(label, value)}
    return "\n".join(line for line in body.text.split("\n") if line not in spoken_for)


def add_phrases(facts: Facts, rules: WatchRules, text: str, context: Context) -> None:
    """Add the status that the funder's own phrases state; two that differ are reported instead."""
    meanings: dict[Meaning, str] = {}
    for sentence in sentences(text):
        for phrase, meaning in rules.phrases.items():
            if _says(sentence, phrase):
                meanings.setdefault(meaning, sentence)
    if len(meanings) > 1:
        context.warn(f"the page says both {' and '.join(sorted(meanings))}", facts.url)
        return
    for meaning, sentence in meanings.items():
        _add_meaning(facts, meaning, sentence[:MAX_SENTENCE], context)


def _add_meaning(facts: Facts, meaning: Meaning, sentence: str, context: Context) -> None:
    if meaning != "rolling":
        facts.add("stated_status", CallStatus(meaning), sentence)
        facts.values["stated_on"] = context.today
    elif "deadlines" not in facts.values:
        facts.add("deadline_kind", DeadlineKind.ROLLING, sentence)


def _says(sentence: str, phrase: str) -> bool:
    if len(phrase.split()) <= _SHORT_PHRASE:
        return sentence.strip(" .!").casefold() == phrase.casefold()
    pattern = rf"(?<!\w){re.escape(phrase)}(?!\w)"
    return re.search(pattern, sentence, re.IGNORECASE) is not None


def _add_times(
    facts: Facts, rules: WatchRules, shown: dict[LabelledFact, tuple[Pair, ...]], context: Context
) -> None:
    """Add opening and deadlines as they are read, those that have passed too."""
    for label, value in shown.get("opens", ()):
        opening = opening_in(value)
        facts.add("opens_at", opening, _sentence(label, value))
        if opening is None and not (is_vague(value) or _says_nothing(value)):
            context.warn(f"{label} cannot be read: {value[:80]!r}", facts.url)
    dated = [(pair, deadlines_in(pair[1])) for pair in shown.get("deadline", ())]
    moments = one_a_day(moment for _, found in dated for moment in found)
    opens = facts.values.get("opens_at")
    if moments and opens is not None and moments[-1] < opens and rules.recurring:
        context.warn("the deadline is that of the round before the opening: left out", facts.url)
        return
    if moments:
        said = _joined([_sentence(*pair) for pair, found in dated if found])
        facts.add("deadlines", moments, said)
        kind = DeadlineKind.STAGED if len(moments) > 1 else DeadlineKind.FIXED
        facts.add("deadline_kind", kind, said)
        return
    for (label, value), _ in dated:
        _add_undated(facts, label, value, context)


def _add_undated(facts: Facts, label: str, value: str, context: Context) -> None:
    try:
        kind = read_closing(value).kind
    except ValueError:
        if not is_vague(value):
            context.warn(f"{label} cannot be read: {value[:80]!r}", facts.url)
        return
    if kind is DeadlineKind.ROLLING:
        facts.add("deadline_kind", kind, _sentence(label, value))


def _says_nothing(value: str) -> bool:
    try:
        read_closing(value)
    except ValueError:
        return is_blank(value)
    return True


def _add_amount(
    facts: Facts, rules: WatchRules, fact: LabelledFact, pair: Pair, context: Context
) -> None:
    label, value = pair
    if is_blank(value):
        return
    try:
        find = award_in if fact in _AWARDS else figure_in
        figure = find(value, rules.currency)
    except ValueError:
        context.warn(f"{label} cannot be read: {value[:80]!r}", facts.url)
        return
    if figure is None:
        return
    role = "award_max" if fact == "amount" else fact
    facts.add(role, figure.money, _sentence(label, value))
    if role == "award_max" and facts.values["award_max"] == figure.money:
        facts.add("award_min", figure.low, _sentence(label, value))


def _joined(sentences: list[str]) -> str:
    """Join the sentences, without those that stand within another."""
    kept = [
        one for one in sentences if not any(one in other for other in sentences if other != one)
    ]
    return "; ".join(dict.fromkeys(kept))[:MAX_SENTENCE]


def _sentence(label: str, value: str) -> str:
    return f"{label.rstrip(' :')}: {' '.join(value.split())}"[:MAX_SENTENCE]
