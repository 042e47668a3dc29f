"""Run the rehearsal server until interrupted; prints the settings that lead to it."""

import sys
import threading

from tests.rehearsal.server import Rehearsal

with Rehearsal() as rehearsal:
    for variable, value in rehearsal.environment():
        sys.stdout.write(f"export {variable}={value}\n")
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        sys.stderr.write("rehearsal over\n")
