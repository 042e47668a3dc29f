"""Which texts belong together, read from labelled tasks. Pure.

Two kinds: a query with each document that answers it, and a document's title with
its text. The second needs no labels, and teaches the words of the field.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from matcher.evaluation.beir import Task

LABELLED_TIMES = 2
"""How often a labelled pair is seen for once that a title is: it is what the model is for."""

_SHORTEST_TITLE = 8  # characters; what is shorter names nothing
_SHORTEST_BODY = 80


@dataclass(frozen=True, slots=True)
class Pair:
    """A short text and a long one that belong together."""

    kind: str  # task and sort; a batch holds one kind, so that its pairs are hard to tell apart
    query: str
    document: str
    group: str  # pairs of one group are never each other's wrong answer


@dataclass(frozen=True, slots=True)
class Part:
    """One of several equal parts of a task's queries, which training leaves out."""

    number: int  # from 0
    of: int

    @classmethod
    def read(cls, text: str) -> "Part":
        """Read "1/2" as the first of two parts. Raises ValueError for anything else."""
        number, _, of = text.partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of) <= 20):
            raise ValueError(f"not a part like 1/2: {text!r}")
        return cls(int(number) - 1, int(of))

    def holds(self, query: str) -> bool:
        """Say whether a query, by its id, belongs to this part; the same on every machine."""
        digest = hashlib.md5(query.encode(), usedforsecurity=False).hexdigest()
        return int(digest, 16) % self.of == self.number


def training_pairs(
    labelled: Sequence[Task], texts: Sequence[Task], left_out: Part | None = None
) -> list[Pair]:
    """Return the pairs of `labelled` tasks, and the titles with texts of `texts`.

    Labelled pairs come LABELLED_TIMES times. With `left_out`, neither the queries
    of that part nor any document that answers one of them is used, not even as a
    text.
    """
    held = frozenset(
        document
        for task in labelled
        for query, gains in task.relevant.items()
        if left_out is not None and left_out.holds(query)
        for document in gains
    )
    pairs = [pair for task in labelled for pair in _answers(task, held, left_out)]
    return pairs * LABELLED_TIMES + list(_titles(texts, held))


def _answers(task: Task, held: frozenset[str], left_out: Part | None) -> Iterable[Pair]:
    for query, gains in task.relevant.items():
        if left_out is not None and left_out.holds(query):
            continue
        for document in sorted(gains.keys() & task.documents.keys() - held):
            text = task.documents[document]
            yield Pair(task.name, task.queries[query], text, f"{task.name} {query}")


def _titles(tasks: Sequence[Task], held: frozenset[str]) -> Iterable[Pair]:
    seen: set[str] = set()
    for task in tasks:
        for key, text in task.documents.items():
            title, _, body = text.partition("\n\n")
            if key in held or key in seen:
                continue
            if len(title) >= _SHORTEST_TITLE and len(body) >= _SHORTEST_BODY:
                seen.add(key)
                yield Pair(f"{task.name} titles", title, body, f"title {key}")
