"""Finds the sources: every folder that holds a `source.yaml` and its `parser.py`.

A source with a part `watch` needs no `parser.py`: one parser reads them all.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TypeVar, cast

from scrapers.contract import AwardParser, Context, Listing, Parser, Request
from scrapers.source import AwardSource, Source, read_definition, short_name
from scrapers.watching.parser import WatchParser

SOURCES = Path(__file__).parent / "sources"
AWARD_SOURCES = Path(__file__).parent / "award_sources"

Found = TypeVar("Found")


def load_sources(folder: Path = SOURCES) -> tuple[Source, ...]:
    """Load every source of calls in the folder, by name.

    ValueError names the file and the field that is wrong; all files are looked
    at, so that one run shows everything there is to mend.
    """
    return _load_each(folder, load_source)


def load_award_sources(folder: Path = AWARD_SOURCES) -> tuple[AwardSource, ...]:
    """Load every source of awards in the folder, as `load_sources` does."""
    return _load_each(folder, load_award_source)


def load_source(folder: Path) -> Source:
    """Load the source of calls in one folder. ValueError as for `load_sources`."""
    definition = read_definition(folder / "source.yaml")
    if definition.watch is not None:
        return Source(definition, WatchParser(definition.watch))
    return Source(definition, load_parser(folder / "parser.py"))


def load_award_source(folder: Path) -> AwardSource:
    """Load the source of awards in one folder. ValueError as for `load_sources`."""
    definition = read_definition(folder / "source.yaml")
    module = _load(folder / "parser.py", ("parse_listing", "parse_award"))
    return AwardSource(definition, cast(AwardParser, module))


def load_parser(path: Path) -> Parser:
    """Import a `parser.py`, wherever it lies.

    ValueError if it is absent, cannot be imported, or lacks a required function.
    """
    return cast(Parser, _load(path, ("parse_listing", "parse_call")))


def _load_each(folder: Path, load: Callable[[Path], Found]) -> tuple[Found, ...]:
    found, problems = [], []
    for path in sorted(folder.glob("*/source.yaml")):
        try:
            found.append(load(path.parent))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(found)


def _load(path: Path, required: tuple[str, ...]) -> ModuleType:
    where = short_name(path)
    if not path.is_file():
        raise ValueError(f"{where}: there is no such file")
    module = _import(path, where)
    for name in required:
        if not callable(getattr(module, name, None)):
            raise ValueError(f"{where}: has no function {name}")
    return module


def first_request(source: Source | AwardSource) -> Callable[..., Request] | None:
    """Return the parser's own `first_request`, if it has one."""
    found = getattr(source.parser, "first_request", None)
    return cast(Callable[..., Request], found) if callable(found) else None


def when_refused(source: Source | AwardSource) -> Callable[[str, Context], Listing] | None:
    """Return the parser's own `when_refused`, if it has one."""
    found = getattr(source.parser, "when_refused", None)
    return cast(Callable[[str, Context], Listing], found) if callable(found) else None


def when_missing(
    source: Source | AwardSource,
) -> Callable[[Request, Context], Request | None] | None:
    """Return the parser's own `when_missing`, if it has one."""
    found = getattr(source.parser, "when_missing", None)
    return cast(Callable[[Request, Context], Request | None], found) if callable(found) else None


def _import(path: Path, where: str) -> ModuleType:
    name = f"scrapers.{path.parent.parent.name}.{path.parent.name}.parser"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{where}: is not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (SyntaxError, ImportError, NameError, AttributeError, TypeError, LookupError) as error:
        raise ValueError(f"{where}: cannot be imported: {error}") from error
    return module
