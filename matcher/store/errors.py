"""What the store says when it cannot do its work."""

from models.errors import BidMatcherError


class StoreError(BidMatcherError):
    """One plain sentence on why the store could not be opened, read or written."""


class ChangedMeanwhileError(ValueError):
    """Somebody else changed the same thing since it was looked at; nothing was stored."""
