"""docs/security.md names for each attack the test that proves what stops it: they are there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
_TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_that_is_named_exists() -> None:
    named = _TEST.findall(PAGE)
    assert len(named) > 40
    for path, test in named:
        file = ROOT / path
        assert file.is_file(), path
        if test:
            assert re.search(rf"(?m)^(?:async )?def {test}\(", file.read_text("utf-8")), test


def test_every_row_of_the_threat_model_names_a_test() -> None:
    tables = PAGE.partition("## Who attacks what")[2].partition("\n## ")[0]
    rows = [line for line in tables.splitlines() if line.startswith("| ")]
    attacks = [row for row in rows if not row.startswith(("| attacker", "| attack "))]
    assert len(attacks) > 25
    for row in attacks:
        assert _TEST.search(row), row


def test_every_module_of_attacks_is_in_the_threat_model() -> None:
    for path in (ROOT / "tests" / "security").glob("test_*.py"):
        assert str(path.relative_to(ROOT)) in PAGE, path.name
