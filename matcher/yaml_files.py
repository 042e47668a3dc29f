"""YAML that people write, read and checked in one place: every mistake names its place."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Shape = TypeVar("Shape", bound=BaseModel)

# The safe loader in C where PyYAML has it: every command reads a city, and it is ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MOST_REREAD = 2_000  # brackets and dashes; the largest of our files has 1,700
_NAMES = ("id", "currency", "indicator", "file")  # what an entry of a list calls itself by


def read_yaml(path: Path, shape: type[Shape], error: type[ValueError]) -> Shape:
    """Read a file and check it against a shape.

    Raises `error` with one sentence naming the file and, where it is one entry or
    field that is wrong, that.
    """
    try:
        words = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise error(f"{path}: the file is missing") from None
    except UnicodeDecodeError as problem:
        raise error(f"{path}: not UTF-8 text (byte {problem.start})") from None
    except OSError as problem:
        raise error(f"{path}: cannot be read: {problem.strerror}") from None
    return check_yaml(words, str(path), shape, error)


def check_yaml(words: str, name: str, shape: type[Shape], error: type[ValueError]) -> Shape:
    """Check YAML that is already in memory; `name` stands for the file in the sentence."""
    try:
        unfolds = _has_alias(words)
        data = None if unfolds else yaml.load(words, Loader=_LOADER)  # noqa: S506 - safe, see above
    except yaml.YAMLError as problem:
        raise error(f"{name}: not valid YAML: {_first_fault(words, problem)}") from None
    except RecursionError:
        raise error(f"{name}: not valid YAML: nested too deeply") from None
    except ValueError as problem:  # a day that no month has, a number of thousands of digits
        raise error(f"{name}: not valid YAML: {problem}") from None
    if unfolds:
        raise error(f"{name}: what stands behind a * must be written out: aliases are not read")
    try:
        return shape.model_validate(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        raise error(f"{name}: {_place(first['loc'], data)}: {first['msg']}") from None


def _has_alias(words: str) -> bool:
    """Whether the text repeats a part by reference: a few lines of these unfold to gigabytes."""
    return "*" in words and any(
        isinstance(event, yaml.AliasEvent) for event in yaml.parse(words, Loader=_LOADER)
    )


def _place(steps: tuple[int | str, ...], data: Any) -> str:
    """Write where in the file, with an entry's own name in place of its number."""
    words: list[str] = []
    for step in steps:
        data = _step_into(data, step)
        words.append(_entry(data, step) if isinstance(step, int) else step)
    return " > ".join(words) or "the whole file"


def _entry(data: Any, step: int) -> str:
    named = [data[key] for key in _NAMES if data.get(key)] if isinstance(data, dict) else []
    return f"'{named[0]}'" if named else f"entry {step + 1}"


def _step_into(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _first_fault(words: str, problem: yaml.YAMLError) -> str:
    """Say where it stumbled; read again in Python, which names the line more exactly.

    That takes time with the square of what is open, so that brackets without end are not.
    """
    if sum(map(words.count, "[{-")) <= _MOST_REREAD:
        try:
            yaml.safe_load(words)
        except RecursionError:
            return "nested too deeply"
        except yaml.YAMLError as again:
            problem = again
    mark = getattr(problem, "problem_mark", None)
    fault = getattr(problem, "problem", None) or "cannot be read"
    return f"line {mark.line + 1}: {fault}" if mark is not None else fault
