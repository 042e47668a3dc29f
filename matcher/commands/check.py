"""`bid-matcher check`: is everything that is stored whole?"""

import json
from argparse import Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict

from matcher.commands.say import say
from matcher.durability.check import Finding, check
from matcher.places import one_writer, own_store
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.store import StoreError, shown_address, store_exists

_PARTLY = 4


def run(settings: Settings, arguments: Namespace) -> int:
    """Print what is wrong. 0 if nothing is, or all of it was repaired; 4 if something is left."""
    if not store_exists(settings.database):
        raise StoreError(f"there is no store at {shown_address(settings.database)}")
    alone = one_writer(settings) if arguments.repair else nullcontext()
    with alone, progress_bars() as advance:
        engine = own_store(settings)
        try:
            findings = check(engine, settings.archive, advance, repair=arguments.repair)
        finally:
            engine.dispose()
    if arguments.json:
        say(json.dumps([asdict(finding) for finding in findings], indent=2))
    else:
        _tell(findings)
    return 0 if all(finding.repaired for finding in findings) else _PARTLY


def _tell(findings: Sequence[Finding]) -> None:
    for finding in findings:
        say(f"{_fate(finding)} {finding.where}: {finding.said}")
    left = [finding for finding in findings if not finding.repaired]
    if not left:
        say("Everything is whole." if not findings else "Everything is whole again.")
    elif any(finding.can_be_repaired for finding in left):
        say("What can be made anew: bid-matcher check --repair")
    if any(not finding.can_be_repaired for finding in left):
        say("What cannot: restore a backup (bid-matcher restore).")


def _fate(finding: Finding) -> str:
    if finding.repaired:
        return "repaired "
    return "to repair" if finding.can_be_repaired else "NOT WHOLE"
