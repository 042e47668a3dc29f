"""A city's own files, checked and turned into a profile.

`shapes.py` says what the YAML must look like, `weights.py` how much each need
counts, `load.py` reads the folder. `wording.py` says which needs are written
too much like labels, by the words in `naming.py`; `holders.py` whose award it is.
"""

from matcher.city.load import CityError, load_city

__all__ = ["CityError", "load_city"]
