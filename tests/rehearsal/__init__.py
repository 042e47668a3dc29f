"""A rehearsal of collecting: every source played on this machine, with faults on demand."""
