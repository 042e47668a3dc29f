"""The tables, as the newest migration leaves them.

The word index is not here: it is of the dialect's own kind (see `dialect.py`).
"""

import sqlalchemy as sa

from matcher.store.columns import INTEGER, SafeText, UtcDateTime

SCHEMA_VERSION = "0015"  # the newest file in migrations/versions

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One row per call: when it was seen, and the facts worth filtering by. The whole
# call is in call_versions, under the version named here.
calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("key", SafeText, nullable=False, unique=True),
    sa.Column("version", INTEGER, nullable=False),
    sa.Column("first_seen", UtcDateTime, nullable=False),
    sa.Column("last_seen", UtcDateTime, nullable=False),
    sa.Column("content_hash", SafeText, nullable=False),
    sa.Column("text_hash", SafeText, nullable=False, index=True),
    sa.Column("source", SafeText, nullable=False, index=True),
    sa.Column("source_id", SafeText, nullable=False),
    sa.Column("title", SafeText, nullable=False),
    sa.Column("funder", SafeText),
    sa.Column("opens_at", UtcDateTime),
    sa.Column("first_deadline", UtcDateTime),
    sa.Column("last_deadline", UtcDateTime, index=True),
    sa.Column("deadline_kind", SafeText, nullable=False),
    sa.Column("stated_status", SafeText),
    sa.Column("stated_on", sa.Date),  # moves without a new version, so it is kept here
    sa.Column("award_max", sa.Double),  # to filter by; the exact amount is in the version
    sa.Column("currency", SafeText),
    # The key that the source itself uses, which all rounds at its address share. Kept,
    # not read off the key: a source's own id may look like a later round's.
    sa.Column("origin_key", SafeText, nullable=False),
    sa.Column("round_number", INTEGER, nullable=False),  # ascends with the rounds
    sa.Column("previous_key", SafeText, sa.ForeignKey("calls.key")),  # of the round before
    sa.Index(None, "origin_key", "round_number", unique=True),
)

call_versions = sa.Table(
    "call_versions",
    metadata,
    sa.Column("call_key", SafeText, sa.ForeignKey("calls.key"), primary_key=True),
    sa.Column("version", INTEGER, primary_key=True),
    sa.Column("seen_at", UtcDateTime, nullable=False),
    sa.Column("content_hash", SafeText, nullable=False),
    sa.Column("document", SafeText, nullable=False),
)

# Calls shown under another one, because both are the same call.
identities = sa.Table(
    "identities",
    metadata,
    sa.Column("call_key", SafeText, sa.ForeignKey("calls.key"), primary_key=True),
    sa.Column("lead_key", SafeText, sa.ForeignKey("calls.key"), nullable=False),
    sa.Column("reason", SafeText, nullable=False),
)

# Calls that a person took out of a merge.
splits = sa.Table(
    "splits",
    metadata,
    sa.Column("call_key", SafeText, sa.ForeignKey("calls.key"), primary_key=True),
    sa.Column("split_at", UtcDateTime, nullable=False),
)

# Texts that wait for a person, and the content that a person did not want. Both go
# by the source's own key, which need not be a stored call's.
waiting_calls = sa.Table(
    "waiting_calls",
    metadata,
    sa.Column("origin_key", SafeText, primary_key=True),
    sa.Column("content_hash", SafeText, nullable=False),
    sa.Column("queued_at", UtcDateTime, nullable=False),
    sa.Column("document", SafeText, nullable=False),
)

rejected_contents = sa.Table(
    "rejected_contents",
    metadata,
    sa.Column("origin_key", SafeText, primary_key=True),
    sa.Column("content_hash", SafeText, primary_key=True),
    sa.Column("rejected_at", UtcDateTime, nullable=False),
)

# One row per award, with the facts worth filtering by and the whole award.
awards = sa.Table(
    "awards",
    metadata,
    sa.Column("key", SafeText, primary_key=True),
    sa.Column("source", SafeText, nullable=False, index=True),
    sa.Column("organisation", SafeText),  # folded: compared without regard to case
    sa.Column("pounds", sa.Double),  # to add up; empty for other money and for none
    sa.Column("first_seen", UtcDateTime, nullable=False),
    sa.Column("last_seen", UtcDateTime, nullable=False),
    sa.Column("content_hash", SafeText, nullable=False),
    sa.Column("document", SafeText, nullable=False),
)

