"""`bid-matcher migrate-store`: everything into another database, SQLite or PostgreSQL."""

from argparse import Namespace
from contextlib import ExitStack

from matcher.commands.say import hint, say
from matcher.digest.words import count_words
from matcher.places import one_writer
from matcher.progress import progress_bars
from matcher.settings import Settings
from matcher.store import StoreError, move_store, open_store, shown_address, store_exists


def run(settings: Settings, arguments: Namespace) -> int:
    """Move, and print what was moved. StoreError where the two are not the same in the end."""
    source, target = arguments.source, arguments.target
    shown = shown_address(target)
    if shown == shown_address(source):
        raise ValueError(f"{shown} cannot be moved into itself")
    if not store_exists(source):
        raise StoreError(f"{shown_address(source)} is not there, or empty")
    with one_writer(settings), progress_bars() as advance, ExitStack() as opened:
        old = open_store(source)
        opened.callback(old.dispose)
        new = open_store(target, unfinished=True)
        opened.callback(new.dispose)
        sums = move_store(old, new, advance, anew=arguments.anew)
    for name, total in sums.items():
        if total.rows:
            hint(f"  {name}: {count_words(total.rows, 'row')}, {total.digest[:16]}")
    rows = sum(total.rows for total in sums.values())
    say(f"{count_words(rows, 'row')} moved into {shown}, the same on both sides.")
    say("The old store is as it was. The new one is used with --database or BID_MATCHER_DATABASE.")
    return 0
