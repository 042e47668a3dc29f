"""The README's commands are the real ones, and its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(page: Path) -> list[str]:
    """Lines of the console blocks of a page."""
    blocks = re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def test_make_targets_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {line.split()[1] for line in commands(ROOT / "README.md") if line.startswith("make ")}
    assert named == {"digest", "test"}
    assert named <= targets


def test_ci_runs_the_commands_of_the_readme() -> None:
    script = (ROOT / ".ci" / "run").read_text()
    assert "make test" in script
    assert "make digest" in script


OURS = sorted(
    {line for page in PAGES for line in commands(page) if line.startswith("bid-matcher ")}
)


@pytest.mark.parametrize("line", OURS)
def test_commands_of_the_documentation_are_understood(line: str) -> None:
    """Each is parsed with all its options; a placeholder stands for a value."""
    words = re.sub(r"<[^>]+>", "leeds", line.removeprefix("bid-matcher ")).replace("\\", "")
    program = (
        "import shlex, sys; from matcher.cli import _parser; "
        "_parser().parse_args(shlex.split(sys.argv[1], comments=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, words],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
