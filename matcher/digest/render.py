"""Turns a digest into the three forms it is sent in: HTML, plain text and JSON. Pure."""

import textwrap
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment

from matcher.digest.safe import site_of
from matcher.digest.views import digest_in_words
from matcher.digest.words import sentence_case
from matcher.serial import dump_json
from matcher.templating import templates_in
from models.digest import Digest
from models.organisation import Organisation

COLUMNS = 78  # what mail programs show of plain text without wrapping it again

_TEMPLATES = Path(__file__).parent / "templates"


def render_html(digest: Digest, organisations: Sequence[Organisation]) -> str:
    """Write the digest as one self-contained HTML page: no script, no outside file.

    `organisations` are those of the city, to name the leads. Raises KeyError if
    one is missing.
    """
    return _render("digest.html.j2", digest, organisations)


def render_text(digest: Digest, organisations: Sequence[Organisation]) -> str:
    """Write the same as plain text, lines at most COLUMNS wide.

    Only an address longer than that has a longer line, alone: broken, it would
    lead nowhere.
    """
    text = _render("digest.txt.j2", digest, organisations)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def digest_as_json(digest: Digest) -> str:
    """Write the digest with all its facts and scores; `matcher.serial.load_json` reads it back."""
    return dump_json(digest, indent=2) + "\n"


def _render(template: str, digest: Digest, organisations: Sequence[Organisation]) -> str:
    view = digest_in_words(digest, organisations)
    return _environment().get_template(template).render(digest=view)


@cache
def _environment() -> Environment:
    return templates_in(_TEMPLATES, fold=fold, sentence_case=sentence_case, site=site_of)


def fold(text: str, first: str = "", rest: str | None = None) -> str:
    """Wrap `text` to COLUMNS, with `first` before its first line and `rest` before the others."""
    return textwrap.fill(
        text,
        width=COLUMNS,
        initial_indent=first,
        subsequent_indent=" " * len(first) if rest is None else rest,
        break_on_hyphens=False,
    )
