"""The board pack: a page for the set of bids and a page for each, as PDF, HTML and Excel.

`overview` and `bid` put a shortlist into words, `pictures` draws, `render` lays the
words out as one HTML page, `pdf` prints that page, `sheets` writes the facts as tables,
`write` saves. Everything but `write` is pure.
"""
