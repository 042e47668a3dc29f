"""Stopping on SIGTERM or SIGINT: the job in hand may finish, up to a stated time.

After that it is interrupted as Ctrl-C interrupts a command: what was stored stays
stored, what was half done is undone. Should even that hang, the process ends;
to the database this is as a power cut, which it survives.
"""

import logging
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import SimpleQueue
from types import FrameType

CLEAN_UP_S = 30.0  # from the interruption of a job to the end of the process

log = logging.getLogger(__name__)
_Handler = Callable[[int, FrameType | None], None]


class Stopped(KeyboardInterrupt):
    """The job in hand is to end now. Nothing but the service itself catches it."""


@contextmanager
def stop_signals(bell: "SimpleQueue[None]", within_s: float) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether a stop was asked for; the signal rings the bell too.

    `within_s` seconds after the first signal, or at a second one, Stopped is raised in
    the main thread. For the main thread only. What the signals did before, they do after.
    """
    asked: list[int] = []
    late: list[int] = []

    def ask(number: int, _frame: FrameType | None) -> None:
        asked.append(number)
        # A queue's lock could be held by the very code that this interrupts; this one has none.
        bell.put(None)
        signal.setitimer(signal.ITIMER_REAL, within_s if len(asked) == 1 else 1e-6)

    def interrupt(number: int, _frame: FrameType | None) -> None:
        if late:
            log.error("the job in hand did not stop; the process ends without it")
            logging.shutdown()
            os._exit(1)
        late.append(number)
        signal.setitimer(signal.ITIMER_REAL, CLEAN_UP_S)
        raise Stopped

    handlers: dict[int, _Handler] = {signal.SIGTERM: ask, signal.SIGINT: ask}
    handlers[signal.SIGALRM] = interrupt
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield lambda: bool(asked)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
