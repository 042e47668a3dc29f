"""Finds the sources: every folder that holds a `source.yaml` and a `parser.py`."""

import importlib.util
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import cast

from scrapers.contract import Parser, Request
from scrapers.source import Source, read_definition, short_name

SOURCES = Path(__file__).parent / "sources"
_REQUIRED = ("parse_listing", "parse_call")


def load_sources(folder: Path = SOURCES) -> tuple[Source, ...]:
    """Load every source in the folder, by name.

    ValueError names the file and the field that is wrong; all files are looked
    at, so that one run shows everything there is to mend.
    """
    sources, problems = [], []
    for path in sorted(folder.glob("*/source.yaml")):
        try:
            sources.append(load_source(path.parent))
        except ValueError as error:
            problems.append(str(error))
    if problems:
        raise ValueError("\n".join(problems))
    return tuple(sources)


def load_source(folder: Path) -> Source:
    """Load the source in one folder. ValueError as for `load_sources`."""
    definition = read_definition(folder / "source.yaml")
    return Source(definition, load_parser(folder / "parser.py"))


def load_parser(path: Path) -> Parser:
    """Import a `parser.py`, wherever it lies.

    ValueError if it is absent, cannot be imported, or lacks a required function.
    """
    where = short_name(path)
    if not path.is_file():
        raise ValueError(f"{where}: there is no such file")
    module = _import(path, where)
    for name in _REQUIRED:
        if not callable(getattr(module, name, None)):
            raise ValueError(f"{where}: has no function {name}")
    return cast(Parser, module)


def first_request(source: Source) -> Callable[..., Request] | None:
    """Return the parser's own `first_request`, if it has one."""
    found = getattr(source.parser, "first_request", None)
    return cast(Callable[..., Request], found) if callable(found) else None


def _import(path: Path, where: str) -> ModuleType:
    name = f"scrapers.sources.{path.parent.name}.parser"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{where}: is not a Python file")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (SyntaxError, ImportError, NameError, AttributeError, TypeError, LookupError) as error:
        raise ValueError(f"{where}: cannot be imported: {error}") from error
    return module
