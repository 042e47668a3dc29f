"""All stored calls, read and laid out once for as long as they stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from matcher.embedding import stored_documents
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.matching import other_pages
from matcher.ranking.corpus import Corpus, build_corpus
from matcher.store import SeenTimes, seen_times
from matcher.strategy.eligibility import Verdict, may_bid
from models.seen import Seen


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Every call once, closed ones too, with what does not depend on the moment."""

    merged: Mapping[str, Merged]  # by key
    leads: Mapping[str, str]  # key of a page -> key of the call it is shown under
    also_at: Mapping[str, tuple[str, ...]]  # further addresses of a call, by key
    verdicts: Mapping[str, Verdict]  # whether a UK city may bid, by key
    seen: Mapping[str, Seen]  # since when it is known, by key
    corpus: Corpus  # document i is the i-th call of `merged`
    model_id: str | None  # whose vectors the corpus has


def lay_out(engine: Engine, model_id: str | None) -> LaidOut:
    """Read all calls and the vectors that a model made of them. Nothing is encoded."""
    merged = {each.call.key: each for each in merged_calls(engine)}
    times = seen_times(engine, [page.key for each in merged.values() for page in each.members])
    texts = {key: each.call.match_text() for key, each in merged.items()}
    return LaidOut(
        merged=merged,
        leads={page.key: key for key, each in merged.items() for page in each.members},
        also_at=other_pages(merged.values()),
        verdicts={key: may_bid(each.call).verdict for key, each in merged.items()},
        seen={key: _seen(each, times) for key, each in merged.items()},
        corpus=build_corpus(stored_documents(engine, model_id, texts)),
        model_id=model_id,
    )


def _seen(merged: Merged, times: Mapping[str, SeenTimes]) -> Seen:
    """Put together since when a call is known, on whichever of its pages."""
    pages = [page.key for page in merged.members]
    return Seen(
        name=min(pages, key=lambda key: (times[key].first_seen, key)),
        first=min(times[key].first_seen for key in pages),
        changed=max(times[key].changed_at for key in pages),
    )
