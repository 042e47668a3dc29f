import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from matcher.embedding import query_hash
from matcher.encoder import Encoder
from matcher.evaluation import Report, evaluate, format_report, report_as_json
from matcher.evaluation.beir import read_task
from matcher.evaluation.categories import first_is_right
from matcher.evaluation.evaluate import embed_task
from matcher.evaluation.fit import Pairs, fit
from matcher.evaluation.metrics import METRICS, estimate, measure
from matcher.ranking.score import shipped_calibration
from matcher.store import TextVectors, open_store, save_vectors, text_hash

SHARED = Path(__file__).parents[3] / "shared" / "eval"

DOCUMENTS = {
    "falls": ("Falls", "Preventing falls at home"),
    "soil": ("", "Soil carbon"),
    "heart": ("Heart", "Blood pressure"),
}
QUERIES = {"q1": "falls of older people", "q2": "hypertension", "q3": "never judged"}
QRELS = "query-id\tcorpus-id\tscore\nq1\tfalls\t1\nq1\tsoil\t0\nq2\theart\t2\nq2\tlost\t1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = [
        json.dumps({"id": key, "title": title, "text": text, "year": 2026})
        for key, (title, text) in DOCUMENTS.items()
    ]
    queries = [json.dumps({"id": key, "text": text}) for key, text in QUERIES.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(documents) + "\n")
    (tmp_path / "queries.jsonl").write_text("\n".join(queries) + "\n")
    (tmp_path / "qrels.tsv").write_text(QRELS)
    return tmp_path


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A store that knows the vectors of all texts, so that no model is loaded."""
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    rows = {
        text_hash("Falls\n\nPreventing falls at home"): (1.0, 0.0, 0.0),
        text_hash("Soil carbon"): (0.0, 1.0, 0.0),
        text_hash("Heart\n\nBlood pressure"): (0.0, 0.0, 1.0),
        text_hash("Falls"): (1.0, 0.0, 0.0),
        text_hash("Heart"): (0.0, 0.0, 1.0),
        query_hash(QUERIES["q1"]): (0.0, 1.0, 0.0),
        query_hash(QUERIES["q2"]): (0.0, 0.6, 0.8),
    }
    vectors = [
        TextVectors(key, ((0, 1),), np.array([row], dtype=np.float32)) for key, row in rows.items()
    ]
    save_vectors(engine, Encoder().model_id, vectors)
    yield engine
    engine.dispose()


def test_metrics_by_hand() -> None:
    """Gains 0, 2, 0, 1 ranked; a third relevant document (gain 1) is not found."""
    ndcg, mrr, r10, r50, average = measure(np.array([0.0, 2, 0, 1]), [2, 1, 1])
    found = 2 / math.log2(3) + 1 / math.log2(5)
    assert ndcg == pytest.approx(found / (2 / 1 + 1 / math.log2(3) + 1 / math.log2(4)))
    assert mrr == 1 / 2
    assert r10 == r50 == pytest.approx(2 / 3)
    assert average == pytest.approx((1 / 2 + 2 / 4) / 3)


def test_metrics_look_no_further_than_they_say() -> None:
    gains = np.zeros(60)
    gains[[10, 49, 50]] = 1
    ndcg, mrr, r10, r50, average = measure(gains, [1, 1, 1])
    assert (ndcg, mrr, r10) == (0, 0, 0)
    assert r50 == pytest.approx(2 / 3)
    assert average == pytest.approx((1 / 11 + 2 / 50 + 3 / 51) / 3)


def test_the_best_order_is_worth_one_however_many_there_are() -> None:
    many = [1] * 25
    ndcg, mrr, _, _, average = measure(np.ones(25), many)
    assert (ndcg, mrr, average) == pytest.approx((1, 1, 1))
    assert measure(np.zeros(3), [1]) == (0, 0, 0, 0, 0)


def test_intervals_hold_the_mean_and_repeat() -> None:
    values = np.linspace(0, 1, 101)
    found = estimate(values)
    assert found.value == pytest.approx(0.5)
    assert found.low < 0.46 < 0.54 < found.high
    assert estimate(values) == found
    assert estimate(np.array([0.3])).low == estimate(np.array([0.3])).high == 0.3


def test_evaluating_a_folder(folder: Path, engine: Engine) -> None:
    run = folder / "shipped.run"
    report = evaluate(folder, engine, Encoder(), run_file=run)
    assert (report.documents, report.queries) == (3, 2)
    assert [system.name for system in report.systems] == ["lexical", "dense", "shipped"]
    first_by_words = report.system("lexical").metrics["MRR@10"]
    assert first_by_words.value == pytest.approx((1 + 1 / 2) / 2)  # no word of q2: order by id
    assert report.system("dense").metrics["R@10"].value == pytest.approx((1 + 1 / 2) / 2)
    assert report.notes == (
        "1 queries without a relevant document were left out",
        "1 relevant documents are not in the corpus and count as not found",
    )
    lines = [line.split("\t") for line in run.read_text().splitlines()]
    assert [line[0] for line in lines] == ["q1"] * 3 + ["q2"] * 3
    assert lines[3][1] == "heart"
    scores = [float(line[2]) for line in lines[:3]]
    assert scores == sorted(scores, reverse=True)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_the_report_for_people_and_for_programs(folder: Path, engine: Engine) -> None:
    report = evaluate(folder, engine, Encoder())
    text = format_report(report)
    for word in (*METRICS, "lexical", "dense", "shipped", "2 queries", report.model_id):
        assert word in text
    values = json.loads(json.dumps(report_as_json(report)))
    assert values["systems"][2]["metrics"]["nDCG@10"]["value"] == pytest.approx(
        report.system("shipped").metrics["nDCG@10"].value
    )
    assert isinstance(report, Report)


def test_judgements_with_and_without_a_header(folder: Path) -> None:
    headed = read_task(folder)
    (folder / "qrels.tsv").write_text(QRELS.partition("\n")[2])
    assert read_task(folder) == headed


def test_only_the_queries_of_one_part(folder: Path) -> None:
    lines = [{"id": "q1", "text": "falls", "split": "test"}, {"id": "q2", "text": "heart"}]
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, lines)))
    assert set(read_task(folder, only_split="dev").queries) == {"q2"}
    assert set(read_task(folder).queries) == {"q1", "q2"}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("corpus.jsonl", '{"id": "a", "text": "x"}\n{"id": ', r"corpus\.jsonl, line 2: not JSON"),
        ("corpus.jsonl", "[1]\n", r"corpus\.jsonl, line 1: not a JSON object"),
        ("corpus.jsonl", '{"id": "a"}\n', r"corpus\.jsonl, line 1: text is missing"),
        ("queries.jsonl", '\n{"text": "x"}\n', r"queries\.jsonl, line 2: id must be"),
        (
            "queries.jsonl",
            '{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n',
            r"queries\.jsonl, line 2: the id 'a' is there twice",
        ),
        ("qrels.tsv", "q1\tfalls\t1\nq1 falls 1\n", r"qrels\.tsv, line 2: three cells"),
        ("qrels.tsv", "q1\tfalls\t1\nq1\tsoil\tyes\n", r"qrels\.tsv, line 2: not a whole"),
        ("qrels.tsv", "q9\tfalls\t1\n", "no query with a relevant document"),
    ],
)
def test_bad_data_is_named(folder: Path, name: str, content: str, said: str) -> None:
    (folder / name).write_text(content)
    with pytest.raises(ValueError, match=said):
        read_task(folder)


def test_missing_and_garbled_files_are_named(folder: Path) -> None:
    (folder / "corpus.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(ValueError, match=r"corpus\.jsonl is not UTF-8"):
        read_task(folder)
    (folder / "corpus.jsonl").unlink()
    with pytest.raises(ValueError, match=r"corpus\.jsonl is missing"):
        read_task(folder)


def made_up_pairs(seed: int, weight: float) -> Pairs:
    """Pairs whose odds of being relevant rise with meaning + weight * words."""
    draw = np.random.default_rng(seed)
    meaning, words = draw.normal(0, 0.1, (40, 200)), draw.uniform(0, 1, (40, 200)) ** 4
    chance = 1 / (1 + np.exp(-(15 * (meaning + weight * words) - 4)))
    return Pairs(meaning + 0.12, meaning, words, draw.uniform(size=chance.shape) < chance)


def test_fitting_finds_the_odds_that_made_the_judgements() -> None:
    fitted = fit([made_up_pairs(1, 0.2), made_up_pairs(2, 0.2)], 0.2)
    assert fitted.slope == pytest.approx(15, rel=0.2)
    assert fitted.intercept == pytest.approx(-4, rel=0.2)
    assert fitted.usual_closeness == pytest.approx(0.12, abs=0.01)
    assert fitted.words_weight == 0.2


def test_a_score_is_the_share_of_relevant_pairs_among_those_that_score_so() -> None:
    """Fitted on some queries, counted on others that were made the same way."""
    fitted = fit([made_up_pairs(1, 0.2)], 0.2)
    fresh = made_up_pairs(3, 0.2)
    evidence = fresh.meaning + fitted.words_weight * fresh.words
    best = np.argsort(-evidence, axis=1)[:, :20]
    logit = fitted.slope * np.take_along_axis(evidence, best, axis=1) + fitted.intercept
    score, relevant = 1 / (1 + np.exp(-logit)), np.take_along_axis(fresh.relevant, best, axis=1)
    for low, high in ((0.0, 0.4), (0.4, 0.6), (0.6, 1.0)):
        held = (score >= low) & (score < high)
        assert held.sum() > 30
        assert relevant[held].mean() == pytest.approx(score[held].mean(), abs=0.12)


def test_fitting_needs_both_kinds_of_pairs() -> None:
    pairs = made_up_pairs(1, 0.2)
    empty = replace(pairs, relevant=np.zeros((40, 200), dtype=bool))
    with pytest.raises(ValueError, match="relevant and irrelevant pairs"):
        fit([empty], 0.2)


def test_the_shipped_calibration_says_what_it_rests_on() -> None:
    import matcher.ranking

    path = Path(matcher.ranking.__file__).with_name("calibration.json")
    origin = json.loads(path.read_text())["provenance"]
    # Name and fingerprint; how the model was run, behind the "+", is the machine's affair.
    assert origin["model"].partition("+")[0] == Encoder().model_id.partition("+")[0]
    assert "hta_need" in {task["name"] for task in origin["tasks"]}
    assert shipped_calibration().words_weight > 0


@pytest.mark.parametrize("task", ["eu_need_call", "hta_need"])
def test_real_tasks_can_be_read(task: str) -> None:
    if not SHARED.is_dir():
        pytest.skip("the labelled data is not beside the project")
    read = read_task(SHARED / task)
    assert len(read.queries) > 40
    assert read.notes == ()


def test_which_query_a_document_belongs_to(folder: Path, engine: Engine) -> None:
    embedded = embed_task(read_task(folder), engine, Encoder())
    found = first_is_right(embedded)
    assert set(found.tolist()) <= {0.0, 1.0}
    answering = {key for gains in embedded.task.relevant.values() for key in gains}
    assert len(found) == len(answering & set(embedded.corpus.keys))
    assert found.mean() == 1.0
    with pytest.raises(ValueError, match="no query's id begins with 'z'"):
        first_is_right(embedded, "z")
