"""What was learned, in a reader's words."""

from collections.abc import Iterable

from matcher.learning.habits import Habit, HabitKind
from matcher.learning.layer import Layer, State

_PHRASES = {
    HabitKind.NEED: "for this need",
    HabitKind.FUNDER: "of this funder",
    HabitKind.SOURCE: "from this source",
    HabitKind.TRACK: "with this aim ({value})",
    HabitKind.SCALE: "of this size ({value})",
    HabitKind.WORDS: "with words of the need ({value})",
    HabitKind.TIME: "with this much time ({value})",
}


def move_words(habits: Iterable[Habit], layer: Layer) -> str:
    """Say why a match was moved, by the habit that did most of it; "" where it was not.

    "moved down: 7 of 8 judged calls for this need were dismissed (12 of 30 of all)"
    """
    change = layer.weights.move(habits)
    if change == 0.0:
        return ""
    up = change > 0
    weights = layer.weights.of
    pulling = [
        habit for habit in habits if (weights.get(habit, 0.0) > 0) == up and habit in weights
    ]
    most = max(sorted(pulling), key=lambda habit: abs(weights[habit]))
    found, everything = layer.of[most], layer.all
    part, whole = (found.kept, everything.kept) if up else (found.dismissed, everything.dismissed)
    which = _PHRASES[most.kind].format(value=most.value)
    return (
        f"moved {'up' if up else 'down'}: {part} of {found.calls} judged calls {which} were "
        f"{'kept' if up else 'dismissed'} ({whole} of {everything.calls} of all)"
    )


def layer_words(layer: Layer) -> str:
    """Say in one line whether judgements move scores, and why or why not."""
    judged = f"{layer.all.calls} judged calls, {layer.all.kept} of them kept"
    if layer.state is State.WAITING:
        return f"Learning waits for {layer.missing} more judgements ({judged})"
    check = layer.check
    if check is None:
        return f"Learning is {layer.state.value} ({judged})"
    losses = f"log loss {check.learned:.2f} with it and {check.without:.2f} without"
    if layer.state is State.OFF:
        return f"Learning is off: not clearly better on judgements held back ({losses}; {judged})"
    return f"Learning is on: better on judgements held back ({losses}; {judged})"
