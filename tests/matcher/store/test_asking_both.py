"""Two questions at once: what they see, and what happens where one connection is all there is."""

import threading

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, Engine

from matcher.store import open_store, upsert_calls
from matcher.store.postgres_beside import ask_both
from tests.matcher.store.examples import NOON, make_call
from tests.postgres import shown

COUNT = "SELECT count(*) FROM calls"
WHO = "SELECT pg_backend_pid()"


def counted(connection: Connection) -> int:
    return int(connection.exec_driver_sql(COUNT).scalar_one())


def served_by(connection: Connection) -> int:
    return int(connection.exec_driver_sql(WHO).scalar_one())


def test_both_see_the_state_of_the_first_and_run_at_the_same_time(server_store: Engine) -> None:
    met = threading.Barrier(2, timeout=10)

    def count_together(connection: Connection) -> tuple[int, int]:
        met.wait()  # where one waited for the other, neither would go on
        return counted(connection), served_by(connection)

    upsert_calls(server_store, [make_call("1")], NOON)
    with server_store.connect() as connection:
        assert counted(connection) == 1
        upsert_calls(server_store, [make_call("2")], NOON)
        one, other = ask_both(connection, count_together, count_together)
        assert one[0] == other[0] == 1
        assert one[1] != other[1]
    with server_store.connect() as connection:
        assert ask_both(connection, counted, counted) == (2, 2)


def test_where_only_one_connection_is_free_both_are_asked_on_it(server_store: Engine) -> None:
    small = open_store(shown(server_store.url) + "&pool_size=1")
    with small.connect() as connection:
        one, other = ask_both(connection, served_by, served_by)
        assert one == other
    small.dispose()


def test_a_citys_second_connection_is_that_citys_too(server_store: Engine) -> None:
    asked = sa.text("SELECT current_setting('app.city', true)")
    engine = open_store(shown(server_store.url), city="leeds")
    with engine.connect() as connection:
        both = ask_both(connection, *2 * (lambda by: by.execute(asked).scalar_one(),))
        assert both == ("leeds", "leeds")
    engine.dispose()


@pytest.mark.parametrize("which", [0, 1])
def test_an_error_of_either_is_raised_and_both_connections_go_back(
    server_store: Engine, which: int
) -> None:
    def fail(connection: Connection) -> int:
        return int(connection.exec_driver_sql("SELECT 1 / 0").scalar_one())

    asked = [counted, counted]
    asked[which] = fail
    with server_store.connect() as connection, pytest.raises(sa.exc.DataError):
        ask_both(connection, *asked)
    with server_store.connect() as connection:
        assert ask_both(connection, counted, counted) == (0, 0)
