"""Feeds and calendars under secret addresses.

`entries`, `atom`, `json_feed`, `events` and `calendars` are pure; `choosing` reads the store,
and `answer` is what the web and the command line call.
"""
