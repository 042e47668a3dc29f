"""The real model, a few steps: what is learned is written, read again and better."""

import json
from pathlib import Path

import pytest
from safetensors import safe_open

from matcher.cli import main

TOPICS = ("stroke", "falls", "asthma", "soil", "sepsis", "obesity", "gambling", "dementia")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "labelled"
    data.mkdir()
    documents = [
        {
            "id": f"d{n}",
            "title": "",
            "text": f"Project {n} wants fewer cases of {topic} by {n + 3}.",
        }
        for n, topic in enumerate(TOPICS)
    ]
    queries = [{"id": f"q{n}", "text": f"code {n * 37}"} for n in range(len(TOPICS))]
    for name, rows in (("corpus", documents), ("queries", queries)):
        (data / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (data / "qrels.tsv").write_text("".join(f"q{n}\td{n}\t1\n" for n in range(len(TOPICS))))
    return data


def test_training_writes_an_adapter_with_its_card(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "made" / "adapter"
    given = ["train", str(folder), "--output", str(out), "--epochs", "6", "--rank", "2"]
    assert main(given) == 0
    assert {path.name for path in out.iterdir()} == {"adapter.safetensors", "README.md"}
    assert (out / "adapter.safetensors").stat().st_size < 1_000_000
    with safe_open(out / "adapter.safetensors", framework="numpy") as file:
        assert len(file.metadata()["base_sha256"]) == 64
        assert len(list(file.keys())) == 6 * 6 * 2
        assert abs(file.get_tensor("encoder.layer.0.intermediate.dense.B")).max() > 0
    card = (out / "README.md").read_text()
    assert "| labelled | 16 |" in card
    assert "rank 2" in card


def test_nothing_is_written_over_and_too_little_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", str(folder), "--output", str(tmp_path)]) == 2
    assert "exists: name a folder that does not" in capsys.readouterr().err
    out = tmp_path / "new"
    assert main(["train", str(folder), "--output", str(out), "--epochs", "0"]) == 2
    assert "too few to train on" in capsys.readouterr().err
    assert main(["train", str(folder), "--output", str(out), "--leave-out", "2"]) == 2
    assert "not a part like 1/2" in capsys.readouterr().err
    assert not out.exists()
