"""`bid-matcher digest --list` and `--show`: the digests that were made, and one of them again."""

import json
from datetime import date

from matcher.commands.match import read_city
from matcher.commands.say import hint, say
from matcher.digest.archive import Kept, find_kept, read_archive
from matcher.digest.words import count_words
from matcher.places import LONDON
from matcher.settings import Settings
from models.errors import NothingToDoError


def list_kept(settings: Settings, *, as_json: bool) -> None:
    """Print every digest that is kept: for which day, when it was made, how much is in it."""
    archive = read_archive(settings.digests)
    if as_json:
        say(json.dumps([_facts(kept) for kept in archive.kept], indent=2, ensure_ascii=False))
    for kept in () if as_json else archive.kept:
        rows = ", ".join(f"{count} {kind}" for kind, count in kept.rows.items())
        say(f"{kept.day}  {kept.city}, made {kept.made_at.astimezone(LONDON):%Y-%m-%d %H:%M}")
        say(f"            {rows or 'no rows'}; {count_words(kept.considered, 'call')} considered")
        say(f"            {kept.folder}")
    for folder in archive.broken:
        hint(f"{folder}: digest.json cannot be read")
    if not archive.kept and not as_json:
        say("No digest has been made yet: bid-matcher digest.")


def show_kept(settings: Settings, day: date) -> None:
    """Print the text of the city's digest for that day; NothingToDoError where there is none."""
    name = read_city(settings).profile.name
    archive = read_archive(settings.digests)
    kept = find_kept(archive, day, name)
    if kept is None:
        days = [str(each.day) for each in archive.kept if each.city == name]
        there = f"there are {', '.join(dict.fromkeys(days[:5]))}" if days else "there is none yet"
        raise NothingToDoError(f"no digest of {name} for {day} is kept; {there}")
    say((kept.folder / "digest.txt").read_text(encoding="utf-8").rstrip("\n"))


def _facts(kept: Kept) -> dict[str, object]:
    return {
        "day": str(kept.day),
        "city": kept.city,
        "as_of": kept.as_of.isoformat(),
        "made_at": kept.made_at.isoformat(),
        "calls_considered": kept.considered,
        "rows": dict(kept.rows),
        "folder": str(kept.folder),
    }
