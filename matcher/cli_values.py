"""Values on the command line, read and checked."""

import argparse
from datetime import date
from decimal import Decimal, InvalidOperation


def day(text: str) -> date:
    """Read a day; argparse's error for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date like 2026-08-10: {text!r}") from None


def count(text: str) -> int:
    """Read a number from 1 to 1000; argparse's error for anything else."""
    if not text.isdecimal() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"not a number from 1 to 1000: {text!r}")
    return int(text)


def pounds(text: str) -> Decimal:
    """Read an amount such as 1000000, £1,000,000 or 1m; argparse's error for anything else."""
    factor = {"k": 1_000, "m": 1_000_000}.get(text[-1:].lower())
    digits = (text[:-1] if factor else text).lstrip("£").replace(",", "")
    try:
        amount = Decimal(digits) * (factor or 1)
    except InvalidOperation:
        raise argparse.ArgumentTypeError(f"not an amount like 1000000 or 1m: {text!r}") from None
    if not amount.is_finite() or amount < 0:
        raise argparse.ArgumentTypeError(f"not an amount like 1000000 or 1m: {text!r}")
    return amount
