"""Holds answers to the schemas of the CommonGrants 0.4 document itself."""

from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import yaml
from jsonschema import Draft202012Validator, FormatChecker

DOCUMENT = Path(__file__).with_name("common_grants_0.4.0.yaml")

_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("uuid", ValueError)
def _uuid(text: str) -> bool:
    return str(UUID(text)) == text


@_FORMATS.checks("date", ValueError)
def _date(text: str) -> bool:
    return date.fromisoformat(text).isoformat() == text


@_FORMATS.checks("time", ValueError)
def _time(text: str) -> bool:
    """The protocol's times are those of a clock, without a zone."""
    return time.fromisoformat(text).tzinfo is None and len(text) == len("17:00:00")


@_FORMATS.checks("date-time", ValueError)
def _moment(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None


@_FORMATS.checks("uri", ValueError)
def _uri(text: str) -> bool:
    return bool(urlsplit(text).scheme) and " " not in text


@cache
def protocol() -> dict[str, Any]:
    """The document: its routes for opportunities and awards."""
    return dict(yaml.safe_load(DOCUMENT.read_text(encoding="utf-8")))


@cache
def _validator(path: str, method: str, status: int) -> Draft202012Validator:
    found = protocol()["paths"][path][method]["responses"][str(status)]
    schema = found["content"]["application/json"]["schema"]
    whole = {"components": protocol()["components"], **schema}
    return Draft202012Validator(whole, format_checker=_FORMATS)


def faults(path: str, method: str, status: int, content: Any) -> list[str]:
    """What an answer of a route says that the document does not allow."""
    errors = _validator(path, method, status).iter_errors(content)
    return [f"{error.json_path}: {error.message}" for error in errors]
