"""Every parser of what comes from outside, fed with broken and hostile input.

`python -m tests.fuzz --cases 100000` runs the whole; docs/security.md says what came of it.

| module | what |
|---|---|
| `mutate.py`, `trees.py` | from a good input to a bad one, the same for the same seed |
| `target.py` | what a parser under test is: inputs that are good, how it is run, what it may raise |
| `pages.py`, `files.py`, `texts.py`, `asked.py` | the targets: sites' pages, people's files, prose, what readers send |
| `worker.py` | one process: cases under a limit of time and memory |
| `shrink.py` | a smaller input that fails in the same way |
| `campaign.py`, `report.py` | workers started, watched and counted |
"""
