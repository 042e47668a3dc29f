"""The model of a campaign, prepared once for all of its homes."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.matcher.encoder.models import small_model


@dataclass(frozen=True, slots=True)
class Model:
    """Where a model lies, and where it lies prepared."""

    folder: Path | None  # None: the default model
    prepared: Path

    def put_into(self, home: Path) -> dict[str, str]:
        """Make a home that has it ready; return the setting that names it."""
        shutil.copytree(self.prepared, home / "models")
        return {} if self.folder is None else {"BID_MATCHER_MODEL": str(self.folder)}


def default_model(folder: Path) -> Model:
    """Prepare the model that the program ships."""
    return _prepare(folder, None)


def quick_model(folder: Path) -> Model:
    """Prepare a very small model: how well calls fit is not what is tested with it."""
    return _prepare(folder, small_model(folder / "small"))


def _prepare(folder: Path, model: Path | None) -> Model:
    named = {} if model is None else {"BID_MATCHER_MODEL": str(model)}
    program = "import sys; from matcher.cli import main; sys.exit(main(sys.argv[1:]))"
    subprocess.run(
        [sys.executable, "-c", program, "--home", str(folder / "home"), "doctor", "--prepare"],
        env={**os.environ, **named},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return Model(model, folder / "home" / "models")
