"""Where things are and how they are reached: from options, then the environment, then defaults."""

import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_BASE_PREFIX = "BID_MATCHER_BASE_"
_PASSWORD = re.compile(r"^[^/?#]*:[^/?#@]+@|://[^/?#]*:[^/?#]*@|[?&]password=", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a job needs to know about its surroundings."""

    home: Path  # database, archived pages, digests: everything made by running
    database: str = field(repr=False)  # SQLAlchemy URL, which may hold a password
    data: Path  # folder of the cities, the catalogue and the rates
    city: str
    model: Path | None  # folder of another sentence-transformers model; None is the default
    contact: str | None  # address in the User-Agent, so that a site's owner can reach us
    base_overrides: Mapping[str, str]  # source name -> base address to ask instead of its own
    wait_scale: float = 1.0  # multiplies every wait at those addresses, never at public ones
    now: datetime | None = None  # taken as the present moment, to rehearse a day
    cities: tuple[str, ...] = ()  # all that were asked for, `city` the last of them
    web: str | None = None  # address of the site; "{city}" in it stands for the city's folder

    @property
    def web_address(self) -> str | None:
        """Address of the city's site, which links in mails lead to; None: there is none."""
        return self.web and self.web.replace("{city}", self.city)

    def for_city(self, city: str) -> "Settings":
        """Return the same settings for another city."""
        return replace(self, city=city, cities=(city,))

    @property
    def city_folder(self) -> Path:
        """Folder of the chosen city."""
        return self.data / self.city

    def known_cities(self) -> tuple[str, ...]:
        """Folders of all cities: those that hold a city.yaml, by name."""
        found = self.data.glob("*/city.yaml")
        return tuple(sorted(file.parent.name for file in found))

    def moment(self) -> datetime:
        """The present moment, or that of the day that is rehearsed."""
        return self.now or datetime.now(UTC)

    @property
    def archive(self) -> Path:
        """Folder of the pages as they came."""
        return self.home / "pages"

    @property
    def prepared(self) -> Path:
        """Folder of the models that were prepared for this machine."""
        return self.home / "models"

    @property
    def digests(self) -> Path:
        """Folder that holds one folder per digest date."""
        return self.home / "digests"


def read_settings(
    *,
    home: str | None = None,
    database: str | None = None,
    city: Sequence[str] | str | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """Put the settings together; options win over the environment.

    The environment: BID_MATCHER_HOME, BID_MATCHER_DATABASE or BID_MATCHER_DATABASE_FILE (a
    file that holds the address and its password), BID_MATCHER_CITY, BID_MATCHER_DATA,
    BID_MATCHER_MODEL, BID_MATCHER_CONTACT, BID_MATCHER_WEB and, to ask servers of one's own in
    place of the public ones, BID_MATCHER_BASE_<NAME> per source, BID_MATCHER_WAIT_SCALE and
    BID_MATCHER_NOW. ValueError names the variable
    that makes no sense. A password in the option is one as well: everybody on the
    machine sees what programs are started with.
    """
    env = os.environ if environ is None else environ
    folder = Path(home or env.get("BID_MATCHER_HOME") or "var")
    model = env.get("BID_MATCHER_MODEL")
    given = (city,) if isinstance(city, str) else tuple(dict.fromkeys(city or ()))
    cities = given or (env.get("BID_MATCHER_CITY") or "leeds",)
    return Settings(
        home=folder,
        database=_without_password(database)
        or env.get("BID_MATCHER_DATABASE")
        or _first_line(env.get("BID_MATCHER_DATABASE_FILE"))
        or f"sqlite:///{(folder / 'bid-matcher.db').absolute()}",
        data=Path(env["BID_MATCHER_DATA"]) if env.get("BID_MATCHER_DATA") else data_folder(),
        city=cities[-1],
        cities=cities,
        model=Path(model) if model else None,
        contact=env.get("BID_MATCHER_CONTACT"),
        web=env.get("BID_MATCHER_WEB") or None,
        base_overrides={
            name.removeprefix(_BASE_PREFIX).lower(): address
            for name, address in env.items()
            if name.startswith(_BASE_PREFIX) and address
        },
        wait_scale=_wait_scale(env.get("BID_MATCHER_WAIT_SCALE")),
        now=_moment(env.get("BID_MATCHER_NOW")),
    )


def _without_password(option: str | None) -> str | None:
    if option and _PASSWORD.search(option):
        raise ValueError(
            "--database: a password can be seen there by everybody on this machine; "
            "put the address into BID_MATCHER_DATABASE, or into a file that "
            "BID_MATCHER_DATABASE_FILE names"
        )
    return option


def _first_line(file: str | None) -> str:
    return Path(file).read_text(encoding="utf-8").partition("\n")[0].strip() if file else ""


def _wait_scale(text: str | None) -> float:
    try:
        scale = float(text or 1)
    except ValueError:
        scale = -1.0
    if not 0 <= scale <= 100:
        raise ValueError(f"BID_MATCHER_WAIT_SCALE: not a number from 0 to 100: {text!r}")
    return scale


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"BID_MATCHER_NOW: not a moment like 2026-06-15T06:00+00:00: {text!r}")
    return moment


def data_folder() -> Path:
    """Return the checkout's `data/`, else the one that was installed beside Python."""
    if (_ROOT / "pyproject.toml").is_file():
        return _ROOT / "data"
    return Path(sys.prefix) / "share" / "bid-matcher"
