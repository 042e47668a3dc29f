"""Small readers of HTML structure that the pages of several funders share."""

from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scrapers.contract import RawPage
from scrapers.facts.nesting import is_too_deep
from scrapers.facts.text import one_line
from scrapers.pages import require_html

Rows = dict[str, LexborNode]

_DEEPEST = 200  # elements within one another; sites have up to 60, and browsers stop at 512
_LONGEST_LABEL = 200  # characters


def open_page(page: RawPage) -> LexborHTMLParser:
    """Parse an HTML page; ValueError, naming the address, if it is something else.

    So it is for a page nested deeper than any reader's: what is within everything else would
    be read again for each element around it.
    """
    html = require_html(page)
    tree = None if is_too_deep(html) else LexborHTMLParser(html)
    if tree is None or _is_deep(tree):
        raise ValueError(f"elements lie more than {_DEEPEST} deep on the page {page.url}")
    return tree


def _is_deep(tree: LexborHTMLParser) -> bool:
    level = [tree.root] if tree.root is not None else []
    for _ in range(_DEEPEST):
        level = [inner for node in level for inner in node.iter()]
        if not level:
            return False
    return True


def label_of(node: LexborNode | None) -> str:
    """Return a label as one line without the colon behind it."""
    return one_line(node, _LONGEST_LABEL).rstrip(": ")


def definition_rows(listing: LexborNode | None) -> Rows:
    """Return the `dd` of each `dt` by its label; the first of equal labels counts."""
    rows: Rows = {}
    for term in listing.css("dt") if listing is not None else []:
        value = _next_element(term)
        label = label_of(term)
        if label and value is not None and value.tag == "dd":
            rows.setdefault(label, value)
    return rows


def words_of(rows: Rows) -> dict[str, str]:
    """Return each row's value as one line; rows without words are left out."""
    texts = {label: one_line(node) for label, node in rows.items()}
    return {label: text for label, text in texts.items() if text}


def machine_time(node: LexborNode | None) -> str:
    """Return the `datetime` attribute of the first `time` inside, else the words themselves."""
    found = node.css_first("time[datetime]") if node is not None else None
    stated = (found.attributes.get("datetime") or "").strip() if found is not None else ""
    return stated or one_line(node)


def own_address(base: str, link: LexborNode | None) -> str | None:
    """Return where a link leads, without fragment; None if nowhere or to another host."""
    href = (link.attributes.get("href") or "").strip() if link is not None else ""
    try:
        address = urlsplit(urljoin(base, href))
        same_host = address.netloc == urlsplit(base).netloc
    except ValueError:
        return None
    if not href or not same_host or address.scheme not in ("http", "https"):
        return None
    return address._replace(fragment="").geturl()


def _next_element(node: LexborNode) -> LexborNode | None:
    following = node.next
    while following is not None and not following.is_element_node:
        following = following.next
    return following
