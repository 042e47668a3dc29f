"""What the part `watch` may say, and how a mistake is named."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from scrapers.source import read_definition
from scrapers.watching.rules import WatchRules
from tests.scrapers.watching.watched import rules


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"list_selector": "main >>> a"}, "'main >>> a' is not a CSS selector"),
        ({"link_prefixes": ["calls/"]}, "must begin and end with a slash"),
        ({"link_prefixes": []}, "list_selector and link_prefixes go together"),
        ({"list_selector": None}, "list_selector or pages is needed"),
        ({"labels": {}}, "at least one label is needed"),
        ({"labels": {"deadline": []}}, "at least 1 item"),
        ({"labels": {"closing": ["Closes"]}}, "labels.closing"),
        (
            {"labels": {"deadline": ["Date"], "opens": ["DATE:"]}},
            "'DATE:' stands for both deadline and opens",
        ),
        ({"recurring": "yes"}, "recurring"),
        ({"currency": "pounds"}, "currency"),
        ({"phrases": {"now open": "opened"}}, "phrases"),
        ({"pages": ["ftp://www.fund.example/a"]}, "pages"),
        ({"selector": "a"}, "selector"),
    ],
)
def test_a_mistake_is_refused_by_name(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        rules(**changes)


def test_a_mistake_in_a_source_file_names_file_and_field(tmp_path: Path) -> None:
    real = Path(__file__).parents[3] / "scrapers" / "sources" / "diabetes_uk" / "source.yaml"
    data = yaml.safe_load(real.read_text("utf-8"))
    data["watch"]["content_selector"] = "main >"
    path = tmp_path / "diabetes_uk" / "source.yaml"
    path.parent.mkdir()
    path.write_text(yaml.safe_dump(data), "utf-8")
    with pytest.raises(ValueError, match=r"source\.yaml: watch\.content_selector: 'main >' is not"):
        read_definition(path)


def test_the_example_in_the_documentation_is_right() -> None:
    text = (Path(__file__).parents[3] / "docs" / "watch.md").read_text("utf-8")
    example = yaml.safe_load(text.split("```yaml\n")[1].split("```")[0])
    assert WatchRules.model_validate(example["watch"]).recurring
    assert all(f"`{field}`" in text for field in WatchRules.model_fields)


def test_fixed_pages_need_no_listing() -> None:
    fixed = rules(list_selector=None, link_prefixes=[], pages=["https://www.fund.example/a/city"])
    assert fixed.pages == ("https://www.fund.example/a/city",)
