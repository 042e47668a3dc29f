"""The store: calls with versions and rounds, awards, judgements, decisions, mail. The only SQL.

Functions take the SQLAlchemy engine that `open_store` returns: of SQLite, or of PostgreSQL.
What is of one system's own kind is asked in `dialect.py`. What handles mails is in
`outbox.py`, which is imported as a module.
"""

from matcher.store.asked import Asked, CallVector, Candidates, SaidMost
from matcher.store.awards import AwardTotal, award_totals, load_awards, upsert_awards
from matcher.store.backup import check_copy, copy_store, store_stem
from matcher.store.calls import (
    CallVersion,
    SeenTimes,
    StoredCall,
    call_addresses,
    changed_at,
    load_call,
    load_calls,
    load_versions,
    previous_rounds,
    seen_times,
)
from matcher.store.candidates import (
    find_candidates,
    has_call_vectors,
    said_most,
    save_call_vectors,
    unknown_call_vectors,
)
from matcher.store.comments import add_comment, count_comments, load_comments, remove_comment
from matcher.store.data_version import data_version
from matcher.store.decisions import (
    DecidedMeanwhileError,
    add_decision,
    add_outcome,
    load_decisions,
    withdraw_decision,
)
from matcher.store.errors import StoreError
from matcher.store.evidence import evidence_addresses
from matcher.store.feed_links import (
    add_feed_link,
    find_feed_link,
    load_feed_links,
    load_shown,
    record_feed_use,
    revoke_feed_links,
    save_shown,
)
from matcher.store.identities import (
    add_split,
    load_identities,
    load_splits,
    remove_split,
    save_identities,
)
from matcher.store.judgements import add_judgements, load_judgements, withdraw_judgements
from matcher.store.locks import HeldError, hold
from matcher.store.matches import MatchSet, load_matches, save_matches
from matcher.store.moving import move_store
from matcher.store.opening import (
    database_file,
    is_on_server,
    open_store,
    quick_check,
    shown_address,
    store_exists,
    store_name,
)
from matcher.store.outbox import load_told
from matcher.store.personal import (
    compact,
    export_people,
    remove_address,
    remove_left,
    remove_subscriber,
)
from matcher.store.records import text_hash
from matcher.store.replacing import holds_data, replace_store, store_file, unopened
from matcher.store.reports import (
    last_complete,
    last_success,
    latest_source_reports,
    save_source_report,
    source_history,
)
from matcher.store.reviews import (
    QueueCounts,
    QueuedCall,
    decide_review,
    load_review_queue,
    queue_for_review,
)
from matcher.store.runs import finish_run, first_start, last_runs, start_run
from matcher.store.schema import SCHEMA_VERSION
from matcher.store.state import awards_state, calls_state, matches_state, people_state
from matcher.store.statistics import has_calls, statistics
from matcher.store.subscribers import (
    add_subscribers,
    change_subscriber,
    end_pauses,
    find_subscribers,
    load_subscriber,
    load_subscribers,
)
from matcher.store.transactions import one_state
from matcher.store.upsert import UpsertCounts, upsert_calls
from matcher.store.vectors import (
    TextVectors,
    as_stored,
    encoded_texts,
    forget_vectors,
    load_vectors,
    save_vectors,
    vector_models,
)
from matcher.store.words import WordHit, query_words, search_words

__all__ = [
    "SCHEMA_VERSION",
    "Asked",
    "AwardTotal",
    "CallVector",
    "CallVersion",
    "Candidates",
    "DecidedMeanwhileError",
    "HeldError",
    "MatchSet",
    "QueueCounts",
    "QueuedCall",
    "SaidMost",
    "SeenTimes",
    "StoreError",
    "StoredCall",
    "TextVectors",
    "UpsertCounts",
    "WordHit",
    "add_comment",
    "add_decision",
    "add_feed_link",
    "add_judgements",
    "add_outcome",
    "add_split",
    "add_subscribers",
    "as_stored",
    "award_totals",
    "awards_state",
    "call_addresses",
    "calls_state",
    "change_subscriber",
    "changed_at",
    "check_copy",
    "compact",
    "copy_store",
    "count_comments",
    "data_version",
    "database_file",
    "decide_review",
    "encoded_texts",
    "end_pauses",
    "evidence_addresses",
    "export_people",
    "find_candidates",
    "find_feed_link",
    "find_subscribers",
    "finish_run",
    "first_start",
    "forget_vectors",
    "has_call_vectors",
    "has_calls",
    "hold",
    "holds_data",
    "is_on_server",
    "last_complete",
    "last_runs",
    "last_success",
    "latest_source_reports",
    "load_awards",
    "load_call",
    "load_calls",
    "load_comments",
    "load_decisions",
    "load_feed_links",
    "load_identities",
    "load_judgements",
    "load_matches",
    "load_review_queue",
    "load_shown",
    "load_splits",
    "load_subscriber",
    "load_subscribers",
    "load_told",
    "load_vectors",
    "load_versions",
    "matches_state",
    "move_store",
    "one_state",
    "open_store",
    "people_state",
    "previous_rounds",
    "query_words",
    "queue_for_review",
    "quick_check",
    "record_feed_use",
    "remove_address",
    "remove_comment",
    "remove_left",
    "remove_split",
    "remove_subscriber",
    "replace_store",
    "revoke_feed_links",
    "said_most",
    "save_call_vectors",
    "save_identities",
    "save_matches",
    "save_shown",
    "save_source_report",
    "save_vectors",
    "search_words",
    "seen_times",
    "shown_address",
    "source_history",
    "start_run",
    "statistics",
    "store_exists",
    "store_file",
    "store_name",
    "store_stem",
    "text_hash",
    "unknown_call_vectors",
    "unopened",
    "upsert_awards",
    "upsert_calls",
    "vector_models",
    "withdraw_decision",
    "withdraw_judgements",
]
