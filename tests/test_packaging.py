"""What is installed, what imports what, and how large the pieces may grow."""

import ast
import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("models", "scrapers", "matcher")
MODULES = sorted(path for name in PACKAGES for path in (ROOT / name).rglob("*.py"))
HEAVY = (
    "torch",
    "psycopg",
    "sentence_transformers",
    "transformers",
    "sklearn",
    "pandas",
    "openpyxl",
    "weasyprint",
)


@pytest.mark.parametrize("package", PACKAGES)
def test_only_our_distribution_owns_the_package_names(package: str) -> None:
    owners = importlib.metadata.packages_distributions().get(package, [])
    assert set(owners) <= {"bid-matcher"}, f"{package} also comes from {owners}"


def loaded_by(statement: str) -> set[str]:
    """Names of the modules that a fresh interpreter holds after the statement."""
    program = f"import sys\n{statement}\nprint('MODULES', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.rpartition("MODULES")[2].split())


@pytest.mark.parametrize(
    "statement",
    [
        "import matcher.cli",
        "import scrapers.collect, scrapers.registry; scrapers.registry.load_sources()",
        "import matcher.ranking, matcher.strategy.scale, matcher.strategy.track",
        "import matcher.encoder, matcher.embedding, matcher.store",
        "import matcher.digest.build, matcher.digest.render",
        "import matcher.pack.write",
        "import matcher.commands.search",
    ],
)
def test_heavy_imports_stay_lazy(statement: str) -> None:
    assert loaded_by(statement).isdisjoint(HEAVY)


def test_help_loads_nothing_heavy() -> None:
    modules = loaded_by(
        "from matcher.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0"
    )
    assert modules.isdisjoint({*HEAVY, "sqlalchemy", "alembic", "httpx", "numpy", "jinja2"})


def test_only_one_module_talks_to_the_network() -> None:
    users = {path.relative_to(ROOT).as_posix() for path in MODULES if "httpx" in imports_of(path)}
    assert users == {"scrapers/http.py"}


def test_only_one_module_imports_openvino() -> None:
    """Elsewhere it would be imported with its reporting."""
    users = {
        path.relative_to(ROOT).as_posix() for path in MODULES if "openvino" in imports_of(path)
    }
    assert users == {"matcher/encoder/runtime.py"}


def test_only_the_store_speaks_sql() -> None:
    users = {path for path in MODULES if "sqlalchemy" in imports_of(path)}
    typed_only = {ROOT / "matcher" / name for name in ("embedding.py", "jobs.py")}
    outside = {path for path in users if ROOT / "matcher" / "store" not in path.parents}
    assert all("Engine" in path.read_text() for path in outside)
    for path in outside | typed_only:
        if path.exists():
            assert ".execute(" not in path.read_text(), f"{path} runs SQL"


def imports_of(path: Path) -> set[str]:
    """Top-level names of the packages that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 350
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 45, f"{node.name} has {length} lines"
