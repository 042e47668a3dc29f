"""What people's judgements teach: a small correction to scores, or none. Pure.

`standing` says which judgements count, `habits` what of a call a habit can hang
on, `regression` fits, `check` tries the fit on held-back judgements, `layer`
decides whether it is used and moves scores, `words` tells the reader.
"""
