"""Reads watched pages: a funder's calls, and the facts behind its label words.

No page has to show every label. But labels that no page of a run shows are out
of date, and only the run as a whole can tell: the listing puts down a warning
for each, and the first page that shows the label takes it back.
"""

from dataclasses import replace
from urllib.parse import urlsplit

from models.call import Call
from scrapers.contract import Card, Context, Listing, RawPage
from scrapers.facts.gather import Facts, finish
from scrapers.facts.markup import open_page
from scrapers.watching.body import Body, read_body
from scrapers.watching.labelled_facts import (
    add_labelled,
    add_phrases,
    eligibility_of,
    prose_of,
)
from scrapers.watching.links import call_name, listed_cards, next_page
from scrapers.watching.rules import LabelledFact, WatchRules


class WatchParser:
    """The parser of every source with a part `watch`. It keeps the rules and nothing else."""

    def __init__(self, rules: WatchRules) -> None:
        self._rules = rules

    def parse_listing(self, page: RawPage, context: Context) -> Listing:
        """Read the links to the calls; ValueError if the page has none."""
        rules = self._rules
        tree = open_page(page)
        cards = listed_cards(tree, page, rules)
        if len(cards) == 0 or (rules.list_selector and len(cards) <= len(rules.pages)):
            raise ValueError(f"no links to calls on the page {page.url}")
        if rules.list_selector is None and tree.css_first(rules.content_selector) is None:
            raise ValueError(f"no {rules.content_selector!r} on the page {page.url}")
        for fact in rules.labels:
            context.warn(_missing(rules, fact))
        return Listing(tuple(cards), next_page(tree, page, rules))

    def parse_call(self, card: Card, detail: RawPage | None, context: Context) -> Call | None:
        """Read one call's page by the label words; ValueError if it is not that call's page."""
        if detail is None:
            raise ValueError(f"call {card.source_id} needs its page")
        rules = self._rules
        body = read_body(open_page(detail), rules)
        if body is None or not self._is_that_page(card, detail):
            raise ValueError(f"no call {card.source_id} on the page {detail.final_url}")
        facts = Facts(card.fields["url"])
        facts.values["funder"] = rules.funder
        if rules.recurring:
            facts.values["tags"] = ("recurring",)
        shown = add_labelled(facts, rules, body, context)
        for fact in shown:
            _take_back(context, _missing(rules, fact))
        add_phrases(facts, rules, f"{body.summary}\n{body.text}", context)
        return _call(facts, card, body, rules, context)

    def _is_that_page(self, card: Card, detail: RawPage) -> bool:
        """Whether we were not led elsewhere, as sites do once a call is gone."""
        asked, came = (urlsplit(url).path.rstrip("/") for url in (detail.url, detail.final_url))
        return asked == came or call_name(detail.final_url, self._rules) == card.source_id


def _call(facts: Facts, card: Card, body: Body, rules: WatchRules, context: Context) -> Call:
    if not body.text and not body.summary:
        context.warn("a call without any text", facts.url)
    call = finish(
        facts,
        card,
        context,
        title=body.title,
        summary=body.summary,
        text=prose_of(rules, body),
        eligibility=eligibility_of(rules, body),
    )
    return replace(call, text=body.text)


def _missing(rules: WatchRules, fact: LabelledFact) -> str:
    words = " or ".join(repr(word) for word in rules.labels[fact])
    return f"no page read shows the label {words} ({fact})"


def _take_back(context: Context, reason: str) -> None:
    context.issues[:] = [issue for issue in context.issues if issue.reason != reason]
