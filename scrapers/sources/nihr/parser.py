"""NIHR: a listing of cards counted from page 0, and a page with tabs for each call.

All tabs stand in the HTML though a reader sees one at a time. The tab with
contact details is named as ignored: it holds personal data. There is no field
for amounts: they are read from the tabs, if at all.
"""

import re
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from models.call import Call
from scrapers.contract import Card, Context, Listing, RawPage, Request
from scrapers.facts.gather import (
    Facts,
    add_closing,
    add_opening,
    add_status,
    finish,
)
from scrapers.facts.markup import (
    Rows,
    label_of,
    machine_time,
    open_page,
    own_address,
    words_of,
)
from scrapers.facts.text import node_text, one_line

_CARD = ".node--type-funding-opportunity"
_READ = ("Opportunity status", "Type", "Opening date", "Closing date", "Reference ID")
_REFERENCE = re.compile(r"\b(?P<year>20\d\d)[/ ]?(?P<number>\d{2,4})\b")


def parse_listing(page: RawPage, context: Context) -> Listing:
    """Read one page of the listing; ValueError if it shows no call."""
    tree = open_page(page)
    nodes = tree.css(_CARD)
    if not nodes:
        raise ValueError(f"no funding opportunities on the page {page.url}")
    cards = [card for node in nodes if (card := _card(node, page, context))]
    return Listing(tuple(cards), _next_page(tree, page))


def parse_call(card: Card, detail: RawPage | None, context: Context) -> Call | None:
    """Read one call; its page wins over its card. ValueError if it is no such page."""
    if detail is None:
        raise ValueError(f"call {card.source_id} needs its page")
    tree = open_page(detail)
    heading = one_line(tree.css_first("main h1, h1"))
    if not heading or not tree.css(".summary-list, .tab-pane"):
        raise ValueError(f"no funding opportunity on the page {detail.url}")
    facts = Facts(card.fields["url"])
    rows = _summary_rows(tree)
    texts = words_of(rows)
    context.audit(texts, _READ, facts.url)
    _add_frame(facts, card, tree, texts, context)
    _add_times(facts, card, rows, texts, context)
    eligibility, text = _tabs(tree)
    summary = card.fields["summary"]
    if not text:
        context.warn("a call without any text", facts.url)
    return finish(
        facts,
        card,
        context,
        title=heading,
        summary=summary,
        text=text,
        eligibility=eligibility,
    )


def _card(node: LexborNode, page: RawPage, context: Context) -> Card | None:
    link = node.css_first("a[href]")
    address = own_address(page.final_url, link)
    parts = [part for part in urlsplit(address).path.split("/") if part] if address else []
    if address is None or len(parts) < 2:
        context.warn(f"a card without a link to its call: {one_line(node)[:80]!r}", page.url)
        return None
    url = address.partition("?")[0].rstrip("/")
    # /node/123 counts in another series than /funding/<slug>/123.
    source_id = f"node-{parts[1]}" if parts[0] == "node" else parts[-1]
    teaser = node.css_first(".field--name-field-teaser-copy") or node.css_first(".text-regular")
    fields = {
        "url": url,
        "status": one_line(node.css_first(".status")),
        "programme": one_line(node.css_first("p.tag, .tag")),
        "summary": node_text(teaser),
        "opens": machine_time(node.css_first(".field--name-field-start-datetime")),
        "closes": machine_time(node.css_first(".field--name-field-end-datetime")),
    }
    return Card(source_id, fields, Request(url))


def _next_page(tree: LexborHTMLParser, page: RawPage) -> Request | None:
    """Ask for the page after this one, up to the one that the pager calls the last."""
    last = tree.css_first("li.page-item--last a[href]")
    if last is None:
        return None
    current = _page_number(urlsplit(page.url).query)
    if current >= _page_number(urlsplit(last.attributes.get("href") or "").query):
        return None
    address = urlsplit(page.url)
    kept = [(name, value) for name, value in parse_qsl(address.query) if name != "page"]
    query = urlencode([*kept, ("page", str(current + 1))])
    return Request(address._replace(query=query).geturl())


def _page_number(query: str) -> int:
    return int(parse_qs(query).get("page", ["0"])[0])


def _summary_rows(tree: LexborHTMLParser) -> Rows:
    rows: Rows = {}
    for item in tree.css(".summary-list li"):
        value = item.css_first(".value")
        if value is not None:
            rows.setdefault(label_of(item.css_first(".label")), value)
    return rows


def _add_frame(
    facts: Facts, card: Card, tree: LexborHTMLParser, texts: dict[str, str], context: Context
) -> None:
    """Add who funds it, under which programme, of which type, its status and its numbers."""
    status = texts.get("Opportunity status") or card.fields["status"]
    add_status(facts, context, "Opportunity status", status)
    facts.values["funder"] = "NIHR"
    programme = one_line(tree.css_first(".tagline")) or card.fields["programme"]
    facts.add("programme", programme, programme)
    facts.add("funding_type", texts.get("Type"), f"Type: {texts.get('Type')}")
    words = texts.get("Reference ID", "")
    found = [*_REFERENCE.finditer(words), *_REFERENCE.finditer(card.source_id)]
    references = dict.fromkeys(f"{match['year']}/{match['number']}" for match in found)
    facts.add("references", tuple(references), f"Reference ID: {words or card.source_id}")


def _add_times(
    facts: Facts, card: Card, rows: Rows, texts: dict[str, str], context: Context
) -> None:
    """Add opening and closing; calls that open soon often have neither."""
    opens = machine_time(rows.get("Opening date")) or card.fields["opens"]
    add_opening(facts, context, "Opening date", opens, texts.get("Opening date"))
    closes = machine_time(rows.get("Closing date")) or card.fields["closes"]
    add_closing(facts, context, "Closing date", closes, texts.get("Closing date"))


def _tabs(tree: LexborHTMLParser) -> tuple[str, str]:
    """Return the tabs on who may apply, and all others, contact details left out."""
    eligibility: list[str] = []
    others: list[str] = []
    for pane in tree.css(".tab-pane"):
        name = f"{pane.attributes.get('id') or ''} {one_line(pane.css_first('h2'))}".lower()
        body = node_text(pane)
        if not body or "contact" in name:
            continue
        (eligibility if "eligib" in name else others).append(body)
    return "\n".join(eligibility), "\n".join(others)
