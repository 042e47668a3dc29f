"""The order of the tests: the longest first, so that no process works alone at the end."""

import pytest

_LONGEST = (
    "tests/matcher/web/test_every_page.py",
    "tests/campaign",
    "tests/matcher/web",
    "tests/matcher/commands",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort files by how long they take; within one, tests keep their order."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    places = (place for place, name in enumerate(_LONGEST) if item.nodeid.startswith(name))
    return next(places, len(_LONGEST))
