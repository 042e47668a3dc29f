"""The ledger of a bulk run, and a corpus packed for other machines."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from matcher.bulk.ledger import NAME, Key, fingerprint, open_ledger
from matcher.bulk.packing import pack, unpack
from matcher.places import LONDON
from matcher.ranking.corpus import Document, build_corpus
from matcher.ranking.score import Query, score_queries

KEY = Key(None, "model", "calls")
MORNING = datetime(2026, 11, 28, 7, tzinfo=LONDON)


def test_a_run_that_was_broken_off_goes_on_for_the_moment_it_began_with(tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path, KEY, MORNING)
    ledger.note("leeds", "a", "b")
    again = open_ledger(tmp_path, KEY, MORNING + timedelta(hours=3))
    assert again.as_of == MORNING
    assert again.holds("leeds", "a", "b")
    assert not again.holds("leeds", "a", "another's")
    assert not again.holds("westhaven", "a", "b")
    again.close()
    assert not open_ledger(tmp_path, KEY, MORNING).done


@pytest.mark.parametrize(
    "key",
    [
        replace(KEY, day=date(2026, 11, 28)),
        replace(KEY, model_id="another"),
        replace(KEY, calls="others"),
    ],
)
def test_another_run_begins_anew(tmp_path: Path, key: Key) -> None:
    open_ledger(tmp_path, KEY, MORNING).note("leeds", "a", "b")
    assert not open_ledger(tmp_path, key, MORNING).done


def test_a_new_day_begins_anew(tmp_path: Path) -> None:
    open_ledger(tmp_path, KEY, MORNING).note("leeds", "a", "b")
    assert not open_ledger(tmp_path, KEY, MORNING + timedelta(days=1)).done


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": 1}', '{"as_of": "never"}'])
def test_a_ledger_that_cannot_be_read_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content)
    assert not open_ledger(tmp_path, KEY, MORNING).done


def test_a_fingerprint_is_of_all_its_parts() -> None:
    assert fingerprint("a", "b") != fingerprint("ab", "")


def test_a_corpus_comes_out_as_it_went_in() -> None:
    draw = np.random.default_rng(1)
    rows = draw.standard_normal((3, 8)).astype(np.float32)
    texts = ["Falls at home\nin older people", "Soil", "Nothing of it"]
    corpus = build_corpus(
        [
            Document("a", texts[0], ((0, 13), (14, 29)), rows[:2], rows[2]),
            Document("b", texts[1], ((0, 4),), rows[2:]),
            Document("c", texts[2]),
        ]
    )
    again = unpack(pack(corpus), texts)
    for one, other in zip(corpus.documents, again.documents, strict=True):
        assert (one.key, one.text, one.spans) == (other.key, other.text, other.spans)
        for before, after in ((one.vectors, other.vectors), (one.title, other.title)):
            assert (before is None) == (after is None)
            assert before is None or after is None or np.array_equal(before, after)
    query = Query("falls", rows[0])
    before, after = (score_queries([query], each)[0].score for each in (corpus, again))
    assert np.array_equal(before, after)
