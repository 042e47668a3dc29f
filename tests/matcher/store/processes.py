"""What other processes do to a store in the tests; run as `python -m ... ACTION URL [ARGUMENT]`."""

import os
import signal
import sys
from collections.abc import Callable

from sqlalchemy import Connection, Engine, event

from matcher.store import open_store, upsert_calls
from matcher.store.transactions import writing
from tests.matcher.store.examples import LATER, make_call, many_calls


def hold(engine: Engine) -> None:
    """Keep a write transaction open, with much in it changed, until told to go on."""
    with writing(engine) as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA cache_size = 5")  # so that it reaches the files
        connection.exec_driver_sql("UPDATE call_versions SET document = document || ' '")
        sys.stdout.write("holding\n")
        sys.stdout.flush()
        sys.stdin.readline()


def die(engine: Engine, moment: str) -> None:
    """Be killed in the middle of storing: at a statement that holds `moment`, or at commit."""

    def few_pages_in_memory(connection: object, _record: object) -> None:
        # So that unfinished changes really are in the files when the end comes.
        connection.cursor().execute("PRAGMA cache_size = 5")  # type: ignore[attr-defined]

    def at_statement(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if moment in statement:
            os.kill(os.getpid(), signal.SIGKILL)

    def at_commit(_connection: Connection) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", few_pages_in_memory)
    engine.dispose()
    if moment == "commit":
        event.listen(engine, "commit", at_commit)
    else:
        event.listen(engine, "after_cursor_execute", at_statement)
    upsert_calls(engine, many_calls(1_500, title="Never finished"), LATER)


def write_many(engine: Engine, name: str) -> None:
    """Store calls of one's own and one that all share, in many transactions."""
    for number in range(8):
        mine = make_call(str(number), source=name)
        shared = make_call("shared", title=f"{name} {number}")
        upsert_calls(engine, [mine, shared], LATER)


def main(action: str, url: str, *arguments: str) -> None:
    """Do one of the above."""
    actions: dict[str, Callable[..., None]] = {"hold": hold, "die": die, "write-many": write_many}
    engine = open_store(url)
    actions[action](engine, *arguments)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
