"""What collecting grows into: time and memory of each step over the number of calls."""
