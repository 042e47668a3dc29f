"""UKRI Funding Finder: a listing of cards, and a page for each opportunity.

Both carry the same `dl.opportunity__summary`, the one piece of markup that has
lasted; everything else is anchored on it. The dated change notes
(`ul.opportunity-updates`) are kept apart from the text that is matched. Named as
ignored: the contact sections, which hold personal data.
"""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from models.call import Call, CallStatus
from models.money import MoneyRole
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.dates import parse_day
from scrapers.facts.gather import (
    Facts,
    add_closing,
    add_opening,
    add_status,
    finish,
    is_blank,
)
from scrapers.facts.markup import (
    Rows,
    definition_rows,
    machine_time,
    open_page,
    own_address,
    words_of,
)
from scrapers.facts.money import parse_amount
from scrapers.facts.stage import read_stage
from scrapers.facts.text import node_text, one_line

_SUMMARY = "dl.opportunity__summary"
_MONEY_ROWS = {
    "Total fund": MoneyRole.TOTAL_FUND,
    "Award range": MoneyRole.AWARD_MAX,
    "Maximum award": MoneyRole.AWARD_MAX,
    "Minimum award": MoneyRole.AWARD_MIN,
    "Award": MoneyRole.AWARD_MAX,
}
_READ = (
    *("Opportunity status", "Funders", "Co-funders", "Funding type", *_MONEY_ROWS),
    *("Publication date", "Opening date", "Closing date"),
)
_UPDATES = "ul.opportunity-updates"
_LONGEST_UPDATE = 500  # characters
_SLUG = re.compile(r"/opportunity/([a-z0-9][a-z0-9_%-]*)/?", re.IGNORECASE)
_APPLICATION = re.compile(r"/(OPP\d+)(?:/|$)")
_FULL_COST = re.compile(r"(?<!% )(?:full economic cost|\bFEC\b)", re.IGNORECASE)
_TITLE_PREFIX = re.compile(r"^funding opportunity:\s*", re.IGNORECASE)


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of the listing; ValueError if it shows no opportunity."""
    tree = open_page(page)
    summaries = tree.css(_SUMMARY)
    if not summaries:
        raise ValueError(f"no opportunities on the page {page.url}")
    cards = [card for summary in summaries if (card := _card(summary, page, context))]
    onward = tree.css_first("a.next.page-numbers")
    address = own_address(page.final_url, onward)
    return Listing(tuple(cards), Request(address) if address else None)


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one opportunity; its page wins over its card. ValueError if it is no such page."""
    if detail is None:
        raise ValueError(f"opportunity {card.source_id} needs its page")
    tree = open_page(detail)
    summary = tree.css_first(_SUMMARY)
    if summary is None:
        raise ValueError(f"no summary of an opportunity on the page {detail.url}")
    facts = Facts(card.fields["url"])
    facts.values["updates"] = _taken_out(tree)
    rows = definition_rows(summary)
    texts = words_of(rows) or card.fields["rows"]
    context.audit(texts, _READ, facts.url)
    _add_people_and_dates(facts, texts, rows, context)
    _add_money(facts, texts, context)
    return _call(card, tree, facts, context)


def _taken_out(tree: LexborHTMLParser) -> tuple[str, ...]:
    """Return the change notes as lines, and take them out of the page."""
    notes: list[str] = []
    while (part := tree.css_first(_UPDATES)) is not None:
        notes += [one_line(item)[:_LONGEST_UPDATE] for item in part.css("li")]
        part.decompose()
    return tuple(filter(None, notes))


def _card(summary: LexborNode, page: RawPage, context: Context) -> Card | None:
    """Read the card around one summary."""
    link, around = None, summary.parent
    while link is None and around is not None and len(around.css(_SUMMARY)) == 1:
        link = around.css_first("a.ukri-funding-opp__link, h3 a, .entry-header a")
        around = around.parent if link is None else around
    address = own_address(page.final_url, link)
    match = _SLUG.fullmatch(urlsplit(address).path) if address else None
    if link is None or around is None or address is None or match is None:
        context.warn(f"a card without a link to its opportunity: {one_line(link)!r}", page.url)
        return None
    slug = match[1].lower()
    parts = urlsplit(address)
    url = f"{parts.scheme}://{parts.netloc}/opportunity/{slug}/"
    fields = {
        "url": url,
        "title": one_line(link),
        "summary": node_text(around.css_first(".entry-content")),
        "rows": words_of(definition_rows(summary)),
    }
    return Card(slug, fields, Request(url))


