"""The labelled calls of the city's needs hold together, and the shipped text earns its place."""

import json

from matcher.evaluation.beir import read_task
from matcher.evaluation.metrics import METRICS
from matcher.imports.catalogue import load_catalogue
from matcher.ranking.match import need_text
from matcher.settings import data_folder
from tests.eval.needs import FOLDER, SHIPPED, leeds_needs, measure_variants


def test_the_documents_are_the_bundled_uk_calls() -> None:
    calls = {
        call.key: call.match_text() for call in load_catalogue(data_folder() / "catalogue").calls
    }
    documents = read_task(FOLDER).documents
    assert len(documents) == 83
    assert documents == {key: calls[key] for key in documents}


def test_the_queries_are_the_needs_as_their_words_are_compared() -> None:
    """To write them anew: see README.md beside them."""
    lines = (FOLDER / "queries.jsonl").read_text("utf-8").splitlines()
    queries = {entry["id"]: entry["text"] for entry in map(json.loads, lines)}
    assert queries == {key: need_text(need) for key, need in leeds_needs().items()}


def test_every_label_is_of_a_need_and_a_call() -> None:
    task = read_task(FOLDER)
    assert task.relevant.keys() <= leeds_needs().keys()
    assert not [note for note in task.notes if "unknown" in note or "not in the corpus" in note]
    grades = [grade for gains in task.relevant.values() for grade in gains.values()]
    assert set(grades) == {1, 2}


def test_definitions_rank_above_bare_names() -> None:
    """On the same calls, with the real model: the reason why a need should be more than a name."""
    values = measure_variants(["name", SHIPPED])
    average = METRICS.index("MAP")
    named, shipped = (float(values[name][:, average].mean()) for name in ("name", SHIPPED))
    assert shipped > named + 0.02
