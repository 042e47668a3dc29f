"""The weekly digest: chosen, worded, drawn and written.

`build` divides ranked calls into sections, `rows` puts one call into words,
`render` turns a digest into HTML, plain text and JSON, `write` saves them.
Everything but `write` is pure.
"""
