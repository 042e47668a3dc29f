"""What goes wrong with backups."""

from models.errors import BidMatcherError


class BackupError(BidMatcherError):
    """One plain sentence on why a backup could not be made, read or put in place."""
