"""Passages labelled by hand, and how well each fact is read from them."""
