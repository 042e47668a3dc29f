"""What the judge of days was trained on is what is here, and none of it is scored."""

import json

from matcher.day_judge.judge import ADAPTER
from matcher.training.day_passages import learned_from, read_passages
from tests.facts.score import HERE, passages

TAUGHT = [HERE / "looked_at" / "dates.jsonl", HERE / "taught" / "dates.jsonl"]


def test_the_shipped_judge_was_trained_on_what_is_here() -> None:
    """Labels that change ask for a training: docs/training.md."""
    card = ADAPTER.with_name("adapter.md").read_text("utf-8")
    assert learned_from(TAUGHT) in card


def test_no_passage_is_both_taught_and_scored() -> None:
    scored = {one["text"] for file in ("dates", "dates_read") for one in passages("scored", file)}
    taught = [one["text"] for one in passages("taught", "dates")]
    assert len(taught) == len(set(taught))
    assert not scored & set(taught)


def test_every_label_names_a_day_of_its_text() -> None:
    lines = TAUGHT[1].read_text("utf-8").splitlines()
    assert len({json.loads(line)["id"] for line in lines}) == len(lines)
    for line in lines:
        label = json.loads(line)["label"]
        stated = {day[:10] for day in [*label["deadlines"], label["opens"]] if day}
        named = {
            f"{moment:%Y-%m-%d}"
            for passage in read_passages([line])
            for day in passage.days
            if (moment := day.moment(closing=False))
        }
        assert stated <= named, line
