"""Calls from files that people have: JSON lines, JSON, CSV and Excel tables.

`read_calls` reads one file through a mapping (CommonGrants' field names where
none is given); `load_catalogue` reads the bundled sample of real calls through
the same machinery.
"""

from matcher.imports.catalogue import Catalogue, load_catalogue
from matcher.imports.mapping import Mapping, common_grants, load_mapping
from matcher.imports.read import read_calls
from matcher.imports.result import ImportFailure, ImportResult, RejectedRow

__all__ = [
    "Catalogue",
    "ImportFailure",
    "ImportResult",
    "Mapping",
    "RejectedRow",
    "common_grants",
    "load_catalogue",
    "load_mapping",
    "read_calls",
]
