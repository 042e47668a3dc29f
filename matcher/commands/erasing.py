"""What follows the erasing of a person on the command line."""

from sqlalchemy import Engine

from matcher.commands.say import hint
from matcher.store import compact


def leave_nothing(engine: Engine) -> None:
    """Write the database anew without what was erased, and say so where that must wait."""
    if not compact(engine):
        hint(
            "Bytes of what is erased may stay in the database's own files for now: somebody reads"
            " an older state, or its tables belong to another user. They go when it is cleared out."
        )
