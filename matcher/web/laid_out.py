"""All stored calls, read and laid out once for as long as they stay as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from matcher.embedding import stored_documents
from matcher.identity.join import merged_calls
from matcher.identity.merge import Merged
from matcher.matching import other_pages
from matcher.ranking.corpus import Corpus, build_corpus
from matcher.store import first_seen
from matcher.strategy.eligibility import Verdict, may_bid


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """Every call once, closed ones too, with what does not depend on the moment."""

    merged: Mapping[str, Merged]  # by key
    leads: Mapping[str, str]  # key of a page -> key of the call it is shown under
    also_at: Mapping[str, tuple[str, ...]]  # further addresses of a call, by key
    verdicts: Mapping[str, Verdict]  # whether a UK city may bid, by key
    first_seen: Mapping[str, datetime]  # on whichever page it stood first, by key
    corpus: Corpus  # document i is the i-th call of `merged`
    model_id: str | None  # whose vectors the corpus has


def lay_out(engine: Engine, model_id: str | None) -> LaidOut:
    """Read all calls and the vectors that a model made of them. Nothing is encoded."""
    merged = {each.call.key: each for each in merged_calls(engine)}
    seen = first_seen(engine)
    texts = {key: each.call.match_text() for key, each in merged.items()}
    return LaidOut(
        merged=merged,
        leads={page.key: key for key, each in merged.items() for page in each.members},
        also_at=other_pages(merged.values()),
        verdicts={key: may_bid(each.call).verdict for key, each in merged.items()},
        first_seen={
            key: min(seen[page.key] for page in each.members) for key, each in merged.items()
        },
        corpus=build_corpus(stored_documents(engine, model_id, texts)),
        model_id=model_id,
    )
