"""The source that `docs/add-a-source.md` builds, with pages for it."""

import re
from pathlib import Path
from typing import Any

import yaml

from scrapers.registry import load_source
from scrapers.source import Source, SourceDefinition
from tests.scrapers.local_server import LocalServer

_GUIDE = Path(__file__).parents[2] / "docs" / "add-a-source.md"


def guide_block(language: str) -> str:
    """Return the guide's code block in a language."""
    found = re.findall(
        rf"^```{language}\n(.*?)^```", _GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    return str(found[0])


def toy_fields(**changes: Any) -> dict[str, Any]:
    """Return the fields of the guide's source.yaml, some of them changed."""
    fields: dict[str, Any] = yaml.safe_load(guide_block("yaml"))
    fields["http"] = {"min_interval_s": 0, "timeout_s": 5, **changes.pop("http", {})}
    return fields | changes


def toy_definition(**changes: Any) -> SourceDefinition:
    """Return the guide's source.yaml, read and checked."""
    return SourceDefinition.model_validate(toy_fields(**changes))


def toy_source(folder: Path, **changes: Any) -> Source:
    """Write the two files into a folder of their own and load them."""
    home = folder / "toy_fund"
    home.mkdir(parents=True, exist_ok=True)
    (home / "source.yaml").write_text(yaml.safe_dump(toy_fields(**changes)), "utf-8")
    (home / "parser.py").write_text(guide_block("python"), "utf-8")
    return load_source(home)


def listing(ids: list[int], following: str | None = None) -> str:
    """Write one page of the toy listing."""
    links = "".join(f'<li><a href="/calls/{id_}">Call {id_}</a></li>' for id_ in ids)
    onward = f'<a rel="next" href="{following}">Next</a>' if following else ""
    return f'<html><ul class="calls">{links}</ul>{onward}</html>'


def call_page(id_: int) -> str:
    """Write the page of one toy call."""
    return (
        f'<html><h1>Call {id_}</h1><p class="lead">Money for need {id_}.</p><dl>'
        "<div><dt>Status</dt><dd>Open</dd></div>"
        '<div><dt>Closes</dt><dd><time datetime="2026-12-01T16:00">1 December</time></dd></div>'
        "<div><dt>Contact</dt><dd>ask us</dd></div></dl></html>"
    )


def fill(site: LocalServer) -> None:
    """Serve five calls on two pages of the listing."""
    site.page("/calls", listing([1, 2, 3], "/calls?page=2"))
    site.page("/calls?page=2", listing([4, 5]))
    for id_ in range(1, 6):
        site.page(f"/calls/{id_}", call_page(id_))
