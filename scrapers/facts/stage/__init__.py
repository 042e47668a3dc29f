"""Which step of an application a page takes: announcement, outline, full, invited.

`stage.py` decides; `announced.py`, `outline.py`, `onwards.py`, `invited.py` and `full.py`
each know one way of saying it, `bars.py` knows what keeps it from being this call's.
"""

from scrapers.facts.stage.stage import read_stage

__all__ = ["read_stage"]
