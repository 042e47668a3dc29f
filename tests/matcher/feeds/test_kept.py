"""What has been made is made once, whoever asks, until it has changed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from matcher.feeds.kept import Kept


def test_many_who_ask_at_once_wait_for_one() -> None:
    kept, together = Kept(), Barrier(8)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    def ask(_: int) -> int:
        together.wait()
        return kept.get("feed", "version 1", make)

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, range(8))) == [1] * 8
    assert kept.get("feed", "version 2", make) == 2
    assert kept.get("other feed", "version 2", make) == 3
    assert kept.get("feed", "version 2", make) == 2


def test_what_failed_is_tried_again_and_what_is_asked_for_inside_does_not_block() -> None:
    kept = Kept()

    def fail() -> str:
        raise OSError("the disk is away")

    with pytest.raises(OSError, match="away"):
        kept.get("feed", "version", fail)
    assert (
        kept.get("feed", "version", lambda: kept.get("part", "version", lambda: "made")) == "made"
    )
    assert kept.get("feed", "version", fail) == "made"


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    kept = Kept()
    for number in range(501):
        kept.get("first", "version", lambda: 0)
        kept.get(number, "version", lambda number=number: number)
    assert kept.get("first", "version", lambda: 1) == 0
    assert kept.get(500, "version", lambda: -1) == 500
    assert kept.get(0, "version", lambda: -1) == -1
