"""Public pages and feeds in, calls out. Knows nothing of scoring or the database.

A source is a folder in `sources/`: `source.yaml` says what it is and how it may
be asked, `parser.py` reads its pages. `http.py` is the only file that talks to
the network.
"""
