"""Low-rank updates: merged where they belong, refused where they do not."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from matcher.encoder import Encoder, EncoderError, adapter
from matcher.encoder.adapter import adapter_for, merged
from matcher.encoder.files import find_model, fingerprint, weights_sha256
from matcher.encoder.prepare import Source, prepare
from tests.matcher.encoder.models import NARROW, WIDE, small_model

QUERY = "encoder.layer.0.attention.self.query"
OUTPUT = "encoder.layer.1.output.dense"
RANK = 2


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_model(tmp_path_factory.mktemp("models") / "small")


def updates() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)
    shapes = {
        f"{QUERY}.A": (RANK, NARROW),
        f"{QUERY}.B": (NARROW, RANK),
        f"{OUTPUT}.A": (RANK, WIDE),
        f"{OUTPUT}.B": (NARROW, RANK),
    }
    return {name: draw.normal(0, 0.3, shape).astype(np.float16) for name, shape in shapes.items()}


def write(path: Path, tensors: dict[str, np.ndarray], base: str) -> Path:
    save_file(tensors, path, metadata={"base_sha256": base})
    return path


def base_of(model: Path) -> str:
    return hashlib.sha256((model / "model.safetensors").read_bytes()).hexdigest()


def test_updates_are_added_to_the_weights(model: Path, tmp_path: Path) -> None:
    found = adapter_for(find_model(model), write(tmp_path / "a", updates(), base_of(model)))
    weights = load_file(model / "model.safetensors")
    changed = merged(weights, found)
    given = {name: tensor.astype(np.float32) for name, tensor in updates().items()}
    expected = weights[f"{QUERY}.weight"] + given[f"{QUERY}.B"] @ given[f"{QUERY}.A"]
    assert np.allclose(changed[f"{QUERY}.weight"], expected, atol=1e-6)
    same = [name for name in weights if np.array_equal(weights[name], changed[name])]
    assert len(weights) - len(same) == 2


def test_the_encoder_uses_it_and_its_id_says_so(model: Path, tmp_path: Path) -> None:
    plain = Encoder(model)
    before = plain.encode_document(["Falls of older people"])
    tuned = Encoder(model, adapter=write(tmp_path / "a", updates(), base_of(model)))
    assert tuned.model_id != plain.model_id
    assert float((tuned.encode_document(["Falls of older people"]) @ before.T).item()) < 0.999


def test_a_prepared_model_has_it_in_its_weights(model: Path, tmp_path: Path) -> None:
    texts = ["Falls of older people", "Dementia care at home", "Drilling for oil", "Air quality"]
    path, home, files = tmp_path / "a", tmp_path / "home", find_model(model)
    used = adapter_for(files, write(path, updates(), base_of(model)))
    assert used is not None
    manifest = prepare(Source(files, used, fingerprint(files, used.sha256)), home, texts)
    assert manifest.adapter_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    tuned, reference = Encoder(model, home, adapter=path), Encoder(model, adapter=path)
    assert tuned.model_id.split("+")[1] == manifest.backend_id
    rows = tuned.encode_document(texts)
    assert (rows * reference.encode_document(texts)).sum(axis=1).mean() > 0.997
    assert (rows * Encoder(model).encode_document(texts)).sum(axis=1).mean() < 0.99
    assert Encoder(model, home).model_id == Encoder(model).model_id


def test_another_models_adapter_is_left_alone(model: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "a", updates(), "0" * 64)
    assert adapter_for(find_model(model), path) is None
    assert adapter_for(find_model(model), None) is None
    with pytest.raises(EncoderError, match="trained on weights whose sha256 begins '000000000000'"):
        adapter_for(find_model(None), path)


def test_what_is_no_adapter_is_one_clear_sentence(model: Path, tmp_path: Path) -> None:
    base = base_of(model)
    whole = write(tmp_path / "whole", updates(), base).read_bytes()
    broken = {
        "cannot be read as an adapter": whole[: len(whole) // 2],
        "is larger than 1,000,000 bytes": whole + bytes(1_000_000),
    }
    for number, (reason, content) in enumerate(broken.items()):
        path = tmp_path / f"broken{number}"
        path.write_bytes(content)
        with pytest.raises(EncoderError, match=reason):
            adapter_for(find_model(model), path)
    wrong = {
        "is no layer that an adapter may change": {"pooler.dense.A": np.ones((1, 2), np.float16)},
        "do not fit each other": {f"{QUERY}.A": updates()[f"{QUERY}.A"]},
        "is not a matrix of finite numbers": {f"{QUERY}.A": np.full((1, 2), np.nan, np.float16)},
    }
    for number, (reason, tensors) in enumerate(wrong.items()):
        path = write(tmp_path / f"wrong{number}", tensors, base)
        with pytest.raises(EncoderError, match=reason):
            adapter_for(find_model(model), path)


def test_a_shape_that_the_model_does_not_have_is_refused(model: Path, tmp_path: Path) -> None:
    tensors = updates() | {f"{QUERY}.A": np.ones((RANK, 7), np.float16)}
    found = adapter_for(find_model(model), write(tmp_path / "a", tensors, base_of(model)))
    with pytest.raises(EncoderError, match=r"is for a weight of shape \(32, 7\)"):
        merged(load_file(model / "model.safetensors"), found)
    far = {name.replace("layer.1", "layer.9"): tensor for name, tensor in updates().items()}
    found = adapter_for(find_model(model), write(tmp_path / "b", far, base_of(model)))
    with pytest.raises(EncoderError, match="the model's is not there"):
        merged(load_file(model / "model.safetensors"), found)


@pytest.mark.skipif(not adapter.SHIPPED.is_file(), reason="no adapter ships with the package")
def test_the_shipped_adapter_fits_the_default_model() -> None:
    files = find_model(None)
    found = adapter_for(files)
    assert found is not None
    assert found.base_sha256 == weights_sha256(files)
    assert merged(load_file(files.weights), found)
