"""`bid-matcher backup`: everything that cannot be had again, in one checked file."""

from argparse import Namespace

from matcher.commands.say import say
from matcher.digest.words import count_words
from matcher.durability.backup import back_up, backup_name
from matcher.places import own_store
from matcher.settings import Settings
from matcher.store import StoreError, shown_address, store_exists


def run(settings: Settings, arguments: Namespace) -> int:
    """Back up, while others read and write; print where the backup is and what is in it."""
    if not store_exists(settings.database):
        raise StoreError(f"there is no store at {shown_address(settings.database)}")
    engine, now = own_store(settings), settings.moment()
    file = arguments.file or settings.home / "backups"
    if arguments.file is None or file.is_dir():
        file = file / backup_name(engine, now)
    try:
        made = back_up(settings, engine, file, now, pages=not arguments.without_pages)
    finally:
        engine.dispose()
    beside = count_words(made.files, "file")
    say(f"{made.file}: {count_words(made.calls, 'call')} and {beside} beside, {made.size:,} bytes")
    return 0
