"""A judge of days that is trained, written, and read again by what runs it."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
import torch

from matcher.day_judge import LearnedJudge
from matcher.day_judge.windows import MARKS, SHOWN, windows
from matcher.encoder.files import find_model
from matcher.training.day_passages import (
    CLOSES,
    NEITHER,
    OPENS,
    examples,
    learned_from,
    read_passages,
)
from matcher.training.days import Network, Recipe, main, train
from matcher.training.timetables import timetables
from matcher.training.train import load_bert
from scrapers.facts.schedule.schedule import days_of

TEXT = "Opens 3 May 2026, closes 5 June 2026. Panel: 8 July 2026."
LABEL = {"opens": "2026-05-03", "deadlines": ["2026-06-05T23:59"], "kind": "fixed"}
LINE = json.dumps({"text": TEXT, "label": LABEL})
SILENT = json.dumps({"text": "Nothing dated.", "label": {"opens": None, "deadlines": []}})


def test_each_day_of_a_passage_has_its_label() -> None:
    (passage,) = read_passages([LINE, SILENT])
    assert passage.labels == (OPENS, CLOSES, NEITHER)


def test_a_passage_beside_another_is_the_only_one_asked_about() -> None:
    (first,) = read_passages([LINE])
    (second,) = read_passages(
        [json.dumps({"text": "Past: 1 April 2020", "label": {"opens": None, "deadlines": []}})]
    )
    found = examples([first, second], random.Random(1), beside=1.0)
    assert [label for _, label in found] == [OPENS, CLOSES, NEITHER, NEITHER]
    assert all(window.count(SHOWN) == 1 for window, _ in found)
    assert max(sum(window.count(mark) for mark in MARKS) for window, _ in found) >= 4


def test_invented_timetables_name_each_day_of_their_label() -> None:
    for line in timetables(90, random.Random(3)):
        label = json.loads(line)["label"]
        (passage,) = read_passages([line])
        assert passage.labels.count(CLOSES) == len(label["deadlines"])
        assert passage.labels.count(OPENS) == bool(label["opens"])


def test_what_is_written_says_what_was_trained(tmp_path: Path) -> None:
    file, out = tmp_path / "labelled.jsonl", tmp_path / "made"
    file.write_text("\n".join([LINE] * 12))
    main([str(file), "--output", str(out), "--epochs", "1", "--timetables", "2"])
    card = (out / "README.md").read_text()
    assert "14 passages, labelled by reading or invented, with" in card
    assert learned_from([file]) in card
    judge = LearnedJudge(out / "adapter.safetensors", out / "head.safetensors")
    text, days = days_of(TEXT)
    found = [(one.closes, one.opens) for one in judge(text, days) if one is not None]
    assert np.allclose(found, _by_torch(text, days), atol=0.01)


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(LINE)
    with pytest.raises(SystemExit):
        main([str(file), "--output", str(tmp_path)])
    assert "exists: name a folder that does not" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": "3 May 2026"}', '{"label": {}}', '{"text": 3}']
)
def test_a_line_that_is_no_passage_is_named(
    line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "labelled.jsonl"
    file.write_text(f"{LINE}\n{line}\n")
    with pytest.raises(SystemExit):
        main([str(file), "--output", str(tmp_path / "out")])
    assert f"{file}: line 2 is no labelled passage" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def _by_torch(text: str, days) -> list[tuple[float, float]]:  # type: ignore[no-untyped-def]
    torch.manual_seed(Recipe().seed)
    bert, tokenizer = load_bert(find_model(None).folder)
    network = Network(bert, tokenizer, Recipe().rank)
    seen = read_passages([LINE] * 12 + timetables(2, random.Random(Recipe().seed)))
    train(network, tokenizer, seen, Recipe(epochs=1), lambda _done, _of: None)
    found = []
    for window in windows(text, days):
        assert window is not None
        ids = torch.tensor([tokenizer.encode(window).ids])
        with torch.no_grad():
            shares = torch.softmax(network(ids, torch.ones_like(ids)), dim=1)[0]
        found.append((float(shares[CLOSES]), float(shares[OPENS])))
    return found