# One row per verdict of a person. No reference to calls: bundled calls, which are in a
# database of their own, can be judged too, and the verdicts outlive them here.
judgements = sa.Table(
    "judgements",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False, index=True),
    sa.Column("call_key", SafeText, nullable=False),
    sa.Column("need_id", SafeText),  # empty: the call as a whole
    sa.Column("verdict", SafeText, nullable=False),
    sa.Column("judged_at", UtcDateTime, nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("who", SafeText, nullable=False),
    sa.Column("withdrawn_at", UtcDateTime),
)

# One row per decision on a call, and one for each thing that became of its bid. Without
# a reference to calls, as judgements are.
decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False, index=True),
    sa.Column("call_key", SafeText, nullable=False),
    sa.Column("verdict", SafeText, nullable=False),
    sa.Column("decided_at", UtcDateTime, nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("owner", SafeText, nullable=False),
    sa.Column("revisit_on", sa.Date),
    sa.Column("withdrawn_at", UtcDateTime),
)

decision_outcomes = sa.Table(
    "decision_outcomes",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("decision_id", sa.ForeignKey("decisions.id"), nullable=False, index=True),
    sa.Column("kind", SafeText, nullable=False),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("amount", SafeText),  # exact, so no floating number
    sa.Column("currency", SafeText),
    sa.Column("recorded_at", UtcDateTime, nullable=False),
)

# Who gets mail. The personal data is in this table and those that refer to it.
# An id is never given twice: a link signed for somebody must not act for another.
subscribers = sa.Table(
    "subscribers",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False),
    sa.Column("address", SafeText, nullable=False),
    sa.Column("address_key", SafeText, nullable=False),  # as it is compared
    sa.Column("name", SafeText, nullable=False),
    sa.Column("organisation", SafeText, nullable=False),
    sa.Column("language", SafeText, nullable=False),
    sa.Column("role", SafeText, nullable=False),
    sa.Column("need_ids", SafeText, nullable=False),  # a JSON list, as are the next
    sa.Column("organisation_ids", SafeText, nullable=False),
    sa.Column("min_award_gbp", SafeText),  # exact, so no floating number
    sa.Column("notice_days", INTEGER, nullable=False),
    sa.Column("frequency", SafeText, nullable=False),
    sa.Column("format", SafeText, nullable=False),
    sa.Column("quiet_weeks", sa.Boolean, nullable=False),
    sa.Column("state", SafeText, nullable=False),
    sa.Column("state_reason", SafeText, nullable=False),
    sa.Column("paused_until", sa.Date),
    sa.Column("left_on", sa.Date),
    sa.Column("created_at", UtcDateTime),
    sa.Column("confirmed_at", UtcDateTime),
    sa.Column("consent", SafeText, nullable=False),
    sa.Column("link_version", INTEGER, nullable=False),
    sa.Index(None, "city", "address_key", unique=True),
    sqlite_autoincrement=True,
)

saved_searches = sa.Table(
    "saved_searches",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("subscriber_id", sa.ForeignKey("subscribers.id"), nullable=False, index=True),
    sa.Column("text", SafeText, nullable=False),
    sa.Column("funder", SafeText),
    sa.Column("min_award_gbp", SafeText),
)

# What each person was told last of each call. Without a reference to calls, as
# judgements are.
told_calls = sa.Table(
    "told_calls",
    metadata,
    sa.Column("subscriber_id", sa.ForeignKey("subscribers.id"), primary_key=True),
    sa.Column("call_key", SafeText, primary_key=True),
    sa.Column("content", SafeText, nullable=False),
    sa.Column("closing", sa.Boolean, nullable=False),
    sa.Column("decision_id", INTEGER),
    sa.Column("told_at", UtcDateTime, nullable=False),
)

