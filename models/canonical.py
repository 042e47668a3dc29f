"""One way to write a value down, so that equal content has equal fingerprints."""

import dataclasses
from datetime import date

from models.money import Money


def canonical(value: object) -> object:
    """Turn a field of a domain type into what JSON can hold, the same for equal values."""
    if isinstance(value, tuple):
        return [canonical(item) for item in value]
    if isinstance(value, Money):
        return [format(value.amount.normalize(), "f"), value.currency]
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value):
        return [canonical(getattr(value, field.name)) for field in dataclasses.fields(value)]
    return value
