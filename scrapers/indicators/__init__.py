"""Published figures about an area: read from Fingertips today, from its successor tomorrow.

`contract.py` says what every reader is asked and gives back; nothing outside
this folder knows how a figure was come by. Readers: `fingertips/fetch.py` asks
the service, `files.py` reads a file that somebody downloaded.
"""
