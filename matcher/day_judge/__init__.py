"""A second reader of the days in a text: a small model that has learned what they are.

`windows.py` shows it each day among the words around it, `graph.py` lays it out,
`judge.py` asks it. It is the default embedding model with an adapter and a head of its
own (`adapter.safetensors`, `head.safetensors`); `matcher/training/days.py` trains both.
"""

from matcher.day_judge.judge import LearnedJudge

__all__ = ["LearnedJudge"]
