"""A feed as Atom (RFC 4287). Pure."""

import re
from xml.etree import ElementTree

from matcher.feeds.entries import Entry, Feed
from matcher.feeds.forms import utc_text

_ATOM = "http://www.w3.org/2005/Atom"

# What XML 1.0 (2.2) has no way to write, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_atom(feed: Feed) -> bytes:
    """Write the feed; the same feed gives the same bytes. All text in it is escaped."""
    root = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": "en-GB"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", utc_text(feed.updated))
    _add(_add(root, "author"), "name", feed.author)
    if feed.rights:
        _add(root, "rights", feed.rights)
    if feed.address:
        _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    if feed.site:
        _add(root, "link", rel="alternate", type="text/html", href=feed.site)
    for entry in feed.entries:
        _add_entry(root, entry)
    ElementTree.indent(root, " ")
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(root: ElementTree.Element, entry: Entry) -> None:
    element = _add(root, "entry")
    _add(element, "id", entry.id)
    _add(element, "title", entry.title)
    _add(element, "published", utc_text(entry.published))
    _add(element, "updated", utc_text(entry.updated))
    if entry.link:
        _add(element, "link", rel="alternate", type="text/html", href=entry.link)
    for address in entry.related:
        _add(element, "link", rel="related", href=address)
    for term, label in entry.categories:
        _add(element, "category", term=term, label=label)
    if entry.summary:
        _add(element, "summary", entry.summary)
    _add(element, "content", str(entry.html), type="html")


def _add(
    parent: ElementTree.Element, tag: str, text: str | None = None, /, **attributes: str
) -> ElementTree.Element:
    element = ElementTree.SubElement(
        parent, tag, {name: _writable(value) for name, value in attributes.items()}
    )
    element.text = None if text is None else _writable(text)
    return element


def _writable(text: str) -> str:
    return _FORBIDDEN.sub("", text)
