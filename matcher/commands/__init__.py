"""One module per command, each with `run(settings, arguments) -> exit code`.

Commands put the parts together and print; what they print is for people, and
`--json` for other programs.
"""
