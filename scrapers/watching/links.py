"""From a page that lists calls to the cards of those calls."""

from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.contract import Card, RawPage, Request
from scrapers.facts.markup import own_address
from scrapers.facts.text import one_line
from scrapers.watching.rules import WatchRules


def listed_cards(tree: LexborHTMLParser, page: RawPage, rules: WatchRules) -> list[Card]:
    """Return a card for each call that the page links to, in its order, and for each fixed page."""
    cards: dict[str, Card] = {}
    for node in tree.css(rules.list_selector) if rules.list_selector else ():
        card = _card(node, page, rules)
        if card is not None and (card.source_id not in cards or _untitled(cards, card)):
            cards[card.source_id] = card
    for address in rules.pages:
        fields = {"url": address, "title": ""}
        source_id = urlsplit(address).path.rstrip("/").rpartition("/")[2].lower()
        cards.setdefault(source_id, Card(source_id, fields, Request(address)))
    return list(cards.values())


def next_page(tree: LexborHTMLParser, page: RawPage, rules: WatchRules) -> Request | None:
    """Return the request for the listing's next page, if the page leads to one."""
    link = tree.css_first(rules.next_selector) if rules.next_selector else None
    address = own_address(page.final_url, link)
    return Request(address) if address else None


def call_name(address: str, rules: WatchRules) -> str | None:
    """Return the last part of a call's path; None if the address is not that of a call.

    A call lies directly below one of the prefixes: what lies deeper is guidance
    and forms.
    """
    path = urlsplit(address).path.rstrip("/")
    folder, _, name = path.rpartition("/")
    prefixes = {prefix.casefold() for prefix in rules.link_prefixes}
    if not name or f"{folder}/".casefold() not in prefixes:
        return None
    left_out = any(fnmatchcase(name.lower(), pattern.lower()) for pattern in rules.not_calls)
    return None if left_out else name.lower()


def _card(node: LexborNode, page: RawPage, rules: WatchRules) -> Card | None:
    link = node if node.tag == "a" else node.css_first("a[href]")
    address = own_address(page.final_url, link)
    name = call_name(address, rules) if address else None
    if address is None or name is None:
        return None
    url = address.partition("?")[0]
    titled = node.css_first(rules.title_selector) if rules.title_selector else None
    title = one_line(titled) or one_line(link)
    return Card(name, {"url": url, "title": title}, Request(url))


def _untitled(cards: dict[str, Card], card: Card) -> bool:
    """Whether the call is known without a title, as from a picture that links to it."""
    return not cards[card.source_id].fields["title"] and bool(card.fields["title"])