def _add_people_and_dates(
    facts: Facts, texts: dict[str, str], rows: Rows, context: Context
) -> None:
    add_status(facts, context, "Opportunity status", texts.get("Opportunity status", ""))
    _add_funders(facts, texts, rows)
    facts.add("funding_type", texts.get("Funding type"), _labelled(texts, "Funding type"))
    opens, closes = (_time(texts, rows, label) for label in ("Opening date", "Closing date"))
    add_opening(facts, context, "Opening date", opens, texts.get("Opening date"))
    add_closing(facts, context, "Closing date", closes, texts.get("Closing date"))
    published = _time(texts, rows, "Publication date")
    if not is_blank(published):
        facts.add("published_on", parse_day(published), _labelled(texts, "Publication date"))


def _time(texts: dict[str, str], rows: Rows, label: str) -> str:
    return machine_time(rows[label]) if label in rows else texts.get(label, "")


def _labelled(texts: dict[str, str], label: str) -> str:
    return f"{label}: {texts.get(label, '')}"


def _add_funders(facts: Facts, texts: dict[str, str], rows: Rows) -> None:
    """The first funder leads; the others, and the co-funders, stand beside it."""
    funders = _names(texts.get("Funders", ""), rows.get("Funders"))
    others = _names(texts.get("Co-funders", ""), rows.get("Co-funders"))
    if funders:
        facts.add("funder", funders[0], _labelled(texts, "Funders"))
    labels = [label for label in ("Funders", "Co-funders") if label in texts]
    sentence = "; ".join(_labelled(texts, label) for label in labels)
    facts.add("co_funders", (*funders[1:], *others), sentence)


def _names(words: str, node: LexborNode | None) -> list[str]:
    """Split where links or short names in brackets show the ends; names hold commas too."""
    links = [one_line(link) for link in node.css("a.ukri-funder__link")] if node is not None else []
    if links:
        return [name for name in links if name]
    return [name for name in re.split(r"(?<=\)),\s*", words) if name]


def _add_money(facts: Facts, texts: dict[str, str], context: Context) -> None:
    for label, role in _MONEY_ROWS.items():
        words = texts.get(label, "")
        if is_blank(words):
            continue
        try:
            figure = parse_amount(words)
        except ValueError:
            context.warn(f"{label} is not an amount: {words[:80]!r}", facts.url)
            continue
        full_cost = role is MoneyRole.AWARD_MAX and _FULL_COST.search(words)
        fact = MoneyRole.PROJECT_COST_MAX if full_cost else role
        facts.add(fact.value, figure.money, f"{label}: {words}")
        if fact is MoneyRole.AWARD_MAX:
            facts.add("award_min", figure.low, f"{label}: {words}")


def _call(card: Card, tree: LexborHTMLParser, facts: Facts, context: Context) -> Call:
    heading = tree.css_first("h1#skipnav-target, h1.main-area__page-title, main h1")
    title = _TITLE_PREFIX.sub("", one_line(heading)) or card.fields["title"]
    summary = node_text(tree.css_first(".single-opportunity__entry-content .description"))
    summary = summary or card.fields["summary"]
    eligibility, text = _sections(tree)
    _add_application(facts, tree)
    if not summary and not text:
        context.warn("an opportunity without any text", facts.url)
    return finish(
        facts,
        card,
        context,
        title=title,
        summary=summary,
        text=text,
        eligibility=eligibility,
        stage_title=_stage_title(title, card, facts),
    )


def _stage_title(title: str, card: Card, facts: Facts) -> str:
    """The heading of an upcoming opportunity may lack the "Pre-announcement" of its card."""
    upcoming = facts.values.get("stated_status") is CallStatus.FORECASTED
    silent = read_stage(title, "")[0] is None
    return str(card.fields["title"]) if upcoming and silent else title


def _sections(tree: LexborHTMLParser) -> tuple[str, str]:
    """Return who can apply, and all other sections under their headings, contacts left out."""
    eligibility, others = [], []
    for section in tree.css("div.govuk-accordion__section"):
        heading = one_line(section.css_first(".govuk-accordion__section-heading"))
        body = node_text(section.css_first(".govuk-accordion__section-content"))
        if not body or "contact" in heading.lower():
            continue
        if heading.lower().startswith("who can apply"):
            eligibility.append(body)
        else:
            others.append(f"{heading}\n{body}")
    return "\n".join(eligibility), "\n".join(others)


def _add_application(facts: Facts, tree: LexborHTMLParser) -> None:
    """The number in the application link is the only stable number on the page."""
    link = tree.css_first("a#analytics-start-application")
    match = _APPLICATION.search(link.attributes.get("href") or "") if link is not None else None
    if match:
        facts.add("references", (match[1],), f"Start application: {match[1]}")
