"""A feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/). Pure."""

import json
from typing import Any

from matcher.feeds.entries import Entry, Feed
from matcher.feeds.forms import utc_text
from matcher.serial import clean_text

_VERSION = "https://jsonfeed.org/version/1.1"


def write_json_feed(feed: Feed) -> bytes:
    """Write the feed; the same feed gives the same bytes. What is not known is left out."""
    document = {
        "version": _VERSION,
        "title": feed.title,
        "home_page_url": feed.site,
        "feed_url": feed.address,
        "description": " ".join(filter(None, (feed.subtitle, feed.rights))),
        "authors": [{"name": feed.author}],
        "language": "en-GB",
        "items": [_item(entry) for entry in feed.entries],
    }
    text = json.dumps(_known(document), ensure_ascii=False, indent=1)
    return clean_text(text).encode() + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    return _known(
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "content_html": str(entry.html),
            "summary": entry.summary or None,
            "date_published": utc_text(entry.published),
            "date_modified": utc_text(entry.updated),
            "tags": [name for _, name in entry.categories] or None,
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
