"""The store: calls and their versions, words, vectors, matches and runs. The only SQL.

Functions take the SQLAlchemy engine that `open_store` returns. SQLite is the
database; whatever is its own kind stands in `dialect.py`.
"""

from matcher.store.calls import CallVersion, StoredCall, load_call, load_calls, load_versions
from matcher.store.errors import StoreError
from matcher.store.matches import MatchSet, load_matches, save_matches
from matcher.store.opening import open_store, quick_check
from matcher.store.runs import (
    finish_run,
    last_runs,
    last_success,
    latest_source_reports,
    save_source_report,
    start_run,
)
from matcher.store.statistics import statistics
from matcher.store.upsert import UpsertCounts, text_hash, upsert_calls
from matcher.store.vectors import TextVectors, forget_vectors, load_vectors, save_vectors
from matcher.store.words import WordHit, query_words, search_words

__all__ = [
    "CallVersion",
    "MatchSet",
    "StoreError",
    "StoredCall",
    "TextVectors",
    "UpsertCounts",
    "WordHit",
    "finish_run",
    "forget_vectors",
    "last_runs",
    "last_success",
    "latest_source_reports",
    "load_call",
    "load_calls",
    "load_matches",
    "load_vectors",
    "load_versions",
    "open_store",
    "query_words",
    "quick_check",
    "save_matches",
    "save_source_report",
    "save_vectors",
    "search_words",
    "start_run",
    "statistics",
    "text_hash",
    "upsert_calls",
]