# One row per person, day and kind: the message as it goes out, and what became of it.
outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("subscriber_id", sa.ForeignKey("subscribers.id"), nullable=False),
    sa.Column("kind", SafeText, nullable=False, server_default="digest"),
    sa.Column("digest_day", sa.Date, nullable=False),  # of other kinds: when it was written
    sa.Column("message_id", SafeText, nullable=False, unique=True),
    sa.Column("subject", SafeText, nullable=False),
    sa.Column("message", sa.LargeBinary, nullable=False),
    sa.Column("told", SafeText, nullable=False),  # goes to told_calls once it is sent
    sa.Column("state", SafeText, nullable=False),
    sa.Column("attempts", INTEGER, nullable=False),
    sa.Column("as_of", UtcDateTime, nullable=False),
    sa.Column("next_try", UtcDateTime),  # empty: never again
    sa.Column("sent_at", UtcDateTime),
    sa.Column("last_answer", SafeText, nullable=False),  # of the server
    sa.Index(None, "subscriber_id", "digest_day", "kind", unique=True),
    sa.Index(None, "state", "next_try"),
)

# One row per secret address of a feed or a calendar. The secret itself is nowhere. An id is
# never given twice: a person who revokes by number must not hit another's.
feed_links = sa.Table(
    "feed_links",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("city", SafeText, nullable=False),
    sa.Column("subscriber_id", sa.ForeignKey("subscribers.id", ondelete="CASCADE"), index=True),
    sa.Column("what", SafeText, nullable=False),
    sa.Column("search", SafeText),  # JSON
    sa.Column("secret_hash", SafeText, nullable=False, unique=True),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("revoked_at", UtcDateTime),
    sa.Column("last_used_day", sa.Date),
    sa.Column("shown", SafeText, nullable=False),  # JSON: the events a calendar has shown
    sqlite_autoincrement=True,
)

text_vectors = sa.Table(
    "text_vectors",
    metadata,
    sa.Column("text_hash", SafeText, primary_key=True),
    sa.Column("model_id", SafeText, primary_key=True),
    sa.Column("passages", INTEGER, nullable=False),
    sa.Column("dimension", INTEGER, nullable=False),
    sa.Column("spans", sa.LargeBinary, nullable=False),
    sa.Column("vectors", sa.LargeBinary, nullable=False),
)

match_sets = sa.Table(
    "match_sets",
    metadata,
    sa.Column("city", SafeText, primary_key=True),
    sa.Column("as_of", UtcDateTime, nullable=False),
    sa.Column("model_id", SafeText, nullable=False),
)

matches = sa.Table(
    "matches",
    metadata,
    sa.Column("city", SafeText, sa.ForeignKey("match_sets.city"), primary_key=True),
    sa.Column("call_key", SafeText, sa.ForeignKey("calls.key"), primary_key=True),
    sa.Column("target_kind", SafeText, primary_key=True),
    sa.Column("target_id", SafeText, primary_key=True),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("explanation", SafeText, nullable=False),
)

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("job", SafeText, nullable=False, index=True),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime),  # empty: still running, or the process died
    sa.Column("counts", SafeText, nullable=False),
)

source_reports = sa.Table(
    "source_reports",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("runs.id"), nullable=False),
    sa.Column("source", SafeText, nullable=False, index=True),
    sa.Column("title", SafeText, nullable=False),
    sa.Column("outcome", SafeText, nullable=False),
    sa.Column("started_at", UtcDateTime, nullable=False),
    sa.Column("finished_at", UtcDateTime, nullable=False),
    sa.Column("calls_seen", INTEGER, nullable=False),
    sa.Column("requests", INTEGER, nullable=False),
    sa.Column("not_modified", INTEGER, nullable=False),
    sa.Column("listed", INTEGER, nullable=False),
    sa.Column("new_calls", INTEGER, nullable=False),
    sa.Column("changed_calls", INTEGER, nullable=False),
    sa.Column("waiting_calls", INTEGER, nullable=False),
    sa.Column("filled", SafeText, nullable=False),
    sa.Column("unknown_labels", SafeText, nullable=False),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", INTEGER, primary_key=True),
    sa.Column("run_id", sa.ForeignKey("runs.id"), nullable=False, index=True),
    # empty: an issue of the run itself
    sa.Column("report_id", sa.ForeignKey("source_reports.id"), index=True),
    sa.Column("severity", SafeText, nullable=False),
    sa.Column("place", SafeText, nullable=False),
    sa.Column("reason", SafeText, nullable=False),
    sa.Column("address", SafeText),
)
