"""The audit fails for what is known, and says in one sentence where nothing can be looked up."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.audit.advisories import audit, judged
from tests.audit.bill import without_machine, write_bill
from tests.scrapers.local_server import Handler, LocalServer, closed_port

needs_pip_audit = pytest.mark.skipif(
    find_spec("pip_audit") is None, reason="needs pip-audit: pip install -e '.[audit]'"
)
needs_cyclonedx = pytest.mark.skipif(
    find_spec("cyclonedx_py") is None, reason="needs cyclonedx-bom: pip install -e '.[audit]'"
)
FOUND = {"id": "PYSEC-2099-1", "fix_versions": ["2.0"], "aliases": [], "description": ""}


def report(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": list(packages), "fixes": []})


def test_a_known_vulnerability_fails() -> None:
    verdict = judged(report({"name": "a", "version": "1.0", "vulns": [FOUND]}))
    assert verdict.fails
    assert "a 1.0: PYSEC-2099-1 (mended in 2.0)" in verdict.words


def test_none_known_is_said_with_how_many_were_looked_up() -> None:
    clean = {"name": "a", "version": "1.0", "vulns": []}
    skipped = {"name": "b", "skip_reason": "not found"}
    verdict = judged(report(clean, clean, skipped))
    assert not verdict.fails
    assert verdict.words == "No known vulnerability in 2 packages; 1 could not be looked up."


@pytest.mark.parametrize("said", ["", "no JSON", "[]", report({"name": "b", "skip_reason": "x"})])
def test_what_could_not_be_looked_up_is_not_called_clean(said: str) -> None:
    verdict = judged(said)
    assert not verdict.fails
    assert verdict.words.startswith("Advisories were not looked up: ")
    assert verdict.words.count("\n") == 0


def advisory(name: str) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]
    package = {"name": name, "ecosystem": "PyPI"}
    affected = [{"package": package, "ranges": ranges, "versions": ["1.0"]}]
    return {
        "id": "PYSEC-2099-1",
        "modified": "2099-01-01T00:00:00Z",
        "published": "2099-01-01T00:00:00Z",
        "details": "Anybody may do anything.",
        "affected": affected,
    }


@needs_pip_audit
def test_pip_audit_asks_the_database_and_its_finding_fails(tmp_path: Path) -> None:
    """The real tool against a database on this machine."""
    pins = tmp_path / "constraints.txt"
    pins.write_text("harmless==1.0\nharmful==1.0\n", encoding="utf-8")

    def answer(handler: Handler) -> None:
        asked = json.loads(handler.server.site.seen[-1].body)["package"]["name"]
        found = {"vulns": [advisory(asked)]} if asked == "harmful" else {}
        handler.reply(200, json.dumps(found).encode(), Content_Type="application/json")

    with LocalServer() as site:
        site.answer("/v1/query", answer)
        verdict = audit(pins, f"{site.address}/v1/query")
    assert verdict.fails
    assert "harmful 1.0: PYSEC-2099-1 (mended in 2.0)" in verdict.words
    assert "harmless 1.0" not in verdict.words


@needs_pip_audit
def test_without_a_network_one_sentence_says_so_and_nothing_fails(tmp_path: Path) -> None:
    pins = tmp_path / "constraints.txt"
    pins.write_text("harmless==1.0\n", encoding="utf-8")
    with closed_port() as port:
        verdict = audit(pins, f"http://127.0.0.1:{port}/v1/query")
    assert not verdict.fails
    assert verdict.words.startswith("Advisories were not looked up: ")


@needs_cyclonedx
def test_the_bill_names_what_is_installed_and_nothing_of_the_machine(tmp_path: Path) -> None:
    target = tmp_path / "sbom.cdx.json"
    assert str(target) in write_bill(target)
    text = target.read_text("utf-8")
    names = {each["name"].lower() for each in json.loads(text)["components"]}
    assert {"fastapi", "sqlalchemy", "jinja2", "defusedxml"} <= names
    assert "file:" not in text
    for folder in (Path(__file__).parents[2], Path.home(), tmp_path):
        assert str(folder) + "/" not in text


def test_addresses_of_files_and_indexes_are_left_out() -> None:
    kept = {"type": "website", "url": "https://www.example.org"}
    other = [
        {"type": "vcs", "url": "file:///somewhere"},
        {"type": "distribution", "url": "https://index.example/a.whl"},
        {"type": "website", "url": "http://127.0.0.1/a"},
    ]
    bill = {"components": [{"name": "a", "externalReferences": [kept, *other]}]}
    assert without_machine(bill)["components"][0]["externalReferences"] == [kept]
