"""Pure functions that order calls for a need, an organisation or a search, and say why.

Arrays and strings in, scores and reasons out: no store, no encoder, no clock.
"""
