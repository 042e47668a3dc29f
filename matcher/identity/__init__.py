"""One call across sources: which records tell of the same call, and what they say together.

`designators`, `titles`, `names`, `likeness`, `groups` and `merge` are pure;
only `join` reads and writes the store.
"""
