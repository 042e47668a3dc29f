"""Every parser of what comes from outside, fed with broken and hostile input.

`python -m tests.fuzz --cases 100000` runs the whole; docs/security.md says what came of it.

| module | what |
|---|---|
| `mutate.py`, `trees.py` | from a good input to a bad one, the same for the same seed |
| `target.py` | a parser under test: inputs that are good, how it is run, what it may raise |
| `pages.py`, `files.py` | the targets that read sites' pages and people's files |
| `texts.py`, `asked.py` | the targets that read prose and what readers send |
| `case.py`, `worker.py` | one case, one process: under limits of time and memory |
| `shrink.py` | a smaller input that fails in the same way |
| `campaign.py`, `report.py` | workers started, watched and counted |
| `guided.py` | facts, by inputs that the code itself leads to (atheris) |
"""
