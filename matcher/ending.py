"""How a command ends that is asked to: whether by Ctrl-C or, as services are, by SIGTERM."""

import signal
import threading


def end_as_ctrl_c_does() -> None:
    """Have SIGTERM end the process as Ctrl-C does: what is half done is undone on the way out.

    Left alone it would end at once, and leave temporary files and a run without an end.
    Where this is not the main thread nothing changes: signals are not its business.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
