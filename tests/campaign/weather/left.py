"""What a week leaves behind, to be compared with that of another one."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from matcher.store import (
    load_calls,
    load_decisions,
    load_matches,
    load_subscribers,
    load_told,
)
from models.subscriber import address_key
from tests.campaign.home import Home
from tests.matcher.mail.servers import MailServer

_MADE = re.compile(r"\bMade .* UK time\.")


@dataclass(frozen=True, slots=True)
class Left:
    """All that readers and leaders would see, or miss."""

    calls: Mapping[str, str]  # key -> fingerprint of what it says
    matches: frozenset[tuple[str, str, float]]
    decisions: frozenset[object]
    readers: frozenset[object]
    told: Mapping[int, object]
    digest: Mapping[str, object]  # by name of the file
    mails: Mapping[str, bytes]  # by recipient


def calls_of(home: Home) -> dict[str, str]:
    """Return what the stored calls say, as fingerprints by key."""
    with home.store() as engine:
        return {each.call.key: each.call.content_hash() for each in load_calls(engine)}


def left_by(home: Home, server: MailServer) -> Left:
    """Look at a home, and at what the mail server has taken."""
    with home.store() as engine:
        people = load_subscribers(engine)
        found = load_matches(engine, "leeds")
        assert found is not None
        matches = frozenset((m.call_key, m.target_id, m.score) for m in found.matches)
        told = {person.id or 0: load_told(engine, person.id or 0) for person in people}
        decisions = frozenset(load_decisions(engine, "leeds"))
    return Left(
        calls=calls_of(home),
        matches=matches,
        decisions=decisions,
        readers=frozenset(people),
        told=told,
        digest={path.name: _digest(path) for path in home.folder.glob("digests/*/digest.*")},
        mails={
            address_key(recipient): raw
            for (recipient, _), raw in zip(server.taken, server.texts, strict=True)
        },
    )


def _digest(path: Path) -> object:
    """Return what a digest says, but for when it was made and its sources were read."""
    said = path.read_text("utf-8")
    if path.suffix != ".json":
        return [line for line in said.splitlines() if not _MADE.search(line)]
    return {
        name: value
        for name, value in json.loads(said).items()
        if name not in ("made_at", "sources")
    }


def check_same(left: Left, peaceful: Left) -> None:
    """AssertionError names the parts that differ."""
    wrong = [
        each.name
        for each in fields(Left)
        if getattr(left, each.name) != getattr(peaceful, each.name)
    ]
    assert wrong == [], f"not what a week in peace leaves: {', '.join(wrong)}"
