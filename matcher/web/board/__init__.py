"""The shortlist as a board for a meeting: the set, and what it would be with other wishes.

`asked` reads wishes from an address, `boards` chooses sets in the background and keeps them,
`views` and `picture` put one into words, `pages` and `files` answer.
"""
