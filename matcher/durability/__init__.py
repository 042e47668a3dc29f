"""Backups and restoring, looking for damage, and how long archived pages are kept."""
