"""Which text of a need finds its calls best, on 83 UK calls labelled by hand.

`python -m tests.eval.needs` prints a row for each way of writing a need: nDCG@10
and MAP over the needs that have a call, with 95 % bootstrap intervals, and how far
it lies from the shipped way, paired by need.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from matcher.city import load_city
from matcher.embedding import embed_queries
from matcher.encoder import Encoder
from matcher.evaluation.beir import read_task
from matcher.evaluation.evaluate import embed_task, measured
from matcher.evaluation.metrics import METRICS, Estimate, Numbers, estimate
from matcher.ranking.match import Vectors, need_query, need_text, need_texts
from matcher.ranking.score import Query, score_queries
from matcher.settings import data_folder
from models.need import Need

FOLDER = Path(__file__).parent / "leeds_needs"
SHIPPED = "name, terms; meaning also of the definition (shipped)"
_NEVER_WITH_TITLES = "name"


def _bare(need: Need) -> Need:
    return replace(need, terms=(), definition="", description="")


def _described(need: Need) -> Need:
    return replace(need, terms=(), definition="")


def _listed(need: Need) -> Need:
    return replace(need, definition="")


def _defined(need: Need) -> Need:
    return replace(need, terms=())


def _all_in_one(need: Need) -> Need:
    return replace(need, terms=(), definition=f"{need.definition} {', '.join(need.terms)}")


def _named_twice(need: Need) -> Need:
    return replace(need, definition=f"{need.name}: {need.definition}")


def _as_it_is(need: Need) -> Need:
    return need


_Change = Callable[[Need], Need]

VARIANTS: Mapping[str, tuple[_Change, _Change]] = {  # for the words, for the meaning
    _NEVER_WITH_TITLES: (_bare, _bare),
    "name; a term in the title counts, as below": (_bare, _bare),
    "name, description": (_described, _described),
    "name, terms": (_listed, _listed),
    "name, definition": (_defined, _defined),
    "name, definition, terms": (_all_in_one, _all_in_one),
    "words: name, terms; meaning: name, definition": (_listed, _defined),
    "words: name, terms; meaning: name, definition, terms": (_listed, _all_in_one),
    "name, terms; meaning also of name, definition": (_listed, _named_twice),
    SHIPPED: (_as_it_is, _as_it_is),
}


def leeds_needs() -> dict[str, Need]:
    """Return the needs of Leeds by their id."""
    return {need.id: need for need in load_city(data_folder() / "leeds").needs}


def measure_variants(names: Sequence[str]) -> dict[str, Numbers]:
    """Return the METRICS of each need that has a call, (needs, metrics), for each variant."""
    encoder = Encoder()
    embedded = embed_task(read_task(FOLDER), None, encoder)
    needs = leeds_needs()
    asked = [needs[query] for query in embedded.task.queries]
    values = {}
    for name in names:
        scores = score_queries(_queries(name, asked, encoder), embedded.corpus)
        values[name] = measured(embedded, [item.score for item in scores])
    return values


def _queries(name: str, needs: Sequence[Need], encoder: Encoder) -> list[Query]:
    for_words, for_meaning = VARIANTS[name]
    texts = list(dict.fromkeys(t for need in needs for t in need_texts(for_meaning(need))))
    rows, _ = embed_queries(None, encoder, texts)
    vectors: Vectors = dict(zip(texts, rows, strict=True))
    return [
        Query(
            text=need_text(for_words(need)),
            vector=need_query(for_meaning(need), vectors).vector,
            terms=() if name == _NEVER_WITH_TITLES else need.terms,
        )
        for need in needs
    ]


def main() -> None:
    """Measure every variant and print a row for each."""
    values = measure_variants(list(VARIANTS))
    for name, numbers in values.items():
        sys.stdout.write(f"{name}\n")
        for metric in ("nDCG@10", "MAP"):
            place = METRICS.index(metric)
            beside = estimate(numbers[:, place] - values[SHIPPED][:, place])
            own = estimate(numbers[:, place])
            sys.stdout.write(f"    {metric} {_say(own, '')}, less shipped {_say(beside, '+')}\n")


def _say(number: Estimate, sign: str) -> str:
    return f"{number.value:{sign}.3f} ({number.low:{sign}.3f} to {number.high:{sign}.3f})"


if __name__ == "__main__":
    main()
