"""Reasons by leave-one-out, with the real encoder on calls that were really made."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine

from matcher.city import load_city
from matcher.embedding import embed_documents, embed_queries
from matcher.encoder import Encoder
from matcher.imports import load_catalogue
from matcher.matching import City, Matched, match_city
from matcher.ranking.corpus import Document, build_corpus
from matcher.ranking.match import match_needs, need_target, need_text, need_texts
from matcher.ranking.score import score_queries
from matcher.reasons import Carried, carry_reasons
from matcher.store import load_matches, open_store, upsert_calls
from models.call import Call
from models.match import Match
from models.need import Need

DATA = Path(__file__).parents[2] / "data"
AS_OF = datetime(2026, 8, 10, 7, tzinfo=UTC)
LEEDS = load_city(DATA / "leeds")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture(scope="module")
def calls() -> tuple[Call, ...]:
    """The bundled UK calls: short enough to be cut anew many times."""
    every = load_catalogue(DATA / "catalogue").calls
    return tuple(call for call in every if call.source != "eu_funding")[:30]


@pytest.fixture(scope="module")
def engine(calls: tuple[Call, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = open_store(f"sqlite:///{tmp_path_factory.mktemp('reasons') / 'store.db'}")
    upsert_calls(engine, calls, AS_OF)
    yield engine
    engine.dispose()


def match_now(engine: Engine, encoder: Encoder) -> Matched:
    city = City("leeds", LEEDS, {})
    return match_city(engine, city, encoder, AS_OF, lambda *_: None)


@pytest.fixture(scope="module")
def matched(engine: Engine, encoder: Encoder) -> Matched:
    return match_now(engine, encoder)


def document(encoder: Encoder, key: str, text: str) -> Document:
    (made,), _ = embed_documents(None, encoder, {key: text})
    return made


def carried(encoder: Encoder, needs: list[Need], *texts: str) -> Carried:
    """Match texts with needs and explain every match, storing nothing."""
    names = [need_text(need) for need in needs]
    rows, _ = embed_queries(None, encoder, names)
    vectors = dict(zip(names, rows, strict=True))
    corpus = build_corpus([document(encoder, str(at), text) for at, text in enumerate(texts)])
    targets = [need_target(need, vectors) for need in needs]
    matches = match_needs(needs, corpus, vectors)
    return carry_reasons(None, encoder, corpus, targets, matches, lambda *_: None)


def a_need(name: str, *terms: str) -> Need:
    return Need("need", name, "", (), terms, 1.0, "stated")


def test_without_the_sentence_that_is_shown_the_score_is_lower(
    matched: Matched, encoder: Encoder
) -> None:
    texts = {row.call.key: row.call.match_text() for row in matched.ranked}
    documents = {key: document(encoder, key, text) for key, text in texts.items()}
    vectors = dict(
        zip(
            (names := [text for need in LEEDS.needs for text in need_texts(need)]),
            embed_queries(None, encoder, names)[0],
            strict=True,
        )
    )
    targets = {need.id: need_target(need, vectors) for need in LEEDS.needs}
    tried = 0
    for match in (match for row in matched.ranked for match in row.needs):
        quoted = match.explanation.sentence.removesuffix("…")
        assert quoted
        if not match.explanation.carried or quoted not in texts[match.call_key]:
            continue
        shorter = texts[match.call_key].replace(quoted, " ")
        others = {**documents, match.call_key: document(encoder, match.call_key, shorter)}
        corpus = build_corpus(list(others.values()))
        (scores,) = score_queries([targets[match.target_id].query], corpus)
        assert scores.score[corpus.keys.index(match.call_key)] < match.score
        tried += 1
    assert tried >= 3


def test_what_is_kept_is_what_is_shown_and_the_rest_has_the_cheap_reason(
    matched: Matched, engine: Engine
) -> None:
    stored = load_matches(engine, "leeds")
    assert stored is not None
    shown = {match for row in matched.ranked for match in (*row.needs, *row.leads)}
    assert {match for match in stored.matches if match.explanation.carried is not None} == shown
    assert len(shown) < len(stored.matches)


def test_a_second_matching_encodes_nothing_and_says_the_same(
    matched: Matched, engine: Engine, encoder: Encoder
) -> None:
    again = match_now(engine, encoder)
    assert (again.embedded, again.ranked) == (0, matched.ranked)


def test_the_phrase_is_one_of_the_need_and_its_loss_tells(encoder: Encoder) -> None:
    need = a_need("Breathing", "asthma", "pulmonary rehabilitation")
    text = "New call\n\nWe fund studies of rehabilitation of pulmonary patients after hospital."
    (match,) = carried(encoder, [need], text).matches
    assert match.explanation.phrase == "pulmonary rehabilitation"


@pytest.mark.parametrize(
    "text",
    [
        "Falls",
        "Prévention des chutes\n\nNous finançons des projets sur les chutes des personnes âgées.",
        "FALLS PREVENTION\n\nWE FUND FALLS PREVENTION WITH OLDER PEOPLE AT HOME. APPLY BY MAY.",
        "<p><b>Falls</b></p><div class='falls'>Falls prevention for older people</div>" * 3,
    ],
    ids=["one word", "French", "capitals", "HTML"],
)
def test_odd_calls_have_a_reason_that_stands_in_them(encoder: Encoder, text: str) -> None:
    need = a_need("Falls and frailty", "falls prevention", "older people")
    (match,) = carried(encoder, [need], text).matches
    reason = match.explanation
    assert reason.sentence.rstrip("…") in text
    assert reason.carried is not None
    assert 0 <= reason.carried <= match.score + 0.0001, "rounded to four places"


def test_an_empty_call_and_a_need_without_text_match_nothing(encoder: Encoder) -> None:
    assert carried(encoder, [a_need("Falls")], "").matches == ()
    assert carried(encoder, [a_need("")], "Falls\n\nWe fund falls prevention.").matches == ()


def test_a_call_of_100_000_words_costs_a_few_passages(encoder: Encoder) -> None:
    lines = [f"Number {n} on preventing falls of older people at home." for n in range(10_000)]
    text = "Falls\n\n" + "\n".join(lines)
    spans = tuple((at, min(at + 900, len(text))) for at in range(0, len(text), 800))
    rows = np.tile(encoder.encode_document(["Preventing falls at home."]), (len(spans), 1))
    corpus = build_corpus([Document("long", text, spans, rows)])
    need = a_need("Falls", "falls prevention")
    vectors = {need_text(need): encoder.encode_query([need_text(need)])[0]}
    matches: list[Match] = match_needs([need], corpus, vectors)
    found = carry_reasons(
        None, encoder, corpus, [need_target(need, vectors)], matches, lambda *_: None
    )
    assert found.matches[0].explanation.sentence in text
    assert found.texts < 20
