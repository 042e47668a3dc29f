"""What the store says when it cannot do its work."""


class StoreError(Exception):
    """One plain sentence on why the store could not be opened, read or written."""
