"""`bid-matcher import FILE`: calls from a file."""

from argparse import Namespace
from datetime import UTC, datetime

from matcher.commands.say import hint, say
from matcher.identity.join import join_calls
from matcher.imports import load_mapping, read_calls
from matcher.places import LONDON, one_writer, own_store
from matcher.settings import Settings
from matcher.store import upsert_calls

_SHOWN = 50  # rejected rows printed in full; the rest are counted
_PARTLY = 4
_NOTHING = 3


def run(settings: Settings, arguments: Namespace) -> int:
    """Import, print what was stored and each row that was not. 0 all, 4 some, 3 no row."""
    mapping = load_mapping(arguments.map) if arguments.map else None
    result = read_calls(arguments.file, mapping, datetime.now(LONDON).date())
    with one_writer(settings):
        engine = own_store(settings)
        stored = upsert_calls(engine, result.calls, datetime.now(UTC))
        join_calls(engine)
    say(
        f"{arguments.file.name}: {stored.new} new, {stored.changed} changed, "
        f"{stored.unchanged} unchanged, {len(result.rejected)} rejected"
    )
    if result.repaired:
        say(f"{result.repaired} rows had broken characters repaired")
    for row in result.rejected[:_SHOWN]:
        field = f", {row.field}" if row.field else ""
        hint(f"  line {row.line}{field}: {row.reason}")
    if len(result.rejected) > _SHOWN:
        hint(f"  and {len(result.rejected) - _SHOWN} more")
    if not result.rejected:
        return 0
    return _PARTLY if result.calls else _NOTHING
