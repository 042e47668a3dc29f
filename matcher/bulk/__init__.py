"""All calls beside many cities: batches of work that any process can do, and that a ledger keeps.

The work is two pure functions (`work.py`). They are called in this process, or by workers of
a Ray cluster (`cluster.py`), the only module that imports Ray. One process stores what comes
back (`cities.py`).
"""
