"""Reads pages that have no fixed form, by rules written in YAML."""
