"""`bid-matcher restore`: a backup in the place of what is there, which is kept aside."""

from argparse import Namespace
from datetime import datetime
from functools import partial
from pathlib import Path

from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.durability.backup import Backup, back_up
from matcher.durability.restore import look_through, restore
from matcher.places import one_writer, own_store
from matcher.schedule.leader import leading
from matcher.settings import Settings
from matcher.store import unopened


def run(settings: Settings, arguments: Namespace) -> int:
    """Restore, or with --verify only look through the backup."""
    file: Path = arguments.file
    if arguments.verify:
        say(f"{file} is whole: {count_words(look_through(file), 'call')}")
        return 0
    now = settings.moment()
    alone = leading(unopened(settings.database), now, wait=False, say=hint)
    with one_writer(settings), alone:  # the schedule must not run meanwhile
        keep = partial(_keep, settings, now)
        done = restore(settings, file, now, force=arguments.force, keep_server=keep)
    beside = count_words(done.files, "file")
    say(f"{file} is in place: {count_words(done.calls, 'call')} and {beside} beside.")
    for place in done.aside:
        hint(f"What was there before is kept in {place}")
    return 0


def _keep(settings: Settings, now: datetime, file: Path) -> Backup:
    engine = own_store(settings)
    try:
        return back_up(settings, engine, file, now)
    finally:
        engine.dispose()
