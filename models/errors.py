"""The root of every error that ends a command with a plain sentence.

    BidMatcherError
    ├── StoreError       matcher.store: the database cannot be opened, read or written
    ├── EncoderError     matcher.encoder: the model cannot be used
    ├── ArchiveError     scrapers.archive: a page cannot be kept
    ├── PackError        matcher.pack: a board pack cannot be printed
    ├── MailError        matcher.mail: no mail can be sent, or no link be signed
    └── NothingToDoError matcher.commands: there is nothing to work on

Wrong input (a city's YAML, a file to import, an option) is a ValueError of its own
and ends with exit code 2.
"""


class BidMatcherError(Exception):
    """Something could not be done; the message is one sentence for a reader."""


class NothingToDoError(BidMatcherError):
    """A command has nothing to work on. Raised by the commands themselves."""
