"""What is said when mail cannot be handled."""

from models.errors import BidMatcherError


class MailError(BidMatcherError):
    """One plain sentence on why no mail could be sent, or no link signed."""


class NotConfiguredError(MailError):
    """No sender or no server is set, so nothing is sent."""
