"""Template injection: what stands in a text is never filled in, and HTML is always escaped."""

import re
from pathlib import Path

import pytest

from matcher.templating import templates_in

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "matcher").rglob("*.j2"))
HOSTILE = (
    "{{ 7919*7907 }}", "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ self._TemplateReference__context }}", "{% include '/etc/passwd' %}", "{{ config.items() }}",
    "{# x #}", "${7919*7907}", "#{7919*7907}", "<%= 7919*7907 %>", "{{ cycler.__init__ }}",
)  # fmt: skip


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 30


def test_every_template_of_a_page_is_escaped() -> None:
    pages = [path for path in TEMPLATES if ".html" in path.name or ".svg" in path.name]
    assert pages
    for path in pages:
        assert path.name.endswith(".html.j2"), f"{path.name} would not be escaped"


def test_no_template_turns_escaping_off_or_takes_another_by_a_value() -> None:
    for path in TEMPLATES:
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|\|\s*forceescape", text), path
        for named in re.findall(r"{%-?\s*(?:include|import|extends|from)\s+([^\s%]+)", text):
            assert named[0] in "'\"", f"{path.name} takes a template by the value {named}"


def test_no_template_is_made_from_a_text() -> None:
    for path in (ROOT / "matcher").rglob("*.py"):
        assert "from_string(" not in path.read_text("utf-8"), path
        assert "Template(" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_put_in_as_it_is(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.html.j2").write_text("<p title='{{ value }}'>{{ value }}</p>", encoding="utf-8")
    (tmp_path / "a.txt.j2").write_text("{{ value }}", encoding="utf-8")
    environment = templates_in(tmp_path)
    assert environment.get_template("a.txt.j2").render(value=text) == text
    shown = environment.get_template("a.html.j2").render(value=f"{text}<b>'\"&")
    assert "<b>" not in shown
    assert str(7919 * 7907) not in shown
    assert "&lt;b&gt;&#39;&#34;&amp;" in shown
