"""Invented timetables for the judge of days: the same steps in all the layouts that pages use.

Which words a day belongs to, those before it or those after it, is told by the whole
timetable. Real passages show each layout a few times only; here the layouts take turns.
"""

import json
import random
from collections.abc import Callable, Sequence
from datetime import date, timedelta

_OPENS = (
    "Call opens",
    "Applications open",
    "Opening date",
    "Date call is made active",
    "Open for applications",
    "Launch of the call",
    "Portal opens",
    "Fund opens",
    "Application window opens",
    "Competition opens",
    "Submission start date",
    "Open Date (Earliest Submission Date)",
    "Call open",
)
_CLOSES = (
    "Application deadline",
    "Application submission deadline",
    "Closing date",
    "Call closes",
    "Deadline for applications",
    "Full proposal deadline",
    "Applications close",
    "Submission deadline",
    "Deadline for proposals",
    "Application due date",
    "Deadline for outline proposals",
    "Stage 1 deadline",
    "Expression of interest deadline",
    "Closing date for full applications",
    "Deadline for the submission of pre-proposals",
    "Final applications due",
    "Applications due",
    "Proposal submission deadline",
    "Closing date for outlines",
    "Deadline for concept notes",
)
_NEITHER = (
    "Earliest permitted project start",
    "Latest permitted project start",
    "Panel meeting",
    "Interviews",
    "Latest permitted project completion",
    "Decision announced",
    "Applicants notified",
    "Funding ends",
    "Projects start",
    "Projects end",
    "Information webinar",
    "Deadline for questions",
    "Posted date",
    "Deadline for submission of preliminary information",
    "Publication date",
    "Briefing event",
    "Registration deadline",
    "Expected start date",
    "Award letters sent",
    "Shortlist published",
    "Review of proposals",
    "Final report due",
    "Internal deadline",
    "Call announcement",
    "Feedback sent",
    "Eligibility check deadline",
    "Reference deadline",
    "Contracts awarded",
    "Expiration date",
    "Sift of proposals",
    "Trustees meet",
    "Guidance published",
    "Notice of intent due",
    "Last updated",
    "Submission of signature pages",
    "Outcome of stage 1",
    "Invitations to stage 2",
    "Project completion",
)
_HEADS = ("", "Important dates\n", "Key dates\n", "Timetable\n", "Timeline:\n", "How to apply\n")
_SPELLINGS: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day.day} {day:%B %Y}",
    lambda day: f"{day.day:02} {day:%b %Y}",
    lambda day: f"{day:%B} {day.day}, {day.year}",
    lambda day: f"{day:%A} {day.day} {day:%B %Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: f"{day:%d/%m/%Y}",
)
_LAYOUTS: tuple[Callable[[Sequence[tuple[str, str]]], str], ...] = (
    lambda steps: "\n".join(f"{day}\n{step}" for step, day in steps),
    lambda steps: "\n".join(f"{step}\n{day}" for step, day in steps),
    lambda steps: "\n".join(f"{step}: {day}" for step, day in steps),
    lambda steps: "\n".join(f"• {day} – {step}" for step, day in steps),
    lambda steps: "\n".join(f"{day}: {step}" for step, day in steps),
    lambda steps: "\n".join(f"{step} | {day}" for step, day in steps),
    lambda steps: "\n".join(f"{day} | {step}" for step, day in steps),
    lambda steps: "\n".join([*(step for step, _ in steps), *(day for _, day in steps)]),
    lambda steps: " | ".join(step for step, _ in steps) + "\n" + " | ".join(d for _, d in steps),
)


def timetables(count: int, rng: random.Random) -> list[str]:
    """Return labelled passages, one JSON object a line, as `read_passages` reads them."""
    return [_timetable(_LAYOUTS[number % len(_LAYOUTS)], rng) for number in range(count)]


def _timetable(layout: Callable[[Sequence[tuple[str, str]]], str], rng: random.Random) -> str:
    spelled = rng.choice(_SPELLINGS)
    day = date(rng.randint(2012, 2026), rng.randint(1, 12), rng.randint(1, 28))
    steps: list[tuple[str, str]] = []
    opens: str | None = None
    deadlines: list[str] = []
    for kind in _kinds(rng):
        words = rng.choice({"opens": _OPENS, "closes": _CLOSES, "neither": _NEITHER}[kind])
        steps.append((words, spelled(day)))
        if kind == "opens":
            opens = f"{day:%Y-%m-%d}"
        elif kind == "closes":
            deadlines.append(f"{day:%Y-%m-%d}")
        day += timedelta(days=rng.randint(3, 90))
    text = rng.choice(_HEADS) + layout(steps)
    return json.dumps({"text": text, "label": {"opens": opens, "deadlines": deadlines}})


def _kinds(rng: random.Random) -> list[str]:
    """Return what happens, in order: perhaps something first, an opening, closings, the rest."""
    first = ["neither"] * rng.randint(0, 1) + ["opens"] * (rng.random() < 0.7)
    middle = ["neither"] * rng.randint(0, 2) + ["closes"] * (rng.random() < 0.9)
    late = ["neither"] * rng.randint(0, 2) + ["closes"] * (rng.random() < 0.25)
    return first + middle + late + ["neither"] * rng.randint(1, 2)
