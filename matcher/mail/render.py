"""Turns a letter into its subject, its HTML and its plain text. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment

from matcher.digest.render import fold
from matcher.digest.safe import site_of
from matcher.digest.words import sentence_case
from matcher.mail.views import letter_in_words
from matcher.templating import templates_in
from models.city import CityProfile
from models.letter import Letter, LetterLinks
from models.subscriber import Subscriber

_TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail in words, not yet a message."""

    subject: str
    html: str
    text: str


def render_letter(
    letter: Letter,
    subscriber: Subscriber,
    city: CityProfile,
    links: LetterLinks,
    credits: Sequence[str] = (),  # noqa: A002 - the builtin of that name is for consoles
) -> Rendered:
    """Write a letter in both forms: HTML with its styles inlined, and plain text.

    The HTML has no picture, script or outside file. `credits` is what the sources'
    licences ask to be said. KeyError for a need or organisation that the city does
    not have.
    """
    view = letter_in_words(letter, subscriber, city, links, credits)
    return Rendered(
        view.subject,
        html_of("letter.html.j2", letter=view),
        text_of("letter.txt.j2", letter=view),
    )


def html_of(template: str, **values: Any) -> str:
    """Fill an HTML template of this folder and put its styles on its elements."""
    return _inliner().inline(_environment().get_template(template).render(**values))


def text_of(template: str, **values: Any) -> str:
    """Fill a text template of this folder."""
    text = _environment().get_template(template).render(**values)
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@cache
def _inliner() -> CSSInliner:
    # Many mail programs drop style sheets; what is kept is for those that know dark mode.
    return CSSInliner(keep_at_rules=True, minify_css=True, load_remote_stylesheets=False)


@cache
def _environment() -> Environment:
    return templates_in(_TEMPLATES, fold=fold, sentence_case=sentence_case, site=site_of)
