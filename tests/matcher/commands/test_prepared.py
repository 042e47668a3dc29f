"""The command line with a prepared model: made once, said in words, and quick to start."""

import subprocess
import sys
from pathlib import Path

import pytest

from matcher.cli import main
from matcher.encoder import Encoder
from tests.matcher.encoder.models import small_model

HEAVY = ("torch", "sentence_transformers", "transformers", "pandas", "sklearn", "scipy", "alembic")
PROGRAM = (
    "import sys; from matcher.cli import main; code = main(sys.argv[1:]);"
    f"print('LOADED', [name for name in {HEAVY} if name in sys.modules], code)"
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_model(tmp_path_factory.mktemp("models") / "small")


@pytest.fixture(scope="module")
def home(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a small model was prepared and the bundled calls were matched by it."""
    folder = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BID_MATCHER_MODEL", str(model))
        assert main(["--home", str(folder), "doctor", "--prepare"]) == 0
        assert main(["--home", str(folder), "match"]) == 0
    return folder


@pytest.fixture(autouse=True)
def _the_small_model(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BID_MATCHER_MODEL", str(model))


def test_it_is_prepared_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(home), "doctor", "--prepare"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("small is ready for this machine: openvino-")
    assert "texts a second where torch does" in said
    assert "Preparing" not in said


def test_a_search_imports_nothing_heavy(home: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, "--home", str(home), "search", "falls", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED [] 0"
    assert done.stdout.startswith("[\n"), "something was found"


def test_a_search_stores_no_vector(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from matcher.store import open_store, vector_models

    engine = open_store(f"sqlite:///{home / 'catalogue.db'}")
    before = vector_models(engine)
    assert main(["--home", str(home), "search", "a question that was never asked"]) == 0
    assert vector_models(engine) == before
    engine.dispose()
    assert "encoded anew" not in capsys.readouterr().err


def test_another_backend_is_said_in_one_sentence(
    home: Path, model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (manifest,) = (home / "models").glob("*/manifest.json")
    whole = manifest.read_text()
    manifest.write_text(whole[:40])
    assert main(["--home", str(home), "search", "falls"]) == 0
    said = capsys.readouterr().err.splitlines()
    assert any("manifest.json is not whole" in line and "--prepare" in line for line in said)
    (changed,) = (line for line in said if "encoded anew" in line)
    assert f"by {Encoder(model).model_id}:" in changed
    assert "openvino-" in changed
    assert main(["--home", str(home), "doctor"]) == 4
    assert "NOT  model: the prepared model in" in capsys.readouterr().out
    manifest.write_text(whole)


def test_the_catalogue_is_read_again_where_its_files_have_changed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    from matcher.settings import data_folder
    from matcher.store import last_runs, open_store

    data = Path(shutil.copytree(data_folder(), tmp_path / "data"))
    monkeypatch.setenv("BID_MATCHER_DATA", str(data))
    engine = open_store(f"sqlite:///{home / 'catalogue.db'}")
    assert main(["--home", str(home), "search", "falls", "--words"]) == 0
    runs = len(last_runs(engine, limit=100))
    path = data / "catalogue" / "catalogue.yaml"
    path.write_text(path.read_text() + "\n# changed\n")
    for _ in range(2):
        assert main(["--home", str(home), "search", "falls", "--words"]) == 0
        assert len(last_runs(engine, limit=100)) == runs + 1
    engine.dispose()
