"""The words everything else speaks: calls, needs, organisations, matches, digests.

Frozen dataclasses, enums and their validation. No I/O. (Trained weights are
not here: they come through pip and are named by id in the settings.)
"""
