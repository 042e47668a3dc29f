"""Pages from templates. Everything is escaped; a name that is not given raises."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from matcher.digest.words import date_words, day_month_year, moment_words, sentence_case
from matcher.neutral import neutral_text
from matcher.templating import templates_in
from matcher.web.csrf import FormToken
from matcher.web.site import site_of
from matcher.web.viewer import viewer_or_nobody

_TEMPLATES = templates_in(
    Path(__file__).parent / "templates",
    date_words=date_words,
    day_month_year=day_month_year,
    moment_words=moment_words,
    sentence_case=sentence_case,
)


def _shown(value: Any) -> Any:
    """Take out of a text, also one just typed, what no page may hold (see `neutral_text`)."""
    return neutral_text(value) if type(value) is str else value


_TEMPLATES.finalize = _shown


def page(
    request: Request, template: str, *, status: int = HTTPStatus.OK, **context: Any
) -> HTMLResponse:
    """Fill a template of the site.

    `city`, `now`, `path`, `viewer` and `csrf` are there for all of them; the last is the
    hidden field that every form has which changes something.
    """
    site, viewer = site_of(request), viewer_or_nobody(request)
    csrf = FormToken(request, viewer)
    filled = _TEMPLATES.get_template(template).render(
        city=site.city.profile,
        now=site.now(),
        path=request.url.path,
        viewer=viewer,
        csrf=csrf,
        **context,
    )
    response = HTMLResponse(filled, status)
    csrf.keep(response)
    return response


def part(template: str, **context: Any) -> Markup:
    """Fill a template that is the same for whoever looks: a piece of a page."""
    return Markup(_TEMPLATES.get_template(template).render(**context))  # noqa: S704 - it is escaped


def sorry(request: Request, status: int, heading: str, *lines: str) -> HTMLResponse:
    """Say plainly what went wrong and what to do about it."""
    return page(request, "sorry.html.j2", status=status, heading=heading, lines=lines)
