"""Which step of an application a page takes: announcement, outline, full, invited.

`stage.py` decides; `announced.py`, `invited.py` and `steps.py` each know one way of
saying it, by the words in `words.py`.
"""

from scrapers.facts.stage.stage import read_stage

__all__ = ["read_stage"]
