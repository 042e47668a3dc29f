"""OpenVINO, imported so that it tells nobody.

Importing it as it comes sends an event with a number made for the user to its makers,
unless they have said no beforehand. It does without its reporting package where that
cannot be imported, which is what is arranged here. Nothing else imports it.
"""

import sys
from functools import lru_cache
from typing import Any


@lru_cache(maxsize=1)
def openvino() -> Any:
    """Return the package, without its reporting. ImportError where it is not installed."""
    # None makes Python's import say that there is no such module.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino as package

    return package
