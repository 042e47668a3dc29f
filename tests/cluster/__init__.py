"""Bulk work on two machines, one of which is killed: started by hand, as root (docs/bulk.md)."""
