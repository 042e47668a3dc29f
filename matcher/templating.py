"""Jinja templates, filled strictly: HTML is escaped, and a name that is not given raises."""

from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape


def templates_in(folder: Path, **filters: Callable[..., str]) -> Environment:
    """Return the templates of a folder; `*.html.j2` are escaped, others are plain text."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=select_autoescape(enabled_extensions=("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    return environment
