"""The weekly digest at size and through bad weather; `make campaign` runs the full sizes."""
