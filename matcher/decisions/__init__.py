"""What the city decided about calls: which decision is in force, and what has changed since.

`force` and `words` are pure; `beside` puts decisions beside the stored calls.
"""
