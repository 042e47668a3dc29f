"""Amounts in a text, each with its role: the pot, an award, a project's cost.

`figures.py` finds amounts (`dollars.py`: whose dollars), `roles.py` gives each a role or
none: `spots.py` cuts what stands around an amount, `limits.py` says its limits in one way,
`reading.py` and `frames.py` read it by the words in `nouns.py`, `pots.py`, `costs.py`,
`words.py`, `exclusions.py` and `past.py`; `senses.py` says what a reading can be.
`eu_budget.py` reads the EU portal's own table.
"""

from scrapers.facts.money.amounts import Amount, Figure, find_amounts, parse_amount

__all__ = ["Amount", "Figure", "find_amounts", "parse_amount"]
