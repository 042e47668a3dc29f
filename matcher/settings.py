"""Where things are and how they are reached: from options, then the environment, then defaults."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_BASE_PREFIX = "BID_MATCHER_BASE_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a job needs to know about its surroundings."""

    home: Path  # database, archived pages, digests: everything made by running
    database: str  # SQLAlchemy URL
    data: Path  # folder of the cities, the catalogue and the rates
    city: str
    model: Path | None  # folder of another sentence-transformers model; None is the default
    contact: str | None  # address in the User-Agent, so that a site's owner can reach us
    base_overrides: Mapping[str, str]  # source name -> base address to ask instead of its own

    @property
    def city_folder(self) -> Path:
        """Folder of the chosen city."""
        return self.data / self.city

    @property
    def archive(self) -> Path:
        """Folder of the pages as they came."""
        return self.home / "pages"

    @property
    def digests(self) -> Path:
        """Folder that holds one folder per digest date."""
        return self.home / "digests"


def read_settings(
    *,
    home: str | None = None,
    database: str | None = None,
    city: str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Put the settings together; options win over the environment.

    The environment: BID_MATCHER_HOME, BID_MATCHER_DATABASE, BID_MATCHER_CITY,
    BID_MATCHER_DATA, BID_MATCHER_MODEL, BID_MATCHER_CONTACT and, per source,
    BID_MATCHER_BASE_<NAME>.
    """
    env = os.environ if environ is None else environ
    folder = Path(home or env.get("BID_MATCHER_HOME") or "var")
    model = env.get("BID_MATCHER_MODEL")
    return Settings(
        home=folder,
        database=database
        or env.get("BID_MATCHER_DATABASE")
        or f"sqlite:///{(folder / 'bid-matcher.db').absolute()}",
        data=Path(env["BID_MATCHER_DATA"]) if env.get("BID_MATCHER_DATA") else data_folder(),
        city=city or env.get("BID_MATCHER_CITY") or "leeds",
        model=Path(model) if model else None,
        contact=env.get("BID_MATCHER_CONTACT"),
        base_overrides={
            name.removeprefix(_BASE_PREFIX).lower(): address
            for name, address in env.items()
            if name.startswith(_BASE_PREFIX) and address
        },
    )


def data_folder() -> Path:
    """Return the checkout's `data/`, else the one that was installed beside Python."""
    if (_ROOT / "pyproject.toml").is_file():
        return _ROOT / "data"
    return Path(sys.prefix) / "share" / "bid-matcher"
