"""Writes many made-up cities and a large made-up corpus, for `bid-matcher match --all-cities`.

`python -m benchmarks.cities HOME DATA [CITIES] [CALLS] [ABOUT_HEALTH]` fills the database in
HOME with calls and writes the cities' folders into DATA; the matching is then timed as
anybody runs it (docs/bulk.md). Everything is drawn by one seed.

Cities take needs and organisations of Leeds with half of their terms and sentences, so that
their queries differ. Calls about health are put together from sentences of the bundled calls
and really encoded. The others are made-up words, and their vectors random around what bundled
calls have in common: as close to a need as the calls of other subjects that the ranking was
fitted on. So the figures say how long matching takes, not how good it is.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from matcher.encoder import Encoder
from matcher.imports.catalogue import load_catalogue
from matcher.ranking.corpus import title_of
from matcher.ranking.sentences import sentences
from matcher.settings import data_folder
from matcher.store import TextVectors, open_store, save_vectors, text_hash, upsert_calls
from models.call import Call, DeadlineKind

SEED = 20261128
_CITIES, _CALLS, _ABOUT_HEALTH = 150, 100_000, 0.02
_WORDS = 90  # of a call of another subject
_COMMON = 0.28  # share of what bundled calls have in common in another call's vector
_PIECE = 5_000
_SEEN = datetime(2026, 11, 28, 6, tzinfo=UTC)


def main() -> None:
    """Write the cities, then the calls."""
    home, data = Path(sys.argv[1]), Path(sys.argv[2])
    count = int(sys.argv[3]) if len(sys.argv) > 3 else _CITIES
    calls = int(sys.argv[4]) if len(sys.argv) > 4 else _CALLS
    share = float(sys.argv[5]) if len(sys.argv) > 5 else _ABOUT_HEALTH
    write_cities(data, count)
    sys.stdout.write(f"{count} cities in {data}\n")
    fill(home, calls, share)
    sys.stdout.write(f"{calls:,} calls in {home}, {round(calls * share):,} of them about health\n")


def write_cities(data: Path, count: int) -> None:
    """Write folders of made-up cities beside what else `data/` holds."""
    real, draw = data_folder(), _draw()
    data.mkdir(parents=True, exist_ok=True)
    for name in ("catalogue", "norms.yaml", "rates.yaml", "words"):
        link = data / name
        if not link.exists():
            link.symlink_to(real / name)
    needs, organisations, city = (
        yaml.safe_load((real / "leeds" / f"{name}.yaml").read_text(encoding="utf-8"))
        for name in ("needs", "organisations", "city")
    )
    for number in range(count):
        folder = data / f"city-{number:03}"
        folder.mkdir(exist_ok=True)
        name = f"Madeup {number:03}"
        few = draw.sample(needs["needs"], draw.randint(20, len(needs["needs"])))
        own = [_need(need, draw) for need in few]
        known = {need["id"] for need in own}
        some = draw.sample(organisations["organisations"], draw.randint(25, 35))
        held = [_organisation(one, name, known, draw) for one in some]
        plain = {key: city[key] for key in ("thresholds", "mail", "not_covered")}
        _write(folder / "city.yaml", plain | {"name": name, "ons_code": f"E0699{number:04}"})
        _write(folder / "needs.yaml", {"sources": needs["sources"], "needs": own})
        _write(
            folder / "organisations.yaml",
            {"sources": organisations["sources"], "organisations": held},
        )


def fill(home: Path, count: int, share: float) -> None:
    """Store calls, and vectors of those that are not about health."""
    home.mkdir(parents=True, exist_ok=True)
    engine = open_store(f"sqlite:///{(home / 'bid-matcher.db').absolute()}")
    encoder = Encoder(prepared=home / "models")
    bundled = [call.match_text() for call in load_catalogue(data_folder() / "catalogue").calls]
    about = round(count * share)
    upsert_calls(engine, _about_health(bundled, about), _SEEN)
    common = encoder.encode_document(bundled).mean(axis=0)
    draw, words = np.random.default_rng(SEED), _made_up_words()
    for first in range(about, count, _PIECE):
        numbers = range(first, min(first + _PIECE, count))
        calls = [_other(number, words, draw) for number in numbers]
        upsert_calls(engine, calls, _SEEN)
        texts = [text for call in calls for text in (call.match_text(), call.title)]
        rows = _rows(len(texts), common, draw)
        save_vectors(engine, encoder.model_id, _vectors(texts, rows))
        sys.stdout.write(f"{numbers[-1] + 1:,} calls\n")


def _draw() -> random.Random:
    return random.Random(SEED)  # noqa: S311 - made-up data, the same each time


def _need(need: dict[str, Any], draw: random.Random) -> dict[str, Any]:
    made = {key: need[key] for key in ("id", "name", "description")}
    made["weight"], made["weight_reason"] = round(draw.uniform(0.3, 1.0), 2), "made up"
    made["terms"] = draw.sample(need["terms"], max(5, len(need["terms"]) * 2 // 3))
    parts = need.get("definition", "").split(", ")
    if len(parts) > 3:
        made["definition"] = ", ".join([parts[0], *_some(parts[1:], draw)])
    return made


def _organisation(
    one: dict[str, Any], city: str, known: set[str], draw: random.Random
) -> dict[str, Any]:
    made = {key: one[key] for key in ("id", "type", "in_city", "typical_roles") if key in one}
    made["name"] = one["name"].replace("Leeds", city)
    made["need_ids"] = [need for need in one.get("need_ids", ()) if need in known]
    said = [item | {"text": _reworded(item["text"], draw)} for item in one.get("capabilities", ())]
    return made | {"capabilities": said, "awards": one.get("awards", [])}


def _reworded(text: str, draw: random.Random) -> str:
    """Say a capability with the half of its words in another order."""
    words = text.split()
    cut = draw.randint(1, max(1, len(words) - 1))
    return " ".join(words[cut:] + words[:cut])


def _some(parts: Sequence[str], draw: random.Random) -> list[str]:
    chosen = set(draw.sample(range(len(parts)), max(1, len(parts) * 2 // 3)))
    return [part for place, part in enumerate(parts) if place in chosen]


def _about_health(bundled: Sequence[str], count: int) -> Iterator[Call]:
    """Give calls of sentences of two bundled calls, most of them of one."""
    draw = _draw()
    found = [tuple(text[s:e] for s, e in sentences(text)) for text in bundled]
    said = [each for each in found if len(each) > 2]
    for number in range(count):
        one, other = draw.sample(said, 2)
        body = [*_few(one[1:], 8, draw), *_few(other[1:], 3, draw)]
        yield _call(number, f"{one[0]} ({number})", "\n".join(body))


def _few(items: Sequence[str], most: int, draw: random.Random) -> list[str]:
    return draw.sample(items, min(most, len(items)))


def _other(number: int, words: Sequence[str], draw: np.random.Generator) -> Call:
    ranks = np.minimum(draw.zipf(1.3, _WORDS), len(words)) - 1
    text = [words[rank] for rank in ranks]
    return _call(number, " ".join(text[:8]) + f" {number}", " ".join(text[8:]) + ".")


def _call(number: int, title: str, text: str) -> Call:
    deadline = _SEEN + timedelta(days=20 + number % 300)
    return Call(
        source="made_up",
        source_id=str(number),
        title=title[-250:],
        text=text,
        url=f"https://calls.example/{number}",
        deadlines=(deadline,),
        deadline_kind=DeadlineKind.FIXED,
    )


def _made_up_words() -> list[str]:
    draw = _draw()
    parts = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
    return sorted({"".join(draw.choices(parts, k=draw.randint(2, 4))) for _ in range(30_000)})


def _rows(
    count: int, common: npt.NDArray[np.float32], draw: np.random.Generator
) -> npt.NDArray[np.float32]:
    free = draw.standard_normal((count, len(common))).astype(np.float32)
    free /= np.linalg.norm(free, axis=1, keepdims=True)
    rows = free + _COMMON * common / np.linalg.norm(common)
    unit: npt.NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def _vectors(texts: Sequence[str], rows: npt.NDArray[np.float32]) -> list[TextVectors]:
    return [
        TextVectors(text_hash(text), ((0, len(text)),), rows[place : place + 1])
        for place, text in enumerate(texts)
        if text == title_of(text) or "\n" in text
    ]


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


if __name__ == "__main__":
    main()
