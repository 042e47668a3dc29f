"""What only a store on PostgreSQL does: how it is reached, and what it says when it is not."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy import Engine

from matcher.store import (
    StoreError,
    load_calls,
    open_store,
    quick_check,
    search_words,
    statistics,
    upsert_calls,
)
from matcher.store.dialect import of
from matcher.store.opening import shown_address
from matcher.store.postgres import explain
from matcher.store.transactions import reading, writing
from tests.matcher.store.examples import NOON, make_call, many_calls
from tests.postgres import administration, new_database, server, shown

ROOT = Path(__file__).parents[3]
WANTS_PASSWORD = "local all wants_password scram-sha-256\n"


def test_a_fresh_database_is_migrated_and_opens_again() -> None:
    with new_database(empty=True) as address:
        engine = open_store(address)
        upsert_calls(engine, [make_call()], NOON)
        engine.dispose()
        again = open_store(address)
        assert [hit.key for hit in search_words(again, "falls", 5)] == ["ukri:1"]
        assert quick_check(again) == []
        again.dispose()


def test_a_provider_s_address_without_the_driver_s_name_will_do() -> None:
    with new_database() as address:
        engine = open_store(address.replace("postgresql+psycopg://", "postgresql://"))
        assert set(statistics(engine).values()) == {0}
        engine.dispose()


# -- What cannot be reached ------------------------------------------------------------


def refusal(address: str) -> str:
    with pytest.raises(StoreError) as refused:
        open_store(address)
    return str(refused.value)


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    said = refusal("postgresql+psycopg://me:secret@127.0.0.1:1/bids")
    assert said.startswith("no PostgreSQL server answers for bids on 127.0.0.1 (")
    assert "secret" not in said


def test_a_database_or_a_role_that_is_not_there_is_named() -> None:
    assert "nowhere on" in refusal(shown(server().set(database="nowhere")))
    assert "does not exist" in refusal(shown(server().set(database="nowhere")))
    assert 'role "stranger" does not exist' in refusal(shown(server().set(username="stranger")))


@pytest.fixture
def password_wanted() -> Iterator[None]:
    """A role that must show a password, which is `right`."""
    file = Path(str(server().query["host"])) / "pg_hba.conf"
    before = file.read_text(encoding="utf-8")
    file.write_text(WANTS_PASSWORD + before, encoding="utf-8")
    with administration(server().set(database="postgres")) as connection:
        connection.exec_driver_sql("CREATE ROLE wants_password LOGIN PASSWORD 'right'")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        yield
        file.write_text(before, encoding="utf-8")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql("DROP ROLE wants_password")


@pytest.mark.usefixtures("password_wanted")
def test_a_wrong_password_and_a_missing_one_are_said_and_none_is_shown() -> None:
    url = server().set(database="postgres", username="wants_password")
    wrong = refusal(shown(url.set(password="hunter2")))
    assert "refused the password" in wrong
    assert "hunter2" not in wrong
    assert "refused the password, or wants one" in refusal(shown(url))
    with administration(url.set(password="right")) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://me:hunter2@host/x",
        "postgresql+psycopg://me@host/x?password=hunter2",
        "postgresql+psycopg://me:hunter2@host:port/x",
        "postgresql//me:hunter2@host/x",
    ],
)
def test_no_address_shows_its_password(address: str) -> None:
    try:
        said = shown_address(address)
    except StoreError as error:
        said = str(error)
    assert "hunter2" not in said
    assert "host" in said


def test_other_drivers_and_senseless_pools_are_refused() -> None:
    assert "not by postgresql+asyncpg" in refusal("postgresql+asyncpg://host/x")
    for size in ("0", "many", "99999"):
        assert "pool_size" in refusal(f"postgresql+psycopg://host/x?pool_size={size}")


def test_without_the_driver_the_extra_is_named() -> None:
    program = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from matcher.store import open_store\n"
        "open_store('sqlite://').dispose()\n"
        "open_store('postgresql://localhost/x')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "StoreError: PostgreSQL needs its driver: pip install 'bid-matcher[postgres]'" in (
        done.stderr
    )


def test_the_driver_is_not_loaded_for_a_file() -> None:
    program = (
        "import sys; from matcher.store import open_store\n"
        "open_store('sqlite://').dispose(); print('psycopg' in sys.modules)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# -- What goes wrong while it is used --------------------------------------------------

STATES = {
    "53100": "no room is left on the disk of bids",
    "25006": "bids cannot be written: the server is read-only",
    "XX001": "bids is damaged",
    "XX002": "bids is damaged",
    "58030": "the disk of bids reports an error",
    "55P03": "another process is writing to bids",
    "40P01": "another process is writing to bids",
    "57P01": "the connection to bids was cut",
    "08006": "the connection to bids was cut",
    "53300": "the server of bids takes no more connections",
    "42501": "the database user may not do this in bids",
    "23505": "bids refused a contradictory change",
    "42P01": "the database bids failed",
}


@pytest.mark.parametrize(("state", "sentence"), STATES.items())
def test_the_server_s_own_errors_are_plain_sentences(
    server_store: Engine, state: str, sentence: str
) -> None:
    """Raised by the server with that SQLSTATE, as it would for a full disk."""
    raised = f"DO $$ BEGIN RAISE EXCEPTION 'why' USING ERRCODE = '{state}'; END $$"
    with server_store.connect() as connection, pytest.raises(sa.exc.DBAPIError) as error:
        connection.exec_driver_sql(raised)
    said = explain(error.value.orig, "bids")
    assert said.startswith(sentence)
    assert "\n" not in said


def test_a_contradiction_does_not_show_the_row(server_store: Engine) -> None:
    row = {"token_hash": "secret-row", "account_id": 7, "opened_at": NOON, "seen_at": NOON}
    table = sa.table("sessions", *map(sa.column, row))
    with pytest.raises(StoreError, match="contradictory") as refused, writing(server_store) as c:
        c.execute(sa.insert(table).values(row))
    assert "secret-row" not in str(refused.value)


def test_a_server_that_only_reads_is_read_and_says_so() -> None:
    with new_database() as address:
        engine = open_store(address)
        upsert_calls(engine, [make_call()], NOON)
        engine.dispose()
        name = sa.make_url(address).database
        with administration(server().set(database="postgres")) as connection:
            connection.exec_driver_sql(
                f"ALTER DATABASE {name} SET default_transaction_read_only = on"
            )
        again = open_store(address)
        assert len(load_calls(again)) == 1
        with pytest.raises(StoreError, match="the server is read-only at the moment"):
            upsert_calls(again, [make_call("2")], NOON)
        again.dispose()


def test_when_all_connections_are_in_use_it_is_said(
    server_store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = open_store(shown(server_store.url) + "&pool_size=1")
    monkeypatch.setattr(small.pool, "_timeout", 0.1)
    with reading(small), pytest.raises(StoreError, match=r"all connections to \S+ on \S+ are in"):
        load_calls(small)
    assert load_calls(small) == []
    small.dispose()


# -- What it keeps to ------------------------------------------------------------------


def test_a_reading_sees_one_state_while_others_write(server_store: Engine) -> None:
    upsert_calls(server_store, [make_call("1")], NOON)
    count = sa.text("SELECT count(*) FROM calls")
    with reading(server_store) as connection:
        assert connection.scalar(count) == 1
        upsert_calls(server_store, [make_call("2")], NOON)
        assert connection.scalar(count) == 1
    with reading(server_store) as connection:
        assert connection.scalar(count) == 2


def test_a_writer_that_waited_sees_what_the_other_wrote(server_store: Engine) -> None:
    """It takes its state after it has the lock: looking and then writing is safe."""
    seen: list[int] = []
    ready = threading.Event()

    def second() -> None:
        ready.set()
        with writing(server_store) as connection:
            seen.append(connection.scalar(sa.text("SELECT count(*) FROM runs")) or 0)

    insert = "INSERT INTO runs (job, started_at, counts) VALUES ('match', now(), '{}')"
    other = threading.Thread(target=second)
    with writing(server_store) as connection:
        connection.exec_driver_sql(insert)
        other.start()
        ready.wait(30)
        other.join(0.3)
        assert seen == []
    other.join(30)
    assert seen == [1]


def test_a_lock_that_does_not_go_is_waited_for_only_so_long(server_store: Engine) -> None:
    impatient = open_store(shown(server_store.url), busy_seconds=0.05)
    with (
        writing(server_store),
        pytest.raises(StoreError, match="another process is writing to"),
        writing(impatient),
    ):
        pytest.fail("two write")
    impatient.dispose()


def test_a_number_is_not_given_twice_and_none_is_too_large(server_store: Engine) -> None:
    upsert_calls(server_store, many_calls(2), NOON)
    with writing(server_store) as connection:
        connection.exec_driver_sql("DELETE FROM call_versions WHERE call_key = 'ukri:1'")
        connection.exec_driver_sql("DELETE FROM calls WHERE key = 'ukri:1'")
    upsert_calls(server_store, [make_call("new")], NOON)
    with reading(server_store) as connection:
        assert list(connection.exec_driver_sql("SELECT id FROM calls ORDER BY id").scalars()) == [
            1,
            3,
        ]
        query = sa.text("SELECT id FROM calls WHERE id = :number")
        assert connection.execute(query, {"number": 2**62}).first() is None


def test_a_text_of_any_length_is_indexed_by_its_beginning(server_store: Engine) -> None:
    words = " ".join(f"w{number}" for number in range(400_000))
    upsert_calls(server_store, [make_call("long", text=f"fractures {words} unreached")], NOON)
    assert [hit.key for hit in search_words(server_store, "fractures", 5)] == ["ukri:long"]
    assert search_words(server_store, "unreached", 5) == []
    dense = " ".join(chr(0x4E00 + n) + chr(0x4E00 + m) for n in range(400) for m in range(400))
    upsert_calls(server_store, [make_call("dense", text=dense)], NOON)


def test_a_rare_word_counts_more_than_a_common_one(server_store: Engine) -> None:
    common = [make_call(f"{number}", title="Research on frailty") for number in range(30)]
    rare = make_call("rare", title="A call", summary="", text="Podiatry.")
    upsert_calls(server_store, [*common, rare], NOON)
    assert search_words(server_store, "frailty podiatry", 1)[0].key == "ukri:rare"


def test_a_database_in_another_encoding_is_refused() -> None:
    with administration(server().set(database="postgres")) as connection:
        connection.exec_driver_sql(
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0"
        )
        try:
            said = refusal(shown(server().set(database="latin")))
        finally:
            connection.exec_driver_sql("DROP DATABASE latin WITH (FORCE)")
    assert said == "the database keeps text as LATIN1; make one with ENCODING 'UTF8'"


def test_an_index_that_was_not_finished_is_damage(server_store: Engine) -> None:
    with writing(server_store) as connection:
        connection.exec_driver_sql(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'ix_calls_source'::regclass"
        )
    with reading(server_store) as connection:
        assert of(connection).problems(connection) == ["the index ix_calls_source is not complete"]
