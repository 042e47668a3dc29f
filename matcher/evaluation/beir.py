"""Reading labelled data in BEIR form: corpus.jsonl, queries.jsonl, qrels.tsv."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Task:
    """Documents, questions, and which documents answer which question how well."""

    name: str
    documents: Mapping[str, str]  # id -> title and text
    queries: Mapping[str, str]  # id -> text; only those with a relevant document
    relevant: Mapping[str, Mapping[str, int]]  # query id -> document id -> gain above 0
    notes: tuple[str, ...] = ()  # what was left out, in sentences


def read_task(folder: Path, only_split: str | None = None) -> Task:
    """Read a folder; with `only_split`, only queries whose `split` is that word or not given.

    Raises ValueError that names file and line for what cannot be read. Judgements
    on unknown queries and queries without a relevant document are left out with a
    note; a relevant document that is not in the corpus counts as not found.
    """
    documents = {key: _document(entry) for key, entry in _entries(folder / "corpus.jsonl")}
    entries = dict(_entries(folder / "queries.jsonl"))
    asked = {
        key: str(entry["text"])
        for key, entry in entries.items()
        if only_split is None or entry.get("split", only_split) == only_split
    }
    relevant = _read_judgements(folder / "qrels.tsv")
    queries = {key: text for key, text in asked.items() if key in relevant}
    if not documents or not queries:
        raise ValueError(f"{folder}: there is no document, or no query with a relevant document")
    return Task(
        name=folder.resolve().name,
        documents=documents,
        queries=queries,
        relevant={key: relevant[key] for key in queries},
        notes=_notes(asked, entries, relevant, documents),
    )


def _notes(
    asked: Mapping[str, str],
    entries: Mapping[str, Any],
    relevant: Mapping[str, Mapping[str, int]],
    documents: Mapping[str, str],
) -> tuple[str, ...]:
    unanswered = len(asked.keys() - relevant.keys())
    unknown = len(relevant.keys() - entries.keys())
    absent = len({key for gains in relevant.values() for key in gains} - documents.keys())
    said = (
        (unanswered, f"{unanswered} queries without a relevant document were left out"),
        (unknown, f"judgements on {unknown} unknown queries were left out"),
        (absent, f"{absent} relevant documents are not in the corpus and count as not found"),
    )
    return tuple(sentence for count, sentence in said if count)


def _document(entry: Mapping[str, Any]) -> str:
    parts = (str(entry.get("title") or ""), str(entry["text"]))
    return "\n\n".join(part for part in parts if part.strip())


def _entries(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    seen: set[str] = set()
    for number, line in _lines(path):
        entry = _entry(path, number, line)
        key = entry.get("id", entry.get("_id"))
        if not isinstance(key, str) or not key or key != key.strip():
            raise ValueError(f"{path}, line {number}: id must be a text without outer spaces")
        if key in seen:
            raise ValueError(f"{path}, line {number}: the id {key!r} is there twice")
        if not isinstance(entry.get("text"), str):
            raise ValueError(f"{path}, line {number}: text is missing")
        seen.add(key)
        yield key, entry


def _entry(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        entry = json.loads(line)
    except ValueError as error:
        raise ValueError(f"{path}, line {number}: not JSON: {error}") from None
    if not isinstance(entry, dict):
        raise ValueError(f"{path}, line {number}: not a JSON object")
    return entry


def _read_judgements(path: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        cells = line.split("\t")
        if len(cells) != 3:
            raise ValueError(
                f"{path}, line {number}: three cells with tabs between are needed, not {len(cells)}"
            )
        query, document, gain = (cell.strip() for cell in cells)
        try:
            value = int(gain)
        except ValueError:
            if number == 1:
                continue
            raise ValueError(f"{path}, line {number}: not a whole number: {gain!r}") from None
        if value > 0:
            relevant.setdefault(query, {})[document] = value
    return relevant


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines that are not blank with their numbers, one at a time."""
    if not path.is_file():
        raise ValueError(f"{path} is missing")
    with path.open(encoding="utf-8-sig", newline="\n") as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise ValueError(f"{path} is not UTF-8: {error.reason}") from None
