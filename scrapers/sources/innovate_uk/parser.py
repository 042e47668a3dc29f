"""Innovate UK's Innovation Funding Service: a search counted from page 0, and overviews.

An overview opens only by the whole link of the search page, which ends in a
hash; without it the service answers "forbidden", and the card is all there is.
Named as ignored: the overview's list of dates (`#dates`), which repeats opening
and closing beside events of no use here.
"""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from models.call import Call, CallStatus, DeadlineKind
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.gather import (
    Facts,
    add_amounts,
    add_closing,
    add_opening,
    add_status,
    closing_of,
    finish,
)
from scrapers.facts.markup import definition_rows, open_page, own_address, words_of
from scrapers.facts.money import find_amounts
from scrapers.facts.text import node_text, one_line

_LINK = re.compile(r"/competition/(?P<number>\d{1,9})/overview(?:/(?P<hash>[\w-]+))?/?")
_TOTAL = re.compile(r"([\d,]{1,9}) competitions?", re.IGNORECASE)
_TITLE_PREFIX = re.compile(r"^funding competition\s*", re.IGNORECASE)
_CARD_LABELS = ("Opens", "Opened", "Closes", "Registration closes")
_MILESTONES = ("Competition opens", "Competition closes", "Registration closes")
_SECTIONS = ("summary", "scope", "how-to-apply", "supporting-information")
_NO_DEADLINE = re.compile(r"there is no submission deadline", re.IGNORECASE)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of the search; ValueError if it is not that page."""
    tree = open_page(page)
    total = next((m for node in tree.css("h2") if (m := _TOTAL.fullmatch(one_line(node)))), None)
    items = [item for item in tree.css("ul.govuk-list > li") if item.css_first("h2 a")]
    if total is None:
        raise ValueError(f"no number of competitions on the page {page.url}")
    stated = int(total[1].replace(",", ""))
    if stated and not items:
        raise ValueError(f"{stated} competitions, but none of them on the page {page.url}")
    cards = [card for item in items if (card := _card(item, page, context))]
    onward = tree.css_first("ul.pagination li.next a[href]")
    address = own_address(page.final_url, onward)
    return Listing(tuple(cards), Request(address) if address else None, stated)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one competition, from its card alone if it has no overview that we may open."""
    facts = Facts(card.fields["url"])
    title, summary, text = card.fields["title"], card.fields["summary"], ""
    eligibility = card.fields["eligibility"]
    facts.values["funder"] = "Innovate UK"
    if detail is not None:
        tree = open_page(detail)
        main = tree.css_first("section#summary")
        if main is None:
            raise ValueError(f"no overview of a competition on the page {detail.url}")
        title = _TITLE_PREFIX.sub("", one_line(tree.css_first("h1"))) or title
        summary = node_text(tree.css_first("p.wysiwyg-styles")) or summary
        eligibility = node_text(tree.css_first("section#eligibility")) or eligibility
        text = "\n".join(filter(None, (node_text(tree.css_first(f"#{i}")) for i in _SECTIONS)))
        _add_milestones(facts, tree, context)
        _add_summary_rows(facts, main)
    _add_card(facts, card, context)
    return finish(
        facts,
        card,
        context,
        title=title,
        summary=summary,
        text=text,
        eligibility=eligibility,
    )


def _card(item: LexborNode, page: RawPage, context: Context) -> Card | None:
    link = item.css_first("h2 a[href]")
    url = own_address(page.final_url, link)
    match = _LINK.fullmatch(urlsplit(url).path) if url else None
    if url is None or match is None:
        context.warn(f"an item without a link to its competition: {one_line(link)!r}", page.url)
        return None
    texts = item.css(".wysiwyg-styles")
    headings = [one_line(node) for node in item.css("h3")]
    dates = words_of(definition_rows(item.css_first("dl.date-definition-list")))
    context.audit(dates, _CARD_LABELS, url)
    fields = {
        "url": url,
        "title": one_line(link),
        "summary": node_text(texts[0]) if texts else "",
        "eligibility": node_text(texts[1]) if len(texts) > 1 else "",
        "status": next((words for words in headings if words != "Eligibility"), ""),
        "dates": dates,
    }
    return Card(match["number"], fields, Request(url) if match["hash"] else None)


def _add_card(facts: Facts, card: Card, context: Context) -> None:
    """Add what the card says, where the overview said nothing."""
    if "stated_status" not in facts.values:
        add_status(facts, context, "Status", card.fields["status"])
    dates = card.fields["dates"]
    for label in ("Opens", "Opened"):
        add_opening(facts, context, label, dates.get(label, ""))
    for label in ("Closes", "Registration closes"):
        add_closing(facts, context, label, dates.get(label, ""))


def _add_milestones(facts: Facts, tree: LexborHTMLParser, context: Context) -> None:
    """Add opening, closing and status from the lines above the overview's sections."""
    lines = [one_line(item) for item in tree.css("main li")]
    pairs = [line.partition(":") for line in reversed(lines)]  # of two lines the first counts
    texts = {label.strip(): words.strip() for label, _, words in pairs if label in _MILESTONES}
    unread = {label: "" for label, _, _ in pairs if re.fullmatch(r"\w+ (opens|closes)", label)}
    context.audit(unread, _MILESTONES, facts.url)
    add_opening(facts, context, "Competition opens", texts.get("Competition opens", ""))
    closings = {label: texts[label] for label in _MILESTONES[1:] if label in texts}
    _add_closings(facts, closings, context)
    endless = next((line for line in lines if _NO_DEADLINE.search(line)), None)
    if endless and "deadlines" not in facts.values:
        facts.add("deadline_kind", DeadlineKind.ROLLING, endless)
    _add_warning(facts, one_line(tree.css_first(".warning-alert")), context)


def _add_closings(facts: Facts, stated: dict[str, str], context: Context) -> None:
    """Competitions run elsewhere close twice: for registering, then for applying."""
    closings = [closing_of(facts, context, label, words) for label, words in stated.items()]
    moments = sorted({closing.moment for closing in closings if closing.moment})
    if len(moments) > 1:
        sentence = ". ".join(f"{label}: {words}" for label, words in stated.items())
        facts.add("deadlines", tuple(moments), sentence)
        facts.add("deadline_kind", DeadlineKind.STAGED, sentence)
    for label, words in stated.items():
        add_closing(facts, context, label, words)


def _add_warning(facts: Facts, words: str, context: Context) -> None:
    stated = {"now closed": CallStatus.CLOSED, "not yet opened": CallStatus.FORECASTED}
    status = next((stated[cue] for cue in stated if cue in words.lower()), None)
    if status is not None:
        facts.add("stated_status", status, words)
        facts.values["stated_on"] = context.today


def _add_summary_rows(facts: Facts, summary: LexborNode) -> None:
    """Add the funding type and the project size, whose words say what the amounts are."""
    for row in summary.css(".govuk-grid-row"):
        label = one_line(row.css_first("h2"))
        words = node_text(row.css_first(".govuk-grid-column-two-thirds"))
        if label == "Funding type":
            facts.add("funding_type", " ".join(words.split()), f"{label}: {words}")
        elif label == "Project size" and words:
            _add_project_size(facts, words)


def _add_project_size(facts: Facts, words: str) -> None:
    """Without words of their own, amounts under this heading are what a project may cost."""
    silent = all(amount.role is None for amount in find_amounts(words))
    add_amounts(facts, (f"Project size: {words}" if silent else words,))
